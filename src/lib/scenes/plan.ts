/** What a board is made of, and how it is read: by the editor before it sends it, by the server before it keeps it. */
import { z } from 'zod';
import type { Problem } from '../../../server/problems.ts';
import { TURNS } from '../domain/programme.ts';
import type { Schedule } from '../domain/schedule.ts';
import { problemsOf } from '../forms/problems-of.ts';
import { isSceneKind, SCENE_KINDS, type SceneKind, type SceneOptions } from './kinds.ts';

export const MOST_SCENES = 30;

/** One scene of a board. */
export type PlannedScene<Kind extends SceneKind = SceneKind> = {
	[K in Kind]: {
		/** Unique on its board. */
		id: string;
		kind: K;
		seconds: number;
		/** Code of the unit whose figures it shows; empty: the display's own. */
		unit: string;
		schedule: Schedule;
		options: SceneOptions<K>;
	};
}[Kind];

export const TICKER_KINDS = ['none', 'latest', 'text'] as const;
export interface Ticker {
	show: (typeof TICKER_KINDS)[number];
	/** One on each line. */
	text: string;
}

export interface Plan {
	scenes: PlannedScene[];
	ticker: Ticker;
}

export const EMPTY_PLAN: Plan = { scenes: [], ticker: { show: 'none', text: '' } };

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'bad-time' });
const days = z.coerce.number().int().min(1).max(20);

const schedule = z
	.object({
		days: z.array(z.int().min(1).max(7)).min(1, { error: 'no-weekday' }).max(7).optional(),
		from: time.optional(),
		until: z
			.string()
			.regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: 'bad-time' })
			.optional(),
		first: days.optional(),
		last: days.optional(),
		turns: z.enum(TURNS).optional()
	})
	.refine(({ from, until }) => from === undefined || from !== until, {
		error: 'no-hours',
		path: ['until']
	})
	.default({});

const scene = z.object({
	id: z.string().regex(/^[a-z0-9]{1,32}$/),
	kind: z.string().refine(isSceneKind),
	seconds: z.coerce.number().int().min(5).max(3_600),
	unit: z.string().trim().max(64).default(''),
	schedule,
	options: z.record(z.string(), z.unknown()).default({})
});

const plan = z.object({
	scenes: z
		.array(scene)
		.max(MOST_SCENES)
		.refine((scenes) => new Set(scenes.map(({ id }) => id)).size === scenes.length),
	ticker: z
		.object({ show: z.enum(TICKER_KINDS), text: z.string().max(4_000).default('') })
		.default(EMPTY_PLAN.ticker)
});

/** The plan with every default filled in; or what is wrong with it, by where it stands: `scenes.2.options.top`. */
export function readPlan(
	value: unknown
): { ok: true; plan: Plan } | { ok: false; problems: Problem[] } {
	const outer = plan.safeParse(value);
	if (!outer.success) return { ok: false, problems: problemsOf(outer.error, value) };
	const problems: Problem[] = [];
	const scenes = outer.data.scenes.map((read, i) => {
		const options = SCENE_KINDS[read.kind].options.safeParse(read.options);
		if (options.success) return { ...read, options: options.data };
		for (const found of problemsOf(options.error, read.options))
			problems.push({ ...found, path: `scenes.${i}.options.${found.path}` });
		return read;
	});
	if (problems.length > 0) return { ok: false, problems };
	// Each scene's options were read by its own kind.
	return { ok: true, plan: { ...outer.data, scenes: scenes as unknown as PlannedScene[] } };
}

/** A new scene of a kind, as it is offered. */
export const newScene = (kind: SceneKind, id: string): PlannedScene =>
	({
		id,
		kind,
		seconds: SCENE_KINDS[kind].seconds,
		unit: '',
		schedule: { ...SCENE_KINDS[kind].schedule },
		options: SCENE_KINDS[kind].options.parse({})
	}) as unknown as PlannedScene;
