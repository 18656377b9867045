/** What API v1 answers. */
import { z } from 'zod';
import { amount, code, instant, isoDate, name } from '$lib/forms/fields.ts';
import { problemDocument } from './problem.ts';

export const directoryViews = {
	units: z
		.object({ code, name, kind: z.enum(['company', 'region', 'team']), parent: code.optional() })
		.meta({ id: 'Unit' }),
	reps: z
		.object({
			code,
			name,
			team: code.optional(),
			since: isoDate.optional(),
			until: isoDate.optional()
		})
		.meta({ id: 'Rep' }),
	customers: z
		.object({
			code,
			name,
			kind: z.enum(['dealer', 'retail', 'prospect']),
			owner: code.optional()
		})
		.meta({ id: 'Customer' }),
	products: z.object({ code, name, series: name.optional() }).meta({ id: 'Product' }),
	metrics: z
		.object({
			code,
			name,
			kind: z.enum(['money', 'count']),
			points: z.number(),
			builtIn: z.boolean()
		})
		.meta({ id: 'Metric' })
} as const;

export const targetsSet = z.object({ set: z.int(), unchanged: z.int() }).meta({
	id: 'TargetsSet',
	description: 'How many were created or changed, and how many were as asked.'
});

const credit = z.object({ rep: code, team: code, share: z.number(), amount });

export const entry = z
	.object({
		id: z.int().meta({ description: 'Also its position in the ledger.' }),
		source: z.string(),
		externalId: z.string(),
		kind: z.enum(['sale', 'return', 'collection', 'adjustment', 'reversal']),
		metric: code,
		amount,
		credits: z.array(credit),
		overlays: z.array(credit).optional(),
		customer: code.optional(),
		product: code.optional(),
		quantity: z.int().optional(),
		occurredAt: instant,
		businessDate: isoDate,
		bookedAt: instant,
		note: z.string().optional(),
		reverses: z.int().optional(),
		corrects: z.int().optional(),
		recordedBy: z.string()
	})
	.meta({ id: 'Entry' });

export const recordedEntry = z
	.object({ ...entry.shape, replayed: z.boolean() })
	.meta({ id: 'RecordedEntry' });

export const entryResults = z
	.object({
		results: z.array(
			z.union([
				z.object({ status: z.literal([200, 201]), entry: recordedEntry }),
				z.object({ status: z.literal([403, 409, 422]), problem: problemDocument })
			])
		)
	})
	.meta({ id: 'EntryResults' });

export const entriesPage = z
	.object({
		entries: z.array(entry),
		next: z
			.int()
			.meta({ description: 'Pass as `after` for what comes next; the same when nothing has.' })
	})
	.meta({ id: 'EntriesPage' });

const hundredths = z.int().meta({ description: 'Hundredths of a working day.' });
const holidaysOf = z.literal('CN').nullable();

export const workingWeek = z
	.object({ week: z.array(hundredths), holidays: holidaysOf })
	.meta({ id: 'WorkingWeek' });

export const calendarYear = z
	.object({
		year: z.int(),
		...workingWeek.shape,
		published: z.boolean().meta({
			description: 'Whether the public holidays of the year have been announced.'
		}),
		workingDays: z.number(),
		days: z.array(
			z.object({
				date: isoDate,
				weight: hundredths,
				source: z.enum(['week', 'holiday', 'make-up', 'own']).meta({
					description: 'What decided the weight.'
				}),
				holiday: z.string().optional().meta({
					description: 'Name of the public holiday that the day belongs to or is made up for.'
				}),
				note: z.string().optional()
			})
		)
	})
	.meta({ id: 'CalendarYear' });

export const daysSet = z.object({ set: z.int(), unchanged: z.int() }).meta({
	id: 'DaysSet',
	description: 'How many were set or removed, and how many were as asked.'
});

const period = z.object({ from: isoDate, to: isoDate });

export const leaderboard = z
	.object({
		position: z.int().meta({ description: 'Every entry up to here is counted.' }),
		asOf: instant,
		period,
		standings: z.array(
			z.object({
				rank: z.int(),
				subject: z.object({
					kind: z.enum(['rep', 'team', 'region', 'dealer', 'product']),
					code,
					name,
					unit: code.optional()
				}),
				value: z.number().optional().meta({
					description:
						'By measure: total and gap in minor units or pieces, attainment and growth as fractions, points. Absent where the measure does not apply.'
				}),
				target: amount.optional(),
				attainment: z.number().optional(),
				movement: z.int().optional().meta({
					description: 'Places gained (+) or lost (−) since the business day began.'
				})
			})
		),
		total: z.int().meta({ description: 'Subjects on the leaderboard in all.' })
	})
	.meta({ id: 'Leaderboard' });

const ratio = z.number().optional();
const figure = z.int().optional();

export const progress = z
	.object({
		position: z.int(),
		asOf: instant,
		subject: z.object({ kind: z.enum(['unit', 'rep', 'dealer', 'product']), code, name }),
		period,
		value: z.int(),
		target: figure,
		attainment: ratio,
		timeProgress: ratio,
		expected: figure,
		index: ratio,
		gap: figure,
		remainingDays: ratio.meta({ description: 'Working days left, today by its remaining share.' }),
		requiredPerDay: figure,
		projection: figure,
		status: z.enum(['done', 'ahead', 'on-track', 'behind', 'at-risk']).optional(),
		outlook: z
			.object({
				probability: z.number(),
				verdict: z.enum(['will', 'hard', 'wont']),
				historyDays: z.int().meta({ description: 'Past working days that it is drawn from.' })
			})
			.optional(),
		days: z.array(
			z.object({
				date: isoDate,
				weight: z.int().meta({ description: 'Hundredths of a working day.' }),
				target: z.int(),
				actual: figure,
				cumulativeTarget: z.int(),
				cumulativeActual: figure,
				attainment: ratio,
				gap: figure,
				timeProgress: ratio
			})
		)
	})
	.meta({ id: 'Progress' });

const rows = z.int();

export const importReport = z
	.object({
		dryRun: z.boolean(),
		interrupted: z.boolean(),
		accepted: rows,
		rejected: rows,
		leftOut: z.array(z.string()).meta({ description: 'Files of the map that were not sent.' }),
		steps: z.array(
			z.object({
				step: z.int(),
				file: z.string(),
				as: z.string(),
				rows,
				skipped: rows,
				created: rows,
				updated: rows,
				unchanged: rows,
				replayed: rows,
				rejected: rows,
				alsoCreated: z.record(z.string(), rows),
				rejects: z.array(
					z.object({
						line: z.int(),
						cells: z.array(
							z.object({ column: z.string(), value: z.string().optional(), message: z.string() })
						)
					})
				),
				rejectedFile: z.string().optional(),
				stopped: z.string().optional()
			})
		),
		rejectedFiles: z.array(z.object({ name: z.string(), text: z.string().optional() })).meta({
			description: 'Rejected rows as CSV, to be corrected and sent again; without text above 4 MB.'
		})
	})
	.meta({ id: 'ImportReport' });

const dependency = z.object({ ok: z.boolean(), ms: z.number().optional() });

export const health = z
	.object({
		ready: z.boolean(),
		dependencies: z.object({
			database: dependency,
			redis: z.object({ ...dependency.shape, since: instant.optional() }),
			rankings: z.object({ ok: z.boolean(), behind: z.int() })
		}),
		version: z.string()
	})
	.meta({ id: 'Health' });
