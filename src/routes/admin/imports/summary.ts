import type { Batch } from '$server/imports/batch-table.ts';

/** A batch in a line. `names`: of accounts by code. */
export function summaryOf(batch: Batch, names: ReadonlyMap<string, string>) {
	const { id, state, createdAt, createdBy, report } = batch;
	const { file, size, as, result, undo } = report;
	const account = createdBy.replace(/^person:/, '');
	return {
		id,
		state,
		file,
		size,
		as,
		at: createdAt.getTime(),
		who: names.get(account) ?? account,
		undone: undo?.reversed ?? 0,
		counts: result && {
			accepted: result.created + result.updated + result.unchanged + result.replayed,
			rejected: result.rejected
		}
	};
}

export type Summary = ReturnType<typeof summaryOf>;
