/** What the bases of a split are called. */
import { m } from '$lib/paraglide/messages.js';
import type { SplitBasis } from '$server/targets/schema.ts';

export const basisName: Readonly<Record<SplitBasis, () => string>> = {
	history: m.targets_basis_history,
	last: m.targets_basis_last,
	factors: m.targets_basis_factors,
	equal: m.targets_basis_equal
};
