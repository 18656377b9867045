/** How often something changed, of each rep and of everybody: whoever keeps what was read sees whether it is still so. */
export function countChanges() {
	const counts = new Map<string, number>();
	const counted = (of: string) => counts.get(of) ?? 0;
	return {
		/** Without a code: of everybody. */
		count: (rep = ''): void => void counts.set(rep, counted(rep) + 1),
		of: (rep: string): number => counted(rep) + counted('')
	};
}

export type Changes = ReturnType<typeof countChanges>;
