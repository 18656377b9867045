/** Reads once and keeps what it has read until it is told to forget; a reading that failed is not kept. */
export function keptReading<Read, Asked extends unknown[]>(
	read: (...asked: Asked) => Promise<Read>
): { read: (...asked: Asked) => Promise<Read>; forget: () => void } {
	let kept: Promise<Read> | undefined;

	function begin(asked: Asked): Promise<Read> {
		const reading = read(...asked);
		reading.catch(() => {
			if (kept === reading) kept = undefined;
		});
		return reading;
	}

	return {
		read: (...asked) => (kept ??= begin(asked)),
		forget: () => (kept = undefined)
	};
}
