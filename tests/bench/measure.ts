/** The value below which a share (0 to 1) of the values lies, by nearest rank; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Runs every measurement once per round — A B C A B C … —, so that a busy minute of the machine hits all alike. */
export async function interleave<Name extends string, Result>(
	rounds: number,
	measurements: Readonly<Record<Name, () => Promise<Result>>>
): Promise<Record<Name, Result[]>> {
	const names = Object.keys(measurements) as Name[];
	const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
		Name,
		Result[]
	>;
	for (let round = 0; round < rounds; round++)
		for (const name of names) results[name].push(await measurements[name]());
	return results;
}
