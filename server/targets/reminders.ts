/** Telling those who have an answer open: when they are asked, a day before the deadline, and when it was missed (AGREE-12). */
import { sql } from 'drizzle-orm';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import { periodOf } from '../../src/lib/domain/period.ts';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Handlers } from '../jobs/jobs.ts';
import type { Log } from '../log.ts';
import type { Mailer } from '../notifications/mail.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { readAnswerers } from './answerers.ts';
import type { Answerer } from './answerers.ts';
import { reminderMail } from './reminder-mail.ts';
import { UNANSWERED } from './round-store.ts';
import type { PeriodWithTarget } from './schema.ts';
import type { SubjectRef } from './targets.ts';

export const REMIND_BEFORE_MS = 24 * 3_600_000;
/** How often it is looked whether a deadline came near. */
const REMINDERS_EVERY_MS = 60_000;

export type Occasion = 'opened' | 'soon' | 'missed';

/** For whoever carries word to people. Heard once per cluster, by the process that does the job. */
export interface Reminder {
	occasion: Occasion;
	deadline: number;
	metric: { code: string; name: string; kind: 'money' | 'count' };
	period: { unit: PeriodWithTarget; from: IsoDate; to: IsoDate };
	/** The unit whose target is split. */
	parent: { code: string; name: string };
	/** Those who have not answered, each with the amount that is offered. */
	to: (Answerer & { child: SubjectRef; offered: number })[];
}

interface Open {
	round: number;
	deadline: Date | string;
	metric_id: number;
	period_unit: PeriodWithTarget;
	period_start: IsoDate;
	parent_unit: number;
	unit_id: number | null;
	rep_id: number | null;
	amount: string;
}

export function createReminders(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	/** Absent: the pages tell alone. */
	mailer: Mailer | undefined;
	publicUrl: string | undefined;
	clock: Clock;
	log: Log;
}) {
	const { database, directory, organisation, mailer, publicUrl, clock, log } = options;
	const { mirror } = directory;
	const watchers = new Set<(reminder: Reminder) => void | Promise<void>>();

	/** What is open in some rounds, by round. */
	async function readOpen(tx: Pick<Transaction, 'execute'>, rounds: readonly number[]) {
		const { rows } = await tx.execute<Open & Record<string, unknown>>(sql`
			SELECT r.id AS round, r.deadline, s.metric_id, s.period_unit, s.period_start::text,
				s.unit_id AS parent_unit, p.unit_id, p.rep_id, p.amount
			FROM ${UNANSWERED} AND r.id = ANY(${sql.param([...rounds])}::int[])
			ORDER BY p.id`);
		return Map.groupBy(rows, ({ round }) => round);
	}

	async function reminderOf(occasion: Occasion, open: readonly Open[]): Promise<Reminder> {
		const children = open.map(
			({ unit_id, rep_id, amount }): { child: SubjectRef; offered: number } => ({
				child: unit_id === null ? { kind: 'rep', id: rep_id! } : { kind: 'unit', id: unit_id },
				offered: Number(amount)
			})
		);
		const answerers = await readAnswerers(
			database.db,
			children.map(({ child }) => child)
		);
		const { deadline, metric_id, period_unit, period_start, parent_unit } = open[0]!;
		const { code, name, kind } = mirror.metrics.get(metric_id)!;
		const { from, to } = periodOf(period_unit, period_start);
		const parent = mirror.units.get(parent_unit)!;
		return {
			occasion,
			deadline: new Date(deadline).getTime(),
			metric: { code, name, kind },
			period: { unit: period_unit, from, to },
			parent: { code: parent.code, name: parent.name },
			to: children.flatMap(({ child, offered }) =>
				(answerers.get(`${child.kind}:${child.id}`) ?? []).map((answerer) => ({
					...answerer,
					child,
					offered
				}))
			)
		};
	}

	async function mailTo(
		reminder: Reminder,
		{ email, locale: chosen, name, offered }: Reminder['to'][number]
	): Promise<void> {
		if (!mailer || !publicUrl || !email) return;
		const { settings } = organisation;
		const mail = await reminderMail(reminder, {
			name,
			offered,
			organisation: settings.name,
			fractionDigits: settings.fractionDigits,
			zone: settings.timeZone,
			link: `${publicUrl}/targets/answers`,
			locale: chosen ?? settings.locale
		});
		await mailer.send({ to: email, ...mail });
	}

	/** One who cannot be reached keeps nobody else from hearing. */
	async function tell(reminder: Reminder): Promise<void> {
		if (reminder.to.length === 0) return;
		const words = [
			...[...watchers].map(async (watcher) => watcher(reminder)),
			...reminder.to.map((one) => mailTo(reminder, one))
		];
		for (const done of await Promise.allSettled(words))
			if (done.status === 'rejected') log.warn({ err: done.reason }, 'a reminder did not arrive');
	}

	/** Rounds whose time has come, marked as reminded: whoever else looks at the same time finds none. */
	async function take(occasion: 'soon' | 'missed'): Promise<number[]> {
		const now = new Date(clock());
		const near = new Date(now.getTime() + REMIND_BEFORE_MS);
		const { rows } = await database.db.execute<{ id: number }>(
			occasion === 'soon'
				? sql`
					UPDATE split_rounds SET reminded_at = ${now.toISOString()}
					WHERE ended_at IS NULL AND reminded_at IS NULL
						AND deadline > ${now.toISOString()} AND deadline <= ${near.toISOString()}
						AND issued_at < deadline - interval '24 hours'
					RETURNING id`
				: sql`
					UPDATE split_rounds SET missed_at = ${now.toISOString()}
					WHERE ended_at IS NULL AND missed_at IS NULL AND deadline <= ${now.toISOString()}
					RETURNING id`
		);
		return rows.map(({ id }) => id);
	}

	async function remind(occasion: Occasion, rounds: readonly number[]): Promise<void> {
		if (rounds.length === 0) return;
		for (const open of (await readOpen(database.db, rounds)).values())
			await tell(await reminderOf(occasion, open));
	}

	/** Reminds whoever should be by now. */
	async function remindDue(): Promise<void> {
		for (const occasion of ['missed', 'soon'] as const)
			await remind(occasion, await take(occasion));
	}

	const handlers: Handlers = {
		'round-opened': (payload) => remind('opened', [(payload as { round: number }).round]),
		'round-reminders': remindDue
	};

	return {
		handlers,
		clockwork: { 'round-reminders': { everyMs: REMINDERS_EVERY_MS } },
		remindDue,
		/** Hears every reminder, so that it can be carried further than to a mailbox. */
		onReminder(watcher: (reminder: Reminder) => void | Promise<void>): void {
			watchers.add(watcher);
		}
	};
}
