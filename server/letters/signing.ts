/** How a letter comes into force: each side signs the text that was on its screen. docs/SPEC.md, LETTER-5, -10. */
import { sign, supersede } from '../../src/lib/domain/commitment.ts';
import type { LetterState, Side } from '../../src/lib/domain/commitment.ts';
import type { Person } from '../../src/lib/domain/permissions.ts';
import { isName, readDrawing } from '../../src/lib/domain/signature.ts';
import type { SignForm } from '../../src/lib/forms/letter.ts';
import { recordChange } from '../audit/record.ts';
import type { OwnAccount } from '../auth/own-account.ts';
import type { Transaction } from '../database/connection.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import { must, Refused } from './steps.ts';
import type { By, Signed, Steps } from './steps.ts';
import { insertSignature, readVersions, writeLetter } from './store.ts';
import type { LetterRow } from './store.ts';

export function createSigning({ steps, ownAccount }: { steps: Steps; ownAccount: OwnAccount }) {
	const { now, step, told } = steps;

	/** The one in force gives way to the one that both have just signed. */
	async function supersedeFormer(tx: Transaction, row: LetterRow, by: By): Promise<void> {
		const former = (await readVersions(tx, row)).find(({ state }) => state === 'signed');
		if (!former) return;
		const { state } = must(
			supersede<Signed>({ state: former.state, hash: former.hash, signatures: [] })
		);
		await writeLetter(tx, former.id, {
			state,
			closedAt: now(),
			closedBy: by.actor,
			closedReason: row.content.reason
		});
	}

	return {
		/**
		 * Signs for a side what was on the screen: drawn, or by name and password. Problems besides those of the steps:
		 * `drawing-…`, `letter-name-differs`, `wrong-password`, `too-many-tries`, `letter-own`, `letter-no-commitment`.
		 */
		async sign(
			id: number,
			form: SignForm,
			as: { side: Side; person: Person; address: string }
		): Promise<Outcome<{ state: LetterState }>> {
			const { side, person } = as;
			if (form.how === 'drawn') {
				const drawn = readDrawing(form.drawing);
				if (!drawn.ok) return failed({ path: 'drawing', reason: drawn.reason });
			} else {
				if (!isName(form.name, person.name))
					return failed(problem('name', 'letter-name-differs', person.name));
				const known = await ownAccount.confirm(person.code, form.password, as.address);
				if (!known.ok) return known;
			}
			const by = { actor: `person:${person.code}` };
			return step(id, async (tx, { row, version }) => {
				const isReceiver = person.code === row.receiver;
				if (isReceiver !== (side === 'receiver')) throw new Refused(problem('', 'letter-own'));
				if (isReceiver && row.content.commitment === '')
					throw new Refused(problem('', 'letter-no-commitment'));
				const { state } = must(sign(version, { side, hash: form.hash }));
				await insertSignature(tx, {
					commitmentId: id,
					side,
					person: person.code,
					name: person.name,
					at: now(),
					drawing: form.how === 'drawn' ? form.drawing : null,
					hash: row.hash
				});
				if (state === 'signed') await supersedeFormer(tx, row, by);
				if (state !== row.state) await writeLetter(tx, id, { state });
				await recordChange(
					tx,
					told(row, by, { action: 'sign', after: { side, how: form.how, hash: row.hash, state } })
				);
				return { state };
			});
		}
	};
}
