import type { Progress } from '../imports/request.ts';

const WIDTH = 24;
/** How often a terminal is redrawn, and how often a log gets a line. */
const REDRAW_MS = 100;
const LINE_MS = 5_000;

function clockTime(seconds: number): string {
	const whole = Math.ceil(seconds);
	return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** One line: how far, what, how many rows, how fast, how long still. Milliseconds since the start. */
export function progressLine(progress: Progress, rows: number, elapsedMs: number): string {
	const { share, file, as, step, steps } = progress;
	const full = Math.round(share * WIDTH);
	const bar = '█'.repeat(full) + '░'.repeat(WIDTH - full);
	const perSecond = elapsedMs > 0 ? Math.round((rows * 1_000) / elapsedMs) : 0;
	const left = share > 0 && share < 1 ? ((elapsedMs / share) * (1 - share)) / 1_000 : 0;
	return [
		`${bar} ${String(Math.floor(share * 100)).padStart(3)} %`,
		`${progress.rows.toLocaleString('en')}`,
		`${perSecond.toLocaleString('en')}/s`,
		`−${clockTime(left)}`,
		`${step}/${steps} ${file} → ${as}`
	].join('  ');
}

/** As much of a line as fits, Chinese characters counting for two: a bar that wraps cannot be redrawn. */
export function cut(line: string, columns: number): string {
	let used = 0;
	let kept = '';
	for (const character of line) {
		used += /[\u1100-\u115f\u2e80-\uffdc]/.test(character) ? 2 : 1;
		if (used > columns) break;
		kept += character;
	}
	return kept;
}

/** A bar that is redrawn on a terminal; elsewhere a line now and then and at the end of each file. */
export function progressBar(out: NodeJS.WriteStream, now: () => number) {
	const start = now();
	let shown = Number.NEGATIVE_INFINITY;
	let last: Progress | undefined;
	/** Rows of the steps before the one under way. */
	let before = 0;

	function write(progress: Progress, at: number): void {
		const line = progressLine(progress, before + progress.rows, at - start);
		if (out.isTTY) out.write(`\r\u001b[2K${cut(line, (out.columns || 80) - 1)}`);
		else out.write(`${line}\n`);
		shown = at;
	}

	return {
		show(progress: Progress): void {
			if (last && last.step !== progress.step) {
				if (!out.isTTY) write(last, now());
				before += last.rows;
			}
			last = progress;
			const at = now();
			if (at - shown >= (out.isTTY ? REDRAW_MS : LINE_MS)) write(progress, at);
		},
		/** The bar makes room for what is said next. */
		close(): void {
			if (!last) return;
			if (out.isTTY) out.write('\r\u001b[2K');
			else write(last, now());
		}
	};
}
