import type { FormerContest, StagedContest } from '../../src/lib/scenes/states.ts';
import type { ContestState } from '../../src/lib/live/contest.ts';
import { keptReading } from './kept.ts';
import { toRows } from './month.ts';
import type { LiveServices, SceneContext, SceneMaker, Source } from './scene.ts';

const FORMER = 6;
const WINNERS = 3;

interface Shown {
	stage: ContestState[];
	former: ContestState[];
}

interface StageSource extends Source {
	read(): Promise<Shown>;
}

/** Contests follow the ledger at their own pace, and tell when a standing may have changed. */
const stageOf = (
	{ contests, unit, share }: SceneContext<LiveServices>,
	only: number | undefined
): StageSource =>
	share(`contests:${unit.id}:${only ?? ''}`, () => {
		const read = async (): Promise<Shown> => {
			const [stage, former] = await Promise.all([
				contests.onStage(unit.code, only),
				contests.former(unit.code, FORMER)
			]);
			return { stage, former };
		};
		return {
			hears: 'contests',
			note: () => false,
			...keptReading(read)
		};
	});

const staged = ({ rows, ...contest }: ContestState, places: number): StagedContest => ({
	...contest,
	rows: toRows(rows.slice(0, places), ({ code }) => code)
});

const former = ({ id, name, kind, to, winners = [] }: ContestState): FormerContest => ({
	id,
	name,
	kind,
	to,
	winners: winners.slice(0, WINNERS).map(({ code, name, team, photo }) => ({
		code,
		name,
		...(team ? { team } : {}),
		...(photo ? { photo } : {})
	})),
	count: winners.length
});

export const contest: SceneMaker<'contest', LiveServices> = (context, options) => {
	const source = stageOf(context, options.contest === 0 ? undefined : options.contest);
	const { code, name, kind } = context.unit;
	return {
		sources: [source],
		async compose() {
			const shown = await source.read();
			const onStage = new Set(shown.stage.map(({ id }) => id));
			return {
				unit: { code, name, kind },
				stage: toRows(
					shown.stage.map((one) => staged(one, options.places)),
					({ id }) => String(id)
				),
				former: options.history ? shown.former.filter(({ id }) => !onStage.has(id)).map(former) : []
			};
		}
	};
};
