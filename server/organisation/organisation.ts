import chineseDays from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import type { CalendarRules, WeekMask } from '../../src/lib/domain/calendar.ts';
import { elapsedShare } from '../../src/lib/domain/calendar.ts';
import { businessClock } from '../../src/lib/domain/period.ts';
import type { BusinessClock, IsoDate } from '../../src/lib/domain/period.ts';
import { recordChange } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import { notification } from '../database/listen.ts';
import type { Listener } from '../database/listen.ts';
import type { Log } from '../log.ts';
import { calendarDays, calendars, organisation as organisationTable } from './schema.ts';

export type Settings = typeof organisationTable.$inferSelect;
export type WorkingWeek = Pick<typeof calendars.$inferSelect, 'week' | 'holidays'>;

/** The one organisation: its settings, its clock and its working calendar, kept in memory. */
export interface Organisation {
	readonly settings: Settings;
	readonly clock: BusinessClock;
	readonly calendar: CalendarRules;
	/** The business date now. */
	today(): IsoDate;
	/** How much of today's working hours has passed, 0 to 1. */
	shareOfToday(): number;
	/** Changes settings and working week, here and in every other process. */
	update(settings: Partial<Settings>, week: Partial<WorkingWeek>, actor: string): Promise<void>;
	onChange(watcher: () => void): void;
}

function publicHolidays(of: 'CN' | null): Record<IsoDate, 'off' | 'work'> {
	if (of === null) return {};
	const days: Record<IsoDate, 'off' | 'work'> = {};
	for (const date of Object.keys(chineseDays.holidays)) days[date] = 'off';
	for (const date of Object.keys(chineseDays.workdays)) days[date] = 'work';
	return days;
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
		return {
			settings,
			week: { week: week.week, holidays: week.holidays },
			clock: businessClock(settings.timeZone),
			calendar: {
				week: week.week as unknown as WeekMask,
				holidays: publicHolidays(week.holidays),
				dates: Object.fromEntries(own.map((day) => [day.date, day.weight]))
			}
		};
	}

	let known = await load();

	async function reload(): Promise<void> {
		known = await load();
		for (const watcher of watchers) watcher();
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
		today: () => known.clock.dateOf(clock()),
		shareOfToday: () => elapsedShare(known.clock.minuteOf(clock()), known.settings.workingHours),
		async update(settings, week, actor) {
			await database.db.transaction(async (tx) => {
				const change = { at: new Date(clock()), actor, action: 'organisation.update' };
				const before = { ...known.settings, ...known.week };
				const after = { ...settings, ...week };
				await recordChange(tx, { ...change, subject: 'organisation', before, after });
				if (Object.keys(settings).length > 0) await tx.update(organisationTable).set(settings);
				if (Object.keys(week).length > 0) await tx.update(calendars).set(week);
				await tx.execute(notification('organisation'));
			});
			await reload();
		},
		onChange: (watcher) => void watchers.add(watcher)
	};
}
