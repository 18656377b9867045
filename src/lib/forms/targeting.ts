/** What the pages of targets send. Amounts as they were typed; parts of a split as JSON in one field. */
import { z } from 'zod';
import { code, isoDate } from './fields.ts';

const place = {
	metric: code,
	unit: z.enum(['month', 'quarter', 'year']),
	/** Any business date of the period. */
	date: isoDate,
	/** `unit:E1` */
	subject: z.string().min(3).max(80)
};

const typed = z.string().trim().min(1).max(40);

export const amountForm = z.object({ ...place, amount: typed });

/** Shares are typed in percent. */
export const factorsForm = z.object({
	...place,
	capacity: typed,
	share: typed,
	penetration: typed,
	growth: typed,
	potential: typed
});

export const SPLIT_BASES = ['history', 'equal', 'factors', 'last'] as const;

export const splitForm = z.object({
	...place,
	basis: z.enum(SPLIT_BASES),
	reason: z.string().trim().max(500).default(''),
	/** The version that was on the screen, and how often it had been saved; 0 when there was none. */
	version: z.coerce.number().int().min(0).default(0),
	revision: z.coerce.number().int().min(0).default(0),
	/** The last answer that was on the screen; 0 when there was none. */
	seen: z.coerce.number().int().min(0).default(0),
	/** Until when those below may answer, by the organisation's clock. */
	deadlineDate: isoDate.or(z.literal('')).default(''),
	deadlineTime: z
		.string()
		.regex(/^([01]\d|2[0-3]):[0-5]\d$/)
		.default('18:00'),
	/** Settled on purpose without asking them. */
	unasked: z.boolean().default(false),
	parts: z.string().max(1_000_000)
});

/** What somebody says to the amount they are offered. */
export const answerForm = z.object({
	...place,
	/** `rep:R001` */
	child: z.string().min(3).max(80),
	version: z.coerce.number().int().min(1),
	/** The amount that was on the screen; minor units or pieces. */
	offered: z.coerce.number().int().min(0),
	answer: z.enum(['accept', 'counter']),
	/** Of a counter, as typed. */
	amount: z.string().trim().max(40).default(''),
	reason: z.string().trim().max(500).default('')
});
export type AnswerForm = z.output<typeof answerForm>;

const minor = z.int().min(0).max(10_000_000_000_000);

/** `[child, product or '', amount, weight, locked]`: short, since a grid has thousands. */
export const splitParts = z
	.array(z.tuple([z.string().max(80), z.string().max(80), minor, minor, z.boolean()]))
	.max(20_000);

/** Fixed days of a month, or the months of a longer period: date → amount. */
export const partsForm = z.object({ ...place, parts: z.string().max(20_000) });
export const datedParts = z.record(isoDate, minor);

export type PlanForm = z.output<typeof partsForm>;
export type SplitForm = z.output<typeof splitForm>;
export type SplitPart = z.output<typeof splitParts>[number];

/** JSON of a hidden field, or undefined where it is not what it should be. */
export function readParts<Shape>(shape: z.ZodType<Shape>, text: string): Shape | undefined {
	try {
		return shape.safeParse(JSON.parse(text)).data;
	} catch {
		return undefined;
	}
}
