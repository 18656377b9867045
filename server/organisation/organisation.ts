import type { CalendarRules, WeekMask } from '../../src/lib/domain/calendar.ts';
import { elapsedShare } from '../../src/lib/domain/calendar.ts';
import { businessClock } from '../../src/lib/domain/period.ts';
import type { BusinessClock, IsoDate } from '../../src/lib/domain/period.ts';
import type { DayChange } from '../../src/lib/forms/calendar.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Listener } from '../database/listen.ts';
import { closedProblem } from '../ledger/closed.ts';
import type { Log } from '../log.ts';
import { failed } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import { changeOrganisation } from './change.ts';
import type { Settings, SettingsChange, WeekChange, WorkingWeek } from './change.ts';
import { changeDays, duplicateDates, ownDay } from './days.ts';
import { holidayRules } from './public-holidays.ts';
import { calendarDays, calendars, organisation as organisationTable } from './schema.ts';
import { yearOf } from './year.ts';
import type { CalendarYear } from './year.ts';

export type { Settings, WorkingWeek } from './change.ts';

/** What figures are reckoned by: settings, clock and working calendar, now or as they were. */
export interface Reckoned {
	readonly settings: Settings;
	readonly clock: BusinessClock;
	readonly calendar: CalendarRules;
	/** The business date of the moment. */
	today(): IsoDate;
	/** How much of that day's working hours has passed, 0 to 1. */
	shareOfToday(): number;
}

/** The one organisation: its settings, its clock and its working calendar, kept in memory. */
export interface Organisation extends Reckoned {
	readonly workingWeek: WorkingWeek;
	/** One year of the working calendar. */
	year(year: number): CalendarYear;
	/**
	 * Changes what is named of settings and working week, here and in every other process; what is the same already is
	 * not written. Problems name a setting.
	 */
	update(settings: SettingsChange, week: WeekChange, actor: string): Promise<Outcome<object>>;
	/** Sets own dates, or (weight null) leaves them to the calendar again; all or none. Problems name `<index>.<field>`. */
	setDays(
		changes: readonly DayChange[],
		actor: string
	): Promise<Outcome<{ set: number; unchanged: number }>>;
	onChange(watcher: () => void): void;
}

export interface OrganisationRows {
	settings: Settings;
	week: WorkingWeek;
	own: readonly (typeof calendarDays.$inferSelect)[];
}

/** What the record says, made ready to reckon by. */
function understood({ settings, week, own }: OrganisationRows) {
	return {
		settings,
		week: { week: week.week, holidays: week.holidays },
		own: Object.fromEntries(own.map((day) => [day.date, ownDay(day)])),
		clock: businessClock(settings.timeZone),
		calendar: {
			week: week.week as unknown as WeekMask,
			holidays: holidayRules(week.holidays),
			dates: Object.fromEntries(own.map((day) => [day.date, day.weight]))
		}
	};
}

/** The organisation of these rows at an instant. */
export function organisationAt(rows: OrganisationRows, at: number): Reckoned {
	const { settings, clock, calendar } = understood(rows);
	return {
		settings,
		clock,
		calendar,
		today: () => clock.dateOf(at),
		shareOfToday: () => elapsedShare(clock.minuteOf(at), settings.workingHours)
	};
}

export async function createOrganisation(options: {
	database: Database;
	listener: Listener;
	clock: Clock;
	log: Log;
}): Promise<Organisation> {
	const { database, listener, clock, log } = options;
	const watchers = new Set<() => void>();

	async function load() {
		const [settings] = await database.db.select().from(organisationTable);
		const [week] = await database.db.select().from(calendars);
		const own = await database.db.select().from(calendarDays);
		if (!settings || !week) throw new Error('the organisation or its calendar is missing');
		return understood({ settings, week, own });
	}

	let known = await load();

	// One after another: an older reading must not overtake a newer one.
	let reading: Promise<void> = Promise.resolve();
	function reload(): Promise<void> {
		const next = reading.then(async () => {
			known = await load();
			for (const watcher of watchers) watcher();
		});
		reading = next.catch(() => {});
		return next;
	}

	listener.on('organisation', () => {
		reload().catch((error: unknown) =>
			log.error({ err: error }, 'settings could not be read again')
		);
	});

	return {
		get settings() {
			return known.settings;
		},
		get clock() {
			return known.clock;
		},
		get calendar() {
			return known.calendar;
		},
		get workingWeek() {
			return known.week;
		},
		today: () => known.clock.dateOf(clock()),
		shareOfToday: () => elapsedShare(known.clock.minuteOf(clock()), known.settings.workingHours),
		year: (year) => yearOf(year, known),

		async update(settings, week, actor) {
			const { problems, changed } = await database.db.transaction((tx) =>
				changeOrganisation(tx, { settings, week }, { at: new Date(clock()), actor })
			);
			if (problems.length > 0) return failed(...problems);
			if (changed) await reload();
			return { ok: true };
		},

		async setDays(changes, actor) {
			const problems = duplicateDates(changes);
			if (problems.length > 0) return failed(...problems);
			let set;
			try {
				set = await database.db.transaction((tx) =>
					changeDays(tx, changes, { at: new Date(clock()), actor })
				);
			} catch (error) {
				const closed = closedProblem(error, 'days');
				if (closed) return failed(closed);
				throw error;
			}
			if (set > 0) await reload();
			return { ok: true, set, unchanged: changes.length - set };
		},

		onChange: (watcher) => void watchers.add(watcher)
	};
}
