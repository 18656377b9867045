/** How a leaderboard is laid out over the pages of its turn. */

export type BoardPage =
	{ kind: 'podium' } | { kind: 'list'; first: number; end: number } | { kind: 'bottom' };

/** The first three by themselves only where there are more to come; a list of equal pages. */
export function pagesOf(of: {
	places: number;
	perPage: number;
	podium: boolean;
	bottom: boolean;
}): BoardPage[] {
	const { places, perPage, podium, bottom } = of;
	const lists = Math.max(1, Math.ceil(places / perPage));
	const each = Math.ceil(places / lists);
	return [
		...(podium && places >= 3 ? [{ kind: 'podium' } as const] : []),
		...Array.from({ length: lists }, (_, i) => ({
			kind: 'list' as const,
			first: i * each,
			end: Math.min(places, (i + 1) * each)
		})),
		...(bottom ? [{ kind: 'bottom' } as const] : [])
	];
}
