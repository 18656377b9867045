/** RFC 4180 with one delimiter: the cells of a record, or why the text is none (yet). */
export type SplitRecord =
	| { state: 'complete'; cells: string[] }
	/** Ends within quotes: the record goes on in the next line. */
	| { state: 'open' }
	/** Text after a closing quote. */
	| { state: 'broken' };

/** A quote opens a quoted cell only at its start; elsewhere it is a character like any other (27" monitor). */
export function splitRecord(text: string, delimiter: string): SplitRecord {
	if (!text.includes('"')) return { state: 'complete', cells: text.split(delimiter) };
	const cells: string[] = [];
	let at = 0;
	for (;;) {
		if (text[at] === '"') {
			let cell = '';
			let from = at + 1;
			for (;;) {
				const quote = text.indexOf('"', from);
				if (quote < 0) return { state: 'open' };
				cell += text.slice(from, quote);
				at = quote + 1;
				if (text[at] !== '"') break;
				cell += '"';
				from = at + 1;
			}
			if (at < text.length && text[at] !== delimiter) return { state: 'broken' };
			cells.push(cell);
		} else {
			const end = text.indexOf(delimiter, at);
			cells.push(text.slice(at, end < 0 ? undefined : end));
			at = end < 0 ? text.length : end;
		}
		if (at >= text.length) return { state: 'complete', cells };
		at++;
	}
}

/** A record that splitRecord reads back. */
export const joinRecord = (cells: readonly string[], delimiter: string): string =>
	cells
		.map((cell) =>
			/["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell
		)
		.join(delimiter);
