/**
 * Every call of API v1: its place, what it takes, what it answers. Routes and the OpenAPI document are made
 * from the same objects, so neither can know a call that the other does not.
 */
import { z } from 'zod';
import type { Action } from '$lib/domain/permissions.ts';
import { MEASURES } from '$lib/domain/standing.ts';
import { calendarYear, daysForm, workingWeekForm } from '$lib/forms/calendar.ts';
import { directoryForms, type DirectoryKind } from '$lib/forms/directory.ts';
import { entryForm, MAX_ENTRIES_PER_REQUEST, reversalForm } from '$lib/forms/entry.ts';
import { code, isoDate, periodUnit } from '$lib/forms/fields.ts';
import { importMap } from '$lib/forms/import-map.ts';
import { settingsForm, settingsView } from '$lib/forms/settings.ts';
import { MAX_TARGETS_PER_REQUEST, targetForm } from '$lib/forms/target.ts';
import * as answers from './answers.ts';

export interface Operation<
	Params extends z.ZodType = z.ZodType,
	Query extends z.ZodType = z.ZodType,
	Body extends z.ZodType = z.ZodType
> {
	id: string;
	method: 'get' | 'put' | 'post';
	/** OpenAPI path below /api/v1. */
	path: string;
	summary: string;
	tag: string;
	action: Action;
	params?: Params;
	query?: Query;
	body?: Body;
	/** Media type of the body; JSON unless named. */
	bodyType?: string;
	answers: Readonly<Record<number, { description: string; schema: z.ZodType }>>;
}

const operation = <
	Params extends z.ZodType = z.ZodNever,
	Query extends z.ZodType = z.ZodNever,
	Body extends z.ZodType = z.ZodNever
>(
	definition: Operation<Params, Query, Body>
): Operation<Params, Query, Body> => definition;

const byCode = z.object({ code });

const page = z.object({
	after: code
		.optional()
		.meta({ description: 'Continue after this code: `next` of the page before.' }),
	limit: z.coerce.number().int().min(1).max(1_000).default(100)
});

const subject = {
	units: 'unit',
	reps: 'rep',
	customers: 'customer',
	products: 'product',
	metrics: 'metric'
} as const;

/** Reps are people to the permissions. */
const subjectOfAccess = {
	units: 'units',
	reps: 'people',
	customers: 'customers',
	products: 'products',
	metrics: 'metrics'
} as const;

function directoryOperations<Kind extends DirectoryKind>(kind: Kind) {
	const one = subject[kind];
	const title = one[0]!.toUpperCase() + one.slice(1);
	const view = answers.directoryViews[kind];
	const [read, write] = [
		`${subjectOfAccess[kind]}.read`,
		`${subjectOfAccess[kind]}.write`
	] as const;
	return {
		put: operation({
			id: `put${title}`,
			method: 'put',
			path: `/${kind}/{code}`,
			summary: `Create or update a ${one}`,
			tag: 'Directory',
			action: write,
			params: byCode,
			body: directoryForms[kind],
			answers: {
				200: { description: 'Updated, or the same as before', schema: view },
				201: { description: 'Created', schema: view }
			}
		}),
		get: operation({
			id: `get${title}`,
			method: 'get',
			path: `/${kind}/{code}`,
			summary: `One ${one}`,
			tag: 'Directory',
			action: read,
			params: byCode,
			answers: { 200: { description: `The ${one}`, schema: view } }
		}),
		list: operation({
			id: `list${title}s`,
			method: 'get',
			path: `/${kind}`,
			summary: `All ${kind}, in order of code`,
			tag: 'Directory',
			action: read,
			query: page,
			answers: {
				200: {
					description: 'One page',
					schema: z.object({ items: z.array(view), next: code.optional() })
				}
			}
		})
	};
}

export const units = directoryOperations('units');
export const reps = directoryOperations('reps');
export const customers = directoryOperations('customers');
export const products = directoryOperations('products');
export const metrics = directoryOperations('metrics');

export const putTargets = operation({
	id: 'putTargets',
	method: 'put',
	path: '/targets',
	summary: 'Set targets: one, or all of an array or none',
	tag: 'Targets',
	action: 'targets.write',
	body: z.union([targetForm, z.array(targetForm).min(1).max(MAX_TARGETS_PER_REQUEST)]),
	answers: { 200: { description: 'Set', schema: answers.targetsSet } }
});

export const getCalendar = operation({
	id: 'getCalendar',
	method: 'get',
	path: '/calendar',
	summary: 'A year of the working calendar: every day with its weight and where that comes from',
	tag: 'Calendar',
	action: 'calendar.read',
	query: z.object({
		year: calendarYear.optional().meta({ description: 'The current one unless named.' })
	}),
	answers: { 200: { description: 'The year', schema: answers.calendarYear } }
});

export const putCalendar = operation({
	id: 'putCalendar',
	method: 'put',
	path: '/calendar',
	summary: 'Set the working week and whose public holidays apply; what is left out stays',
	tag: 'Calendar',
	action: 'calendar.write',
	body: workingWeekForm,
	answers: { 200: { description: 'As it is now', schema: answers.workingWeek } }
});

export const putCalendarDays = operation({
	id: 'putCalendarDays',
	method: 'put',
	path: '/calendar/days',
	summary: 'Set own dates, stronger than week and holidays, or remove them; all or none',
	tag: 'Calendar',
	action: 'calendar.write',
	body: daysForm,
	answers: { 200: { description: 'Set', schema: answers.daysSet } }
});

export const getSettings = operation({
	id: 'getSettings',
	method: 'get',
	path: '/settings',
	summary: 'The organisation’s settings',
	tag: 'Settings',
	action: 'settings.read',
	answers: { 200: { description: 'The settings', schema: settingsView } }
});

export const putSettings = operation({
	id: 'putSettings',
	method: 'put',
	path: '/settings',
	summary: 'Change settings; what is left out stays',
	tag: 'Settings',
	action: 'settings.write',
	body: settingsForm,
	answers: { 200: { description: 'As they are now', schema: settingsView } }
});

export const postEntries = operation({
	id: 'postEntries',
	method: 'post',
	path: '/entries',
	summary: 'Record one entry, or an array of entries each on its own',
	tag: 'Ledger',
	action: 'ledger.append',
	body: z.union([entryForm, z.array(entryForm).min(1).max(MAX_ENTRIES_PER_REQUEST)]),
	answers: {
		200: { description: 'Recorded before; the first result', schema: answers.recordedEntry },
		201: { description: 'Recorded', schema: answers.recordedEntry },
		207: { description: 'One result for each entry of the array', schema: answers.entryResults }
	}
});

export const postReversal = operation({
	id: 'postReversal',
	method: 'post',
	path: '/entries/{id}/reversal',
	summary: 'Take an entry back by a reversal',
	tag: 'Ledger',
	action: 'ledger.reverse',
	params: z.object({ id: z.coerce.number().int().positive() }),
	body: reversalForm,
	answers: {
		200: { description: 'Reversed before; the first reversal', schema: answers.recordedEntry },
		201: { description: 'Reversed', schema: answers.recordedEntry }
	}
});

export const getEntries = operation({
	id: 'getEntries',
	method: 'get',
	path: '/entries',
	summary: 'The ledger in the order of commit, after a position',
	tag: 'Ledger',
	action: 'ledger.read',
	query: z.object({
		after: z.coerce.number().int().min(0).default(0),
		limit: z.coerce.number().int().min(1).max(10_000).default(1_000)
	}),
	answers: { 200: { description: 'Entries and where to go on', schema: answers.entriesPage } }
});

export const getLeaderboard = operation({
	id: 'getLeaderboard',
	method: 'get',
	path: '/leaderboards',
	summary: 'Who stands where',
	tag: 'Boards',
	action: 'leaderboard.read',
	query: z.object({
		metric: code.default('sales'),
		measure: z.enum(MEASURES).default('total'),
		period: periodUnit.default('month'),
		date: isoDate.optional(),
		unit: code.optional(),
		level: z.enum(['rep', 'team', 'region', 'dealer', 'product']).default('rep'),
		top: z.coerce.number().int().min(1).max(1_000).default(10),
		around: code.optional(),
		asOf: z.string().max(40).optional().meta({
			description:
				'As it was: after a position of the ledger, at the end of a date, or at an instant such as 2026-11-17T18:00 (CHANGE-14).'
		})
	}),
	answers: { 200: { description: 'The leaderboard', schema: answers.leaderboard } }
});

export const getProgress = operation({
	id: 'getProgress',
	method: 'get',
	path: '/progress',
	summary: 'Pace, outlook and the day-by-day table of a subject',
	tag: 'Boards',
	action: 'progress.read',
	query: z.object({
		metric: code.default('sales'),
		period: periodUnit.default('month'),
		date: isoDate.optional(),
		kind: z.enum(['unit', 'rep', 'dealer', 'product']),
		code
	}),
	answers: { 200: { description: 'The progress', schema: answers.progress } }
});

export const postImports = operation({
	id: 'postImports',
	method: 'post',
	path: '/imports',
	summary: 'Import CSV and XLSX files by a map',
	tag: 'Imports',
	action: 'imports.run',
	query: z.object({
		dryRun: z.stringbool().default(false).meta({ description: 'Check everything, write nothing.' })
	}),
	body: z.object({
		map: importMap.meta({ description: 'A part of its own, as JSON.' }),
		files: z.array(z.string().meta({ format: 'binary' })).meta({
			description: 'File parts, named as the map names them; up to 512 MB each.'
		})
	}),
	bodyType: 'multipart/form-data',
	answers: { 200: { description: 'What came of every row', schema: answers.importReport } }
});

export const getHealth = operation({
	id: 'getHealth',
	method: 'get',
	path: '/health',
	summary: 'Whether sales can be recorded, and the state of what that depends on',
	tag: 'Operations',
	action: 'site.enter',
	answers: {
		200: { description: 'Ready', schema: answers.health },
		503: { description: 'Not ready', schema: answers.health }
	}
});

export const getOpenApi = operation({
	id: 'getOpenApi',
	method: 'get',
	path: '/openapi.json',
	summary: 'This document',
	tag: 'Operations',
	action: 'site.enter',
	answers: { 200: { description: 'OpenAPI 3.1', schema: z.record(z.string(), z.unknown()) } }
});

export const operations: readonly Operation[] = [
	...[units, reps, customers, products, metrics].flatMap(({ list, get, put }) => [list, get, put]),
	getCalendar,
	putCalendar,
	putCalendarDays,
	putTargets,
	postEntries,
	getEntries,
	postReversal,
	getLeaderboard,
	getProgress,
	postImports,
	getSettings,
	putSettings,
	getHealth,
	getOpenApi
];
