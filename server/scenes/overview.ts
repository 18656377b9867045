import { facesOf, withFace } from './faces.ts';
import { monthOf, toRows } from './month.ts';
import { monthPlace, rankedOf } from './ranked.ts';
import { basisOf } from './scene.ts';
import type { SceneMaker } from './scene.ts';
import { entryRow, teamRows } from './teams.ts';

const LEADERS = 10;

export const overview: SceneMaker<'overview'> = (context, options) => {
	const metric = context.metricOf(options.metric);
	const source = monthOf(context, metric);
	const ranked = rankedOf(context, {
		metric,
		measure: 'total',
		level: 'rep',
		period: 'month',
		count: LEADERS
	});
	const faces = facesOf(context);
	const { mirror } = context.directory;
	return {
		sources: [source, ranked, faces],
		async compose(at) {
			const [month, leaders] = await Promise.all([source.read(at), ranked.read(at)]);
			const photos = await faces.read(leaders.subjects.map(({ code }) => code));
			return {
				...basisOf(context, metric),
				month: month.ofUnit,
				today: month.ofToday(),
				leaders: toRows(
					leaders.subjects.map((subject) => withFace(monthPlace(context, month, subject), photos)),
					(row) => row.code
				),
				leadersTotal: leaders.size,
				teams: toRows(teamRows(context, month), (row) => row.code),
				trend: month.trend(),
				latest: toRows(
					month.latest.map((entry) => entryRow(mirror, entry)),
					(row) => row.id
				)
			};
		}
	};
};
