import { hourPace, shareOfDay } from '../../src/lib/domain/hour-pace.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { SprintTeam } from '../../src/lib/scenes/states.ts';
import { deadlineOf, workingDaysLeft } from './clock.ts';
import { hoursOf } from './hours.ts';
import { monthOf, toRows } from './month.ts';
import type { Month } from './month.ts';
import { basisOf } from './scene.ts';
import type { SceneContext, SceneMaker } from './scene.ts';
import { entryRow } from './teams.ts';

/** What today has to bring of a unit's month; undefined without a target and on a day off (SPRINT-2). */
function shareOf(
	month: Month,
	unitId: number,
	days: ReadonlyMap<IsoDate, number> | undefined
): number | undefined {
	const subject = { kind: 'unit', id: unitId } as const;
	const target = month.sheet.of(subject);
	if (target === undefined) return undefined;
	let before = 0;
	for (const [date, amount] of days ?? []) if (date < month.today) before += amount;
	const { dates, today } = month;
	return shareOfDay({ target, before, dates, weights: month.weightsOf(subject), today });
}

/** Who has done most of their share first. */
function sprintTeams({ directory, unit }: SceneContext, month: Month): SprintTeam[] {
	const done = ({ value, share }: SprintTeam) =>
		share === undefined ? -Infinity : share === 0 ? Infinity : value / share;
	return directory.mirror
		.below(unit.id, 'team')
		.filter(({ id }) => id !== unit.id)
		.map(({ id, code, name }): SprintTeam => {
			const days = month.teamDays.get(id);
			const share = shareOf(month, id, days);
			const value = days?.get(month.today) ?? 0;
			return { code, name, value, ...(share === undefined ? {} : { share }) };
		})
		.sort((a, b) => done(b) - done(a) || b.value - a.value || (a.code < b.code ? -1 : 1));
}

export const sprint: SceneMaker<'sprint'> = (context, options) => {
	const metric = context.metricOf(options.metric);
	const source = monthOf(context, metric);
	const hours = hoursOf(context, metric);
	const { organisation, directory, unit } = context;
	return {
		sources: [source, hours],
		async compose(at) {
			const [month, amounts] = await Promise.all([source.read(at), hours.read(at.today)]);
			const until = deadlineOf(organisation, at.today, {
				target: options.deadline,
				moment: options.moment
			});
			const share = shareOf(month, unit.id, new Map(Object.entries(month.actuals)));
			return {
				...basisOf(context, metric),
				...(until === undefined ? {} : { until }),
				workingDays: workingDaysLeft(organisation, at.today),
				month: month.ofUnit,
				today: month.actuals[at.today] ?? 0,
				...(share === undefined ? {} : { share }),
				pace: hourPace({
					amounts,
					workingHours: organisation.settings.workingHours,
					minute: organisation.clock.minuteOf(at.now),
					share
				}),
				teams: toRows(sprintTeams(context, month), ({ code }) => code),
				latest: toRows(
					month.latest.map((entry) => entryRow(directory.mirror, entry)),
					({ id }) => id
				)
			};
		}
	};
};
