/** What somebody fills in to set up a contest. Empty: not said. */
import { z } from 'zod';
import { CONTEST_KINDS } from '../domain/contest.ts';

const said = (longest: number) => z.string().trim().max(longest).default('');

/** How many metrics points can be given for: one form, one glance. */
export const POINT_LINES = [1, 2, 3] as const;

export const contestForm = z.object({
	name: z.string().trim().min(1).max(60),
	kind: z.enum(CONTEST_KINDS),
	level: z.enum(['rep', 'team']),
	unit: z.string().min(1).max(64),
	counting: z.enum(['metric', 'points']).default('metric'),
	metric: said(64),
	/** Points for 10,000 of the currency, or for a piece. */
	metric1: said(64),
	weight1: said(10),
	metric2: said(64),
	weight2: said(10),
	metric3: said(64),
	weight3: said(10),
	handicap: z.boolean().default(false),
	/** An amount as it is typed, points, or percent of the target. */
	goal: said(40),
	from: z.iso.date(),
	to: z.iso.date(),
	prize: said(120)
});
export type ContestForm = z.output<typeof contestForm>;
