import { and, eq, gte, isNull, lt, or, sql } from 'drizzle-orm';
import { addDays } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { RepForm } from '../../src/lib/forms/directory.ts';
import type { Transaction } from '../database/connection.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { Mirror, Rep } from './mirror.ts';
import { memberships, reps } from './schema.ts';

/** A first membership without a date covers all history: entries of any day find their team (DIR-3). */
export const SINCE_EVER: IsoDate = '0001-01-01';

export function viewRep(mirror: Mirror, rep: Rep) {
	const last = mirror.membershipsOf(rep.id).at(-1);
	return {
		code: rep.code,
		name: rep.name,
		...(last
			? {
					team: mirror.units.get(last.teamId)!.code,
					...(last.since === SINCE_EVER ? {} : { since: last.since }),
					...(last.until === null ? {} : { until: last.until })
				}
			: {})
	};
}

/** Ends what runs into `since` and forgets what was planned after it, so that a new membership can begin. */
async function makeRoom(tx: Transaction, repId: number, since: IsoDate): Promise<void> {
	await tx
		.delete(memberships)
		.where(and(eq(memberships.repId, repId), gte(memberships.since, since)));
	await tx
		.update(memberships)
		.set({ until: addDays(since, -1) })
		.where(
			and(
				eq(memberships.repId, repId),
				lt(memberships.since, since),
				or(isNull(memberships.until), gte(memberships.until, since))
			)
		);
}

/** Creates or updates a rep. A new team begins a new membership; history stays with the old one (DIR-3). */
export async function putRep(
	tx: Transaction,
	mirror: Mirror,
	code: string,
	form: RepForm,
	today: IsoDate
): Promise<Outcome<object>> {
	const team = form.team === undefined ? undefined : mirror.units.named(form.team);
	if (form.team !== undefined) {
		if (!team) return failed(problem('team', 'unknown-unit', form.team));
		if (team.kind !== 'team') return failed(problem('team', 'not-a-team', form.team));
	}
	const known = mirror.reps.named(code);
	const last = known && mirror.membershipsOf(known.id).at(-1);
	if (!team && (form.since ?? form.until) !== undefined && !last)
		return failed(problem('team', 'team-required'));

	const [row] = await tx
		.insert(reps)
		.values({ code, name: form.name })
		.onConflictDoUpdate({ target: reps.code, set: { name: form.name } })
		.returning({ id: reps.id });
	const repId = row!.id;

	const moves = team && last?.teamId !== team.id;
	const since = form.since ?? (last ? (moves ? today : last.since) : SINCE_EVER);
	if (form.until !== undefined && form.until < since)
		return failed(problem('until', 'until-before-since', form.until, { since }));

	if (moves || (last && form.since !== undefined && form.since !== last.since)) {
		if (last) await makeRoom(tx, repId, since);
		await tx
			.insert(memberships)
			.values({ repId, teamId: team?.id ?? last!.teamId, since, until: form.until ?? null });
	} else if (last && (form.until ?? null) !== last.until && (form.until !== undefined || team)) {
		await tx
			.update(memberships)
			.set({ until: form.until ?? null })
			.where(sql`${memberships.id} = ${last.id}`);
	}
	return { ok: true };
}
