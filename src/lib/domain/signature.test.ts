import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_POINTS, SHEET, isName, pathOf, readDrawing } from './signature.ts';

const points = fc.record({
	x: fc.integer({ min: 0, max: SHEET.width }),
	y: fc.integer({ min: 0, max: SHEET.height })
});
const NAME = 'M100 100L300 200L500 90';

describe('[LETTER-10] a drawn signature', () => {
	it('is read back stroke by stroke', () => {
		fc.assert(
			fc.property(
				fc.array(fc.array(points, { minLength: 2, maxLength: 20 }), { minLength: 1, maxLength: 8 }),
				(strokes) => {
					const read = readDrawing(pathOf(strokes));
					if (read.ok) expect(read.strokes).toEqual(strokes);
					else expect(read.reason).toBe('drawing-too-small');
				}
			)
		);
	});

	it('a tap is a stroke too', () => {
		expect(pathOf([[{ x: 5, y: 6 }]])).toBe('M5 6L5 6');
		expect(readDrawing(`${NAME}M5 6L5 6`).ok).toBe(true);
	});

	it.each([
		['', 'drawing-empty'],
		['M1 2', 'drawing-not-a-path'],
		['L1 2L3 4', 'drawing-not-a-path'],
		[`${NAME}Z`, 'drawing-not-a-path'],
		[`${NAME}C1 2 3 4 5 6`, 'drawing-not-a-path'],
		['M1 2L3 4"/><script>alert(1)</script>', 'drawing-not-a-path'],
		['M1 2L3 url(#x)', 'drawing-not-a-path'],
		['M1.5 2L300 4', 'drawing-not-a-path'],
		['M-1 2L300 4', 'drawing-not-a-path'],
		['M1e3 2L300 4', 'drawing-not-a-path'],
		['m1 2l300 4', 'drawing-not-a-path'],
		['M1,2L300,4', 'drawing-not-a-path'],
		[` ${NAME}`, 'drawing-not-a-path'],
		[`${NAME}\n`, 'drawing-not-a-path'],
		['M1 1L1001 5', 'drawing-off-sheet'],
		['M1 361L500 5', 'drawing-off-sheet'],
		['M1 1L9999 9999', 'drawing-off-sheet'],
		['M10 10L12 11', 'drawing-too-small'],
		[`M0 0${'L9 9'.repeat(MOST_POINTS)}`, 'drawing-too-long'],
		[`M0 0${'L1000 360'.repeat(50_000)}`, 'drawing-too-long']
	])('refuses %#: %.40s', (path, reason) => {
		expect(readDrawing(path)).toEqual({ ok: false, reason });
	});

	it('takes nothing that it does not write itself', () => {
		fc.assert(
			fc.property(fc.string(), (text) => {
				const read = readDrawing(text);
				if (read.ok) expect(pathOf(read.strokes)).toBe(text);
			})
		);
	});
});

describe('[LETTER-10] a typed name', () => {
	it.each([
		['李娜', '李娜', true],
		[' 李 娜 ', '李娜', true],
		['maximiliano featherstonehaugh', 'Maximiliano Featherstonehaugh', true],
		['欧阳娜娜 阿卜杜拉', '欧阳娜娜·阿卜杜拉', true],
		['李纳', '李娜', false],
		['', '李娜', false],
		[' ', ' ', false]
	])('%s for %s: %s', (typed, name, is) => expect(isName(typed, name)).toBe(is));
});
