import { suggestCallTime } from '../../src/lib/domain/call-time.ts';
import type { CallMade } from '../../src/lib/forms/process.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import { lastOfEach } from './last.ts';
import { authorsOf, byRep, instantOf, repNamed } from './parts.ts';
import type { Author, Parts } from './parts.ts';
import { calls } from './schema.ts';

export interface CallView {
	id: string;
	note: string;
	by: Author;
	/** Epoch milliseconds. */
	at: number;
}

/** 不定时打电话: that a call was made, and when the next one comes unexpected. docs/SPEC.md, FLOOR-5. */
export function createCalls(parts: Parts) {
	const { database, organisation, clock, once } = parts;

	return {
		/** Problems: `unknown-rep`. */
		made(form: CallMade, by: string): Promise<Outcome<object>> {
			return once({ what: 'call.made', by, form }, async (tx) => {
				const named = repNamed(parts, form.rep);
				if (!named.ok) return named;
				const { id, note } = form;
				const at = instantOf(parts, form.at);
				const added = await tx
					.insert(calls)
					.values({ id, repId: named.rep.id, note: note || null, by, at })
					.onConflictDoNothing()
					.returning({ id: calls.id });
				if (added.length === 0) return failed(problem('id', 'command-id-in-use', id));
				return { ok: true, answer: {}, changed: [{ rep: form.rep, what: 'calls' }] };
			});
		},

		/** The last ones of each rep, newest first, by code of the rep. */
		async last(repIds: readonly number[], limit: number): Promise<Map<string, CallView[]>> {
			const rows = await lastOfEach(database, calls, repIds, limit);
			const author = await authorsOf(
				parts,
				rows.map(({ by }) => by)
			);
			return byRep(parts, rows, ({ id, note, by, at }): CallView => ({
				id,
				note: note ?? '',
				by: author(by),
				at: at.getTime()
			}));
		},

		/** A time for today's call "HH:MM", away from the hours of the last ones; undefined when none of the day is left. */
		suggest(rep: string, last: readonly Pick<CallView, 'at'>[]): string | undefined {
			const { minuteOf } = organisation.clock;
			return suggestCallTime({
				hours: organisation.settings.workingHours,
				lastMinutes: last.map(({ at }) => minuteOf(at)),
				seed: `${rep} ${organisation.today()}`,
				from: minuteOf(clock())
			});
		}
	};
}
