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
	parts: z.string().max(1_000_000)
});

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
