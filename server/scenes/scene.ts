import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { SceneKind, SceneOptions } from '../../src/lib/scenes/kinds.ts';
import type { SceneState } from '../../src/lib/scenes/states.ts';
import type { AlertView } from '../alerts/alerts.ts';
import type { Clock } from '../clock.ts';
import type { Contests } from '../contests/contests.ts';
import type { Metric, Mirror, Unit } from '../directory/mirror.ts';
import type { BookedEntry } from '../ledger/entry.ts';
import type { Reckoned } from '../organisation/organisation.ts';
import type { PeopleMedia } from '../people/media.ts';
import type { SalesProcess } from '../process/process.ts';
import type { Rankings } from '../rankings/rankings.ts';
import type { TargetReader } from '../targets/targets.ts';
import type { Outlooks } from '../tracking/outlooks.ts';
import type { Booked } from './booked.ts';

/** What scenes read from: the company as it is, or as it was. */
export interface SceneServices {
	directory: { readonly mirror: Mirror };
	organisation: Reckoned;
	targets: Pick<TargetReader, 'sheet' | 'days' | 'weights'>;
	outlooks: Outlooks;
	rankings: Pick<Rankings, 'read'>;
	booked: Booked;
	/** Photos; absent for a past moment. */
	media?: Pick<PeopleMedia, 'ofAll'>;
	clock: Clock;
}

/** What is known of the present only: no past moment is composed of it. */
export interface LiveServices extends SceneServices {
	process: {
		reports: Pick<SalesProcess['reports'], 'summary' | 'cutOffOf'>;
		visits: Pick<SalesProcess['visits'], 'between'>;
	};
	contests: Pick<Contests, 'onStage' | 'former'>;
	alerts: { activeOf(of: { unit: string }): AlertView[] };
}

/** What scenes show besides entries, and who tells that it has changed. */
export type News = 'process' | 'contests' | 'alerts' | 'faces';

/** Something that scenes show and entries change: read once, shared by the scenes of a room, kept until it is touched. */
export interface Source {
	/** Notes what entries touch; whether they change what this is. */
	note(entries: readonly BookedEntry[]): boolean;
	/** All of it is to be read again. */
	forget(): void;
	/** It changes with something that is no entry, too. */
	hears?: News;
}

/** The moment for which a board is composed. */
export interface Moment {
	now: number;
	today: IsoDate;
	/** How much of today's working hours has passed, 0 to 1. */
	shareOfToday: number;
	/** A scene that read as far as a ledger position says so. */
	reached(position: number): void;
}

/** Composes one scene of one room. It is asked again when one of its sources was touched. */
export interface SceneComposer<Kind extends SceneKind = SceneKind> {
	sources: readonly Source[];
	compose(at: Moment): Promise<SceneState<Kind>> | SceneState<Kind>;
}

/** What a scene is composed of: the services, its unit and metric, and the sources it may share. */
export type SceneContext<Services extends SceneServices = SceneServices> = Services & {
	unit: Unit;
	/** The board's. */
	metric: Metric;
	/** The metric that an option names; the board's where it names none. */
	metricOf(code: string): Metric;
	/** The source of this name, made at the first asking. */
	share<Shared extends Source>(name: string, make: () => Shared): Shared;
};

export type SceneMaker<Kind extends SceneKind, Services extends SceneServices = SceneServices> = (
	context: SceneContext<Services>,
	options: SceneOptions<Kind>
) => SceneComposer<Kind>;

/** As a screen names them. */
export const basisOf = ({ unit }: Pick<SceneContext, 'unit'>, metric: Metric) => ({
	unit: { code: unit.code, name: unit.name, kind: unit.kind },
	metric: { code: metric.code, name: metric.name, kind: metric.kind }
});
