/** Whose a letter is, as every route of this folder asks. docs/SPEC.md, LETTER-12. */
import { error, type RequestEvent } from '@sveltejs/kit';
import { demand } from '$lib/access/guard.ts';
import { may, type Action, type Subject } from '$lib/domain/permissions.ts';
import type { Party } from '$server/letters/parties.ts';

type Asking = Pick<RequestEvent, 'locals'>;

/** Its receiver's own; read by whoever leads the unit; the company's side is for those above the receiver. */
export const subjectFor = (action: Action, { receiver, line, readers }: Party): Subject =>
	action === 'letters.write' ? { line } : { person: receiver.code, line: readers };

const isReceiver = ({ locals: { principal } }: Asking, { receiver }: Party): boolean =>
	principal.kind === 'person' && principal.code === receiver.code;

/** Nobody acts for the company on a letter of their own, not even an administrator. */
export const mayOnLetter = (asking: Asking, action: Action, party: Party): boolean =>
	may(asking.locals.principal, action, subjectFor(action, party)) &&
	(action !== 'letters.write' || !isReceiver(asking, party));

const LARGEST_ID = 2 ** 31 - 1;

/** The letter of the address, for whoever may do this to it: else 403, whether it exists or not. */
export async function demandLetter(
	event: Pick<RequestEvent, 'locals' | 'params'>,
	action: Action
): Promise<{ id: number; party: Party; mine: boolean }> {
	const id = Number(event.params.id);
	const found =
		Number.isInteger(id) && id > 0 && id <= LARGEST_ID
			? await event.locals.app.letters.partyOf(id)
			: undefined;
	if (!found) {
		demand(event, action, {});
		error(404, { message: 'not-found' });
	}
	const { party, state } = found;
	if (!mayOnLetter(event, action, party)) error(403, { message: 'not-allowed' });
	const mine = isReceiver(event, party);
	// What the receiver was not sent is not there yet.
	if (mine && state === 'draft') error(404, { message: 'not-found' });
	return { id, party, mine };
}
