/** A unit as an option of a select: set in as deep as it lies. */
export const unitLabel = ({ name, level }: { name: string; level: number }): string =>
	`${'\u3000'.repeat(level - 1)}${name}`;
