import { END_OF_ROWS } from './format.ts';

const NEWLINE = 0x0a;
const END = Buffer.from(END_OF_ROWS);
const END_AFTER_ROW = Buffer.from(`\n${END_OF_ROWS}`);
/** Of a header or trailer: a thousand tables fit. */
const LONGEST_LINE = 1024 * 1024;

export function linesIn(piece: Buffer): number {
	let count = 0;
	for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, at + 1)) count++;
	return count;
}

/** Reads a text in lines: single ones, and the rows of a table in pieces of whole lines. */
export class Lines {
	readonly #pieces: AsyncIterator<Buffer>;
	/** Read and not given out yet; begins a line. */
	#rest: Buffer = Buffer.alloc(0);

	constructor(pieces: AsyncIterable<Buffer>) {
		this.#pieces = pieces[Symbol.asyncIterator]();
	}

	/** False at the end of the text. */
	async #more(): Promise<boolean> {
		const { value, done } = await this.#pieces.next();
		if (done) return false;
		this.#rest = this.#rest.length === 0 ? value : Buffer.concat([this.#rest, value]);
		return true;
	}

	#take(length: number): Buffer {
		const taken = this.#rest.subarray(0, length);
		this.#rest = this.#rest.subarray(length);
		return taken;
	}

	/** The next line with its end; undefined where there is no whole one. */
	async line(): Promise<Buffer | undefined> {
		for (;;) {
			const end = this.#rest.indexOf(NEWLINE);
			if (end >= 0) return this.#take(end + 1);
			if (this.#rest.length > LONGEST_LINE || !(await this.#more())) return undefined;
		}
	}

	/** The rows up to END_OF_ROWS, which is taken too; throws `unended` where the text ends before it. */
	async *rows(unended: () => Error): AsyncGenerator<Buffer> {
		for (;;) {
			if (this.#rest.subarray(0, END.length).equals(END)) {
				this.#take(END.length);
				return;
			}
			const end = this.#rest.indexOf(END_AFTER_ROW);
			const whole = end >= 0 ? end + 1 : this.#rest.lastIndexOf(NEWLINE) + 1;
			if (whole > 0) yield this.#take(whole);
			else if (!(await this.#more())) throw unended();
		}
	}

	/** Whether nothing is left. */
	async ended(): Promise<boolean> {
		return this.#rest.length === 0 && !(await this.#more());
	}
}
