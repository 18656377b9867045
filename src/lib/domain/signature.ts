/** A signature drawn by finger, pen or mouse, as the path of an SVG. docs/SPEC.md, LETTER-10. */
import { fail, type Result } from './result.ts';

/** The sheet that is drawn on, in units of the path. */
export const SHEET = { width: 1000, height: 360 } as const;

/** A name in cursive has some hundred points; this is a page of them. */
export const MOST_POINTS = 4_000;
const LONGEST = MOST_POINTS * 10;
/** Less than this is a slip of the finger, and nobody's name. */
const LEAST_SPREAD = 60;

export interface Point {
	x: number;
	y: number;
}

export type DrawingReason =
	| 'drawing-empty'
	| 'drawing-not-a-path'
	| 'drawing-too-long'
	| 'drawing-off-sheet'
	| 'drawing-too-small';

const STROKE = /M(\d{1,4}) (\d{1,4})((?:L\d{1,4} \d{1,4})+)/gy;
const POINT = /(\d{1,4}) (\d{1,4})/g;

/** Strokes as a path: `M120 80L121 84…`. A tap is a stroke to where it began. */
export const pathOf = (strokes: readonly (readonly Point[])[]): string =>
	strokes
		.filter((stroke) => stroke.length > 0)
		.map(([first, ...rest]) => {
			const at = ({ x, y }: Point) => `${x} ${y}`;
			return `M${at(first!)}${(rest.length > 0 ? rest : [first!]).map((p) => `L${at(p)}`).join('')}`;
		})
		.join('');

/** Strokes of straight lines between whole numbers on the sheet, and nothing else: it becomes markup. */
export function readDrawing(path: string): Result<{ strokes: Point[][] }, DrawingReason> {
	if (path === '') return fail('drawing-empty');
	if (path.length > LONGEST) return fail('drawing-too-long');
	const strokes: Point[][] = [];
	STROKE.lastIndex = 0;
	let read = 0;
	for (let match = STROKE.exec(path); match; match = STROKE.exec(path)) {
		strokes.push([...match[0].matchAll(POINT)].map(([, x, y]) => ({ x: Number(x), y: Number(y) })));
		read = STROKE.lastIndex;
	}
	if (read !== path.length) return fail('drawing-not-a-path');
	const points = strokes.flat();
	if (points.length > MOST_POINTS) return fail('drawing-too-long');
	if (points.some(({ x, y }) => x > SHEET.width || y > SHEET.height))
		return fail('drawing-off-sheet');
	const spread = (of: (point: Point) => number) => {
		const all = points.map(of);
		return Math.max(...all) - Math.min(...all);
	};
	if (spread(({ x }) => x) + spread(({ y }) => y) < LEAST_SPREAD) return fail('drawing-too-small');
	return { ok: true, strokes };
}

/** However a name is written: blanks, points, case and width aside. */
const plain = (name: string): string =>
	name
		.normalize('NFKC')
		.replace(/[\s\p{P}]/gu, '')
		.toLowerCase();

/** Whether what was typed is this person's name. */
export const isName = (typed: string, name: string): boolean =>
	plain(typed) !== '' && plain(typed) === plain(name);
