/** An entry as it came in → recorded, with the status that it has alone or as a line of an array. */
import type { Call } from '$lib/api/endpoint.ts';
import { fieldErrors, parseForm, problemOf, type ProblemDocument } from '$lib/api/problem.ts';
import { actorName, may } from '$lib/domain/permissions.ts';
import { entryForm, type EntryForm } from '$lib/forms/entry.ts';
import type { Appended } from '$server/ledger/append.ts';
import type { EntryView } from '$server/ledger/entry.ts';

type Context = Pick<Call<unknown, unknown>, 'app' | 'principal' | 'locale'>;

export type Recorded =
	| { status: 200 | 201; entry: EntryView & { replayed: boolean } }
	| { status: 403 | 409 | 422; problem: ProblemDocument };

/** Problems that mean "another entry is in the way", not "this input is wrong". */
const CONFLICTS = ['external-id-taken', 'already-reversed', 'reversal-of-reversal'];

export function answerAppended({ app, locale }: Context, appended: Appended): Recorded {
	if (appended.ok) {
		const { entry, replayed } = appended;
		return { status: replayed ? 200 : 201, entry: { ...app.ledger.view(entry), replayed } };
	}
	const errors = fieldErrors(appended.problems, locale);
	const conflict = appended.problems.find(({ reason }) => CONFLICTS.includes(reason));
	if (!conflict)
		return { status: 422, problem: problemOf(422, 'invalid-input', locale, { errors }) };
	const inputs = { value: conflict.value, ...conflict.params };
	return { status: 409, problem: problemOf(409, conflict.reason, locale, { errors, inputs }) };
}

/** Whether the caller may book for everybody whom the entry credits, also for an assist. */
function isTheirs({ app, principal }: Context, { rep, credits = [], overlays = [] }: EntryForm) {
	const codes = [...credits, ...overlays].map((share) => share.rep);
	return [...codes, ...(rep === undefined ? [] : [rep])].every((code) =>
		may(principal, 'ledger.append', app.directory.subjectOf('reps', code))
	);
}

export async function recordEntry(context: Context, input: unknown): Promise<Recorded> {
	const { app, principal, locale } = context;
	const form = parseForm(entryForm, input, locale);
	if (!form.ok)
		return {
			status: 422,
			problem: problemOf(422, 'invalid-input', locale, { errors: form.errors })
		};
	if (!isTheirs(context, form.data))
		return { status: 403, problem: problemOf(403, 'not-allowed', locale) };
	return answerAppended(context, await app.ledger.append(form.data, actorName(principal)));
}

/** All at once: they share group commits, and one bad line does not stop the rest. */
export const recordEntries = (context: Context, inputs: readonly unknown[]): Promise<Recorded[]> =>
	Promise.all(inputs.map((input) => recordEntry(context, input)));
