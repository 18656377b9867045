import type { BoardHead } from '../../src/lib/live/board.ts';
import type { Metric, Unit } from '../directory/mirror.ts';
import { basisOf } from './scene.ts';
import type { Moment, SceneContext, SceneServices, Source } from './scene.ts';

/** `sources`: what the scenes of a room share. */
export function sceneContext<Services extends SceneServices>(
	services: Services,
	of: { unit: Unit; metric: Metric; sources: Map<string, Source> }
): SceneContext<Services> {
	const { unit, metric, sources } = of;
	return {
		...services,
		unit,
		metric,
		metricOf: (code) => services.directory.mirror.metrics.named(code) ?? metric,
		share<Shared extends Source>(name: string, make: () => Shared): Shared {
			const known = sources.get(name) as Shared | undefined;
			if (known) return known;
			const made = make();
			sources.set(name, made);
			return made;
		}
	};
}

/** What every scene of a board is read with: whose it is, and the day. */
export function headOf(
	{ organisation }: Pick<SceneServices, 'organisation'>,
	of: { unit: Unit; metric: Metric; at: Pick<Moment, 'now' | 'today'>; position: number }
): BoardHead {
	const { settings, clock } = organisation;
	const { at, position } = of;
	return {
		organisation: {
			name: settings.name,
			timeZone: settings.timeZone,
			currency: settings.currency,
			fractionDigits: settings.fractionDigits,
			locale: settings.locale
		},
		...basisOf(of, of.metric),
		asOf: { position, at: at.now },
		day: { date: at.today, startsAt: clock.startOf(at.today), endsAt: clock.endOf(at.today) }
	};
}
