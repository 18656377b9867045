import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { CoachRecord } from '../../src/lib/forms/process.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { Actions } from './actions.ts';
import { lastOfEach } from './last.ts';
import { authorsOf, byRep, instantOf, repNamed } from './parts.ts';
import type { Author, Parts } from './parts.ts';
import { coachings } from './schema.ts';

export interface CoachingView {
	id: string;
	topic: string;
	shown: string;
	/** Agreed with the rep, and until when. */
	nextStep: string;
	nextOn: IsoDate;
	by: Author;
	/** Epoch milliseconds. */
	at: number;
}

/** OJT 在岗辅导: what was shown, and the next step that both agreed on. docs/SPEC.md, FLOOR-3. */
export function createCoaching(parts: Parts, actions: Actions) {
	const { database, organisation, once } = parts;

	return {
		/** The next step becomes an action of the rep, with the same id. Problems: `unknown-rep`, `action-past`. */
		record(form: CoachRecord, by: string): Promise<Outcome<object>> {
			return once({ what: 'coach.record', by, form }, async (tx) => {
				const named = repNamed(parts, form.rep);
				if (!named.ok) return named;
				if (form.nextOn < organisation.today())
					return failed(problem('nextOn', 'action-past', form.nextOn));
				const { id, topic, shown, nextStep, nextOn } = form;
				const at = instantOf(parts, form.at);
				const added = await tx
					.insert(coachings)
					.values({ id, repId: named.rep.id, topic, shown, nextStep, nextOn, by, at })
					.onConflictDoNothing()
					.returning({ id: coachings.id });
				const action = {
					id,
					text: nextStep,
					due: nextOn,
					origin: 'coaching',
					originId: id
				} as const;
				if (added.length === 0 || !(await actions.setWithin(tx, named.rep, action, by)))
					return failed(problem('id', 'command-id-in-use', id));
				return {
					ok: true,
					answer: {},
					changed: [
						{ rep: form.rep, what: 'coaching' },
						{ rep: form.rep, what: 'actions' }
					]
				};
			});
		},

		/** The last ones of each rep, newest first, by code of the rep. */
		async last(repIds: readonly number[], limit: number): Promise<Map<string, CoachingView[]>> {
			const rows = await lastOfEach(database, coachings, repIds, limit);
			const author = await authorsOf(
				parts,
				rows.map(({ by }) => by)
			);
			return byRep(parts, rows, ({ id, topic, shown, nextStep, nextOn, by, at }): CoachingView => ({
				id,
				topic,
				shown,
				nextStep,
				nextOn,
				by: author(by),
				at: at.getTime()
			}));
		}
	};
}
