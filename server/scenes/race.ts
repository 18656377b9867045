import type { TeamRow } from '../../src/lib/live/board.ts';
import { monthOf, toRows } from './month.ts';
import { monthPlace, rankedOf } from './ranked.ts';
import { basisOf } from './scene.ts';
import type { Moment, SceneContext, SceneMaker } from './scene.ts';
import { teamRows } from './teams.ts';

const RUNNERS = 12;

/** The next level down that has anybody to race: regions, teams, and within a team its people. */
function levelOf({ directory: { mirror }, unit }: SceneContext, wanted: 'team' | 'region') {
	const has = (kind: 'team' | 'region') => mirror.below(unit.id, kind).some((one) => one !== unit);
	return wanted === 'region' && has('region') ? 'region' : has('team') ? 'team' : 'rep';
}

export const race: SceneMaker<'race'> = (context, options) => {
	const { measure } = options;
	const metric = context.metricOf(options.metric);
	const source = monthOf(context, metric);
	const as = { metric, measure, level: 'rep', period: 'month', count: RUNNERS } as const;
	const isTeam = context.unit.kind === 'team';
	const ranked = isTeam ? rankedOf(context, { ...as, measure: 'total' }) : undefined;

	async function people(at: Moment): Promise<TeamRow[]> {
		const [month, found] = await Promise.all([source.read(at), ranked?.read(at)]);
		const rows = (found?.subjects ?? []).map((subject) => {
			const {
				rank: _rank,
				movement: _movement,
				unit: _unit,
				...row
			} = monthPlace(context, month, subject);
			return row;
		});
		const by = (row: TeamRow) => (measure === 'total' ? row.value : (row.attainment ?? -Infinity));
		return rows.sort((a, b) => by(b) - by(a) || b.value - a.value);
	}

	return {
		sources: ranked ? [source, ranked] : [source],
		async compose(at) {
			const level = levelOf(context, options.level);
			const month = await source.read(at);
			const rows =
				level === 'rep' ? await people(at) : teamRows(context, month, { level, by: measure });
			return {
				...basisOf(context, metric),
				month: month.ofUnit,
				level,
				teams: toRows(rows, (row) => row.code)
			};
		}
	};
};
