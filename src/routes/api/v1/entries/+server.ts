import { json } from '@sveltejs/kit';
import { endpoint, readJson } from '$lib/api/endpoint.ts';
import { getEntries, postEntries } from '$lib/api/operations.ts';
import { problemOf, problemResponse } from '$lib/api/problem.ts';
import { recordEntry, recordEntries } from './record.ts';
import { MAX_ENTRIES_PER_REQUEST } from '$lib/forms/entry.ts';

export const GET = endpoint(getEntries, async ({ app, query: { after, limit } }) =>
	json(await app.ledger.read(after, limit))
);

/** One entry answers for itself; in an array each line is parsed and recorded on its own. */
export const POST = endpoint(
	postEntries,
	async (call) => {
		const read = await readJson(call.event.request, call.locale);
		if (!read.ok) return read.response;
		const { body } = read;
		if (!Array.isArray(body)) {
			const recorded = await recordEntry(call, body);
			return 'entry' in recorded
				? json(recorded.entry, { status: recorded.status })
				: problemResponse(recorded.problem);
		}
		if (body.length === 0 || body.length > MAX_ENTRIES_PER_REQUEST)
			return problemResponse(
				problemOf(422, 'entries-per-request', call.locale, {
					inputs: { value: body.length, limit: MAX_ENTRIES_PER_REQUEST }
				})
			);
		return json({ results: await recordEntries(call, body) }, { status: 207 });
	},
	// Each line says whose it is.
	() => []
);
