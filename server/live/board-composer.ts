import { hasGap } from '../../src/lib/domain/programme.ts';
import { spansOf } from '../../src/lib/domain/schedule.ts';
import { FALLBACK_SCENE } from '../../src/lib/live/board.ts';
import type { BoardState, ProgrammedScene, TickerState } from '../../src/lib/live/board.ts';
import type { PlannedScene, Ticker } from '../../src/lib/scenes/plan.ts';
import type { SceneOptions } from '../../src/lib/scenes/kinds.ts';
import type { SceneState } from '../../src/lib/scenes/states.ts';
import type { BoardPlan } from '../boards/plans.ts';
import type { BookedEntry } from '../ledger/entry.ts';
import type { Rankings } from '../rankings/rankings.ts';
import { headOf, sceneContext } from '../scenes/context.ts';
import { monthOf, toRows } from '../scenes/month.ts';
import { SCENE_MAKERS } from '../scenes/registry.ts';
import type {
	LiveServices,
	Moment,
	News,
	SceneComposer,
	SceneContext,
	SceneMaker,
	Source
} from '../scenes/scene.ts';
import { linesOf } from '../scenes/slogans.ts';
import { entryRow } from '../scenes/teams.ts';
import type { Composer } from './rooms.ts';

/** Something that is composed, and what came of it until one of its sources is touched. */
interface Part<State> {
	sources: readonly Source[];
	compose(at: Moment): Promise<State> | State;
	state?: State | undefined;
}

/** What a board is made of, as long as nobody changes it. */
interface Built {
	revision: number;
	date: string;
	scenes: Map<string, Part<SceneState>>;
	ticker: Part<TickerState> | undefined;
	sources: ReadonlyMap<string, Source>;
}

const FALLBACK: PlannedScene = {
	id: FALLBACK_SCENE,
	kind: 'overview',
	seconds: 60,
	unit: '',
	schedule: {},
	options: { metric: '' }
};

export interface BoardServices extends LiveServices {
	rankings: Pick<Rankings, 'read' | 'projected'>;
}

/** Composes the scenes of one board for one unit; an entry composes anew only those that it touches (SCENE-6). */
export function createBoardComposer(
	services: BoardServices,
	of: { unit: string; board: () => BoardPlan | undefined }
): Composer<BoardState> {
	const { directory, organisation, rankings, clock } = services;
	const { mirror } = directory;
	let built: Built | undefined;
	/** The ledger position that everything shown has reached at least. */
	let counted = 0;
	let programmed: { date: string; revision: number; programme: ProgrammedScene[] } | undefined;

	function tickerOf(ticker: Ticker, context: SceneContext): Part<TickerState> | undefined {
		if (ticker.show === 'none') return undefined;
		if (ticker.show === 'text')
			return { sources: [], compose: () => ({ show: 'text', lines: linesOf(ticker.text) }) };
		const source = monthOf(context, context.metric);
		return {
			sources: [source],
			async compose(at) {
				const { latest } = await source.read(at);
				const rows = latest.map((entry) => entryRow(mirror, entry));
				return { show: 'latest', entries: toRows(rows, ({ id }) => id) };
			}
		};
	}

	function build({ revision, metric, plan }: BoardPlan): Built {
		const own = mirror.units.named(of.unit)!;
		const sources = new Map<string, Source>();
		const make = ({ kind, unit, options }: PlannedScene): Part<SceneState> => {
			// A unit that was removed since: the display's own.
			const context = sceneContext(services, {
				unit: mirror.units.named(unit) ?? own,
				metric,
				sources
			});
			// A scene's options are those of its kind.
			const maker = SCENE_MAKERS[kind] as SceneMaker<typeof kind, LiveServices>;
			const made: SceneComposer = maker(context, options as SceneOptions<typeof kind>);
			return made;
		};
		const { programme } = programmeOf({ revision, plan });
		const hasFallback = programme.some(({ id }) => id === FALLBACK.id);
		const planned = hasFallback ? [...plan.scenes, FALLBACK] : plan.scenes;
		return {
			revision,
			date: organisation.today(),
			scenes: new Map(planned.map((scene) => [scene.id, make(scene)])),
			ticker: tickerOf(plan.ticker, sceneContext(services, { unit: own, metric, sources })),
			sources
		};
	}

	/** The scenes of today, and the overview where at some hour there would be none (SCENE-3). */
	function programmeOf({ revision, plan }: Pick<BoardPlan, 'revision' | 'plan'>) {
		const date = organisation.today();
		if (programmed?.date === date && programmed.revision === revision) return programmed;
		const { clock: business, calendar } = organisation;
		const scenes = plan.scenes.map(({ id, kind, seconds, schedule, options }) => {
			const spans = spansOf(schedule, date, { clock: business, calendar });
			const { turns } = schedule;
			return {
				id,
				kind,
				seconds,
				options,
				...(spans ? { spans } : {}),
				...(turns ? { turns } : {})
			};
		});
		const day = { from: business.startOf(date), until: business.endOf(date) };
		const { id, kind, seconds, options } = FALLBACK;
		const fallback: ProgrammedScene[] = hasGap(scenes, day)
			? [{ id, kind, seconds, options, ...(scenes.length > 0 ? { spans: [] } : {}) }]
			: [];
		programmed = { date, revision, programme: [...scenes, ...fallback] };
		return programmed;
	}

	async function settle<State>(part: Part<State>, at: Moment): Promise<State> {
		if (part.state !== undefined) return part.state;
		const composing = part.compose(at);
		// What is touched meanwhile is composed again: the mark must not be lost behind the pause.
		const marker = Symbol();
		composed.set(part, marker);
		const state = await composing;
		if (composed.get(part) === marker) part.state = state;
		return state;
	}
	const composed = new WeakMap<object, symbol>();

	function forgetPart(part: Part<unknown>): void {
		part.state = undefined;
		composed.delete(part);
	}

	const parts = (): Part<unknown>[] =>
		built ? [...built.scenes.values(), ...(built.ticker ? [built.ticker] : [])] : [];

	/** Whether anything is made of these sources; if so it is composed anew. */
	function forgetPartsOf(touched: ReadonlySet<Source>): boolean {
		for (const part of parts())
			if (part.sources.some((source) => touched.has(source))) forgetPart(part);
		return touched.size > 0;
	}

	return {
		note(entries: readonly BookedEntry[]) {
			counted = Math.max(counted, entries.at(-1)?.position ?? 0);
			// All of it is to be read, and this with it.
			if (!built) return true;
			const touched = new Set<Source>();
			for (const source of built.sources.values()) if (source.note(entries)) touched.add(source);
			return forgetPartsOf(touched);
		},

		hear(news: News) {
			const touched = [...(built?.sources.values() ?? [])].filter(({ hears }) => hears === news);
			for (const source of touched) source.forget();
			return forgetPartsOf(new Set(touched));
		},

		forget() {
			built = undefined;
			programmed = undefined;
		},

		async compose() {
			const board = of.board();
			const unit = mirror.units.named(of.unit);
			if (!board || !unit) throw new Error(`there is no board of ${of.unit} any more`);
			const today = organisation.today();
			if (built?.revision !== board.revision || built.date !== today) {
				counted = Math.max(counted, rankings.projected);
				built = build(board);
			}
			let position = counted;
			const at: Moment = {
				now: clock(),
				today,
				shareOfToday: organisation.shareOfToday(),
				reached: (to) => (position = Math.max(position, to))
			};
			const { scenes, ticker } = built;
			const [states, shownTicker] = await Promise.all([
				Promise.all([...scenes].map(async ([id, part]) => [id, await settle(part, at)] as const)),
				ticker && settle(ticker, at)
			]);
			return {
				...headOf(services, { unit, metric: board.metric, at, position }),
				plan: { revision: board.revision, programme: programmeOf(board).programme },
				scenes: Object.fromEntries(states),
				...(shownTicker ? { ticker: shownTicker } : {})
			};
		}
	};
}
