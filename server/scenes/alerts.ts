import { NEED_RULES } from '../../src/lib/scenes/alerts/options.ts';
import type { NeedRule } from '../../src/lib/scenes/alerts/options.ts';
import type { NeedRow } from '../../src/lib/scenes/states.ts';
import type { AlertView } from '../alerts/alerts.ts';
import { toRows } from './month.ts';
import { basisOf } from './scene.ts';
import type { LiveServices, SceneContext, SceneMaker, Source } from './scene.ts';

type Need = NeedRow['needs'][number];

function needOf({ directory }: SceneContext, { cause }: AlertView, rule: NeedRule): Need {
	const metric = 'metric' in cause ? directory.mirror.metrics.named(cause.metric) : undefined;
	if (!metric) return { rule };
	return { rule, metric: { code: metric.code, name: metric.name, kind: metric.kind } };
}

/** One row for each person, as their most urgent alert stands first. */
function needsOf(
	context: SceneContext,
	open: readonly AlertView[],
	rules: readonly NeedRule[]
): NeedRow[] {
	const rows = new Map<string, NeedRow>();
	for (const alert of open) {
		const rule = rules.find((one) => one === alert.rule);
		if (!rule) continue;
		const { code, name, team } = alert.rep;
		const need = needOf(context, alert, rule);
		const known = rows.get(code);
		if (known) known.needs.push(need);
		else
			rows.set(code, {
				code,
				name,
				...(team === '' ? {} : { unit: team }),
				needs: [need],
				step: alert.step.key,
				days: alert.days,
				...(alert.acknowledgedAt === undefined ? {} : { attended: true as const })
			});
	}
	return [...rows.values()];
}

/** Alerts are in memory, and tell of themselves. */
const openAlerts: Source = { hears: 'alerts', note: () => false, forget: () => {} };

/** Amounts stay off the wall: who, what it is about, and what would help (SCENE-215). */
export const alerts: SceneMaker<'alerts', LiveServices> = (context, options) => {
	const rules = NEED_RULES.filter((rule) => options[rule]);
	return {
		sources: [context.share('alerts', () => openAlerts)],
		compose({ now }) {
			const open = context.alerts
				.activeOf({ unit: context.unit.code })
				.filter(({ snoozedUntil = 0 }) => snoozedUntil <= now);
			const rows = needsOf(context, open, rules);
			return {
				unit: basisOf(context, context.metric).unit,
				reps: toRows(rows.slice(0, options.people), ({ code }) => code),
				total: rows.length
			};
		}
	};
};
