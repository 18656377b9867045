import { asc, eq } from 'drizzle-orm';
import { addDays } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import { recordChange } from '../audit/record.ts';
import type { Transaction } from '../database/connection.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { ChangeDirectory } from './directory.ts';
import type { Membership, Mirror } from './mirror.ts';
import { SINCE_EVER } from './reps.ts';
import { memberships, reps } from './schema.ts';

/** Joining, changing the team, coming back: all of them begin a membership. */
export interface Begin {
	/** Of whoever is no rep yet. */
	name?: string | undefined;
	/** Code of the team. */
	team: string;
	/** First day there. */
	since: IsoDate;
}

/** `since` undefined: since ever; `until` undefined: it lasts. */
export interface Dates {
	since?: IsoDate | undefined;
	until?: IsoDate | undefined;
}

interface Rows {
	repId: number;
	/** Oldest first. */
	all: Membership[];
}

/** A rep's memberships as the record has them; nobody else changes them before the transaction ends. */
async function lockRows(tx: Transaction, code: string): Promise<Rows | undefined> {
	const [rep] = await tx.select().from(reps).where(eq(reps.code, code)).for('update');
	if (!rep) return undefined;
	const all = await tx
		.select()
		.from(memberships)
		.where(eq(memberships.repId, rep.id))
		.orderBy(asc(memberships.since));
	return { repId: rep.id, all };
}

const setDates = (
	tx: Transaction,
	id: number,
	dates: Partial<Pick<Membership, 'since' | 'until'>>
) => tx.update(memberships).set(dates).where(eq(memberships.id, id));

const remove = (tx: Transaction, id: number) =>
	tx.delete(memberships).where(eq(memberships.id, id));

/** Where two memberships meet without a day between, they stay together: moving one's end moves the other's start. */
const meet = (earlier: Membership | undefined, later: Membership | undefined): boolean =>
	earlier?.until != null && later !== undefined && addDays(earlier.until, 1) === later.since;

async function begin(
	tx: Transaction,
	mirror: Mirror,
	code: string,
	{ name, team: teamCode, since }: Begin
): Promise<Outcome<object>> {
	const team = mirror.units.named(teamCode);
	if (!team) return failed(problem('team', 'unknown-unit', teamCode));
	if (team.kind !== 'team') return failed(problem('team', 'not-a-team', teamCode));
	if (name !== undefined)
		await tx.insert(reps).values({ code, name }).onConflictDoNothing({ target: reps.code });
	const rows = await lockRows(tx, code);
	if (!rows) return failed(problem('code', 'unknown-rep', code));
	const last = rows.all.at(-1);
	// History stays as it was: a new membership comes after all others, or in place of the last.
	if (last && since < last.since)
		return failed(problem('since', 'membership-after', since, { since: last.since }));
	if (last && last.teamId === team.id && (last.until === null || last.until >= since))
		return failed(problem('team', 'already-in-team', team.name));
	if (last?.since === since) await remove(tx, last.id);
	else if (last && (last.until === null || last.until >= since))
		await setDates(tx, last.id, { until: addDays(since, -1) });
	await tx.insert(memberships).values({ repId: rows.repId, teamId: team.id, since });
	return { ok: true };
}

async function end(tx: Transaction, code: string, until: IsoDate): Promise<Outcome<object>> {
	const rows = await lockRows(tx, code);
	const last = rows?.all.at(-1);
	if (!last) return failed(problem('until', 'no-membership'));
	if (until < last.since)
		return failed(problem('until', 'until-before-since', until, { since: last.since }));
	await setDates(tx, last.id, { until });
	return { ok: true };
}

async function correct(
	tx: Transaction,
	code: string,
	id: number,
	dates: Dates
): Promise<Outcome<object>> {
	const all = (await lockRows(tx, code))?.all ?? [];
	const at = all.findIndex((membership) => membership.id === id);
	if (at < 0) return failed(problem('since', 'no-membership'));
	const [before, old, after] = [all[at - 1], all[at]!, all[at + 1]];
	const since = dates.since ?? SINCE_EVER;
	const until = dates.until ?? null;
	if (until !== null && until < since)
		return failed(problem('until', 'until-before-since', until, { since }));
	// A neighbour gives way by its near end, and keeps a day at least.
	const [moves, pushes] = [meet(before, old), meet(old, after)];
	const first = before && (moves ? before.since : before.until!);
	if (first !== undefined && since <= first)
		return failed(problem('since', 'memberships-overlap', dates.since ?? ''));
	const last = after && (pushes ? after.until : after.since);
	if (after && (until === null || (last != null && until >= last)))
		return failed(problem('until', 'memberships-overlap', until ?? ''));
	// Make room first: two memberships never overlap, not even within a transaction.
	await remove(tx, id);
	if (before && moves) await setDates(tx, before.id, { until: addDays(since, -1) });
	if (after && pushes) await setDates(tx, after.id, { since: addDays(until!, 1) });
	await tx
		.insert(memberships)
		.overridingSystemValue()
		.values({ ...old, since, until });
	return { ok: true };
}

async function cancel(
	tx: Transaction,
	code: string,
	id: number,
	today: IsoDate
): Promise<Outcome<object>> {
	const all = (await lockRows(tx, code))?.all ?? [];
	const at = all.findIndex((membership) => membership.id === id);
	const [before, planned] = [all[at - 1], all[at]];
	if (!planned) return failed(problem('id', 'no-membership'));
	if (planned.since <= today)
		return failed(problem('id', 'membership-began', planned.since, { since: planned.since }));
	await remove(tx, id);
	if (before && meet(before, planned)) await setDates(tx, before.id, { until: planned.until });
	return { ok: true };
}

/** Which team somebody belonged to, day by day: begun, ended, corrected, never rewritten behind anyone's back (DIR-3). */
export function membershipOperations(parts: {
	mirror: Mirror;
	change: ChangeDirectory;
	now: () => Date;
	today: () => IsoDate;
}) {
	const { mirror, change, now, today } = parts;

	/** As the audit log shows them. */
	function shown(code: string) {
		const rep = mirror.reps.named(code);
		if (!rep) return null;
		return mirror.membershipsOf(rep.id).map(({ teamId, since, until }) => ({
			team: mirror.units.get(teamId)?.code,
			since,
			until
		}));
	}

	async function operate(
		request: { action: string; code: string; actor: string; after: unknown },
		write: (tx: Transaction) => Promise<Outcome<object>>
	): Promise<Outcome<object>> {
		const { action, code, actor, after } = request;
		const before = shown(code);
		return change([['reps', code]], async (tx) => {
			const written = await write(tx);
			if (written.ok)
				await recordChange(tx, { at: now(), actor, action, subject: code, before, after });
			return written;
		});
	}

	return {
		/** Problems: `unknown-unit`, `not-a-team`, `unknown-rep`, `membership-after`, `already-in-team`. */
		begin: (code: string, form: Begin, actor: string) =>
			operate({ action: 'membership.begin', code, actor, after: form }, (tx) =>
				begin(tx, mirror, code, form)
			),

		/** `until` is the last day with the company. Problems: `no-membership`, `until-before-since`. */
		end: (code: string, until: IsoDate, actor: string) =>
			operate({ action: 'membership.end', code, actor, after: { until } }, (tx) =>
				end(tx, code, until)
			),

		/** Sets wrong dates right. Problems: `no-membership`, `until-before-since`, `memberships-overlap`. */
		correct: (code: string, id: number, dates: Dates, actor: string) =>
			operate({ action: 'membership.correct', code, actor, after: { id, ...dates } }, (tx) =>
				correct(tx, code, id, dates)
			),

		/** Takes back what is planned; who changes the team then stays. Problems: `no-membership`, `membership-began`. */
		cancel: (code: string, id: number, actor: string) =>
			operate({ action: 'membership.cancel', code, actor, after: { id } }, (tx) =>
				cancel(tx, code, id, today())
			)
	};
}
