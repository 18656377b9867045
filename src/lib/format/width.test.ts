import { expect, it } from 'vitest';
import { displayWidth } from './width.ts';

it('counts a Chinese character as two letters', () => {
	expect(displayWidth('赵敏')).toBe(4);
	expect(displayWidth('Zoë Müller')).toBe(10);
	expect(displayWidth('欧阳娜娜·阿卜杜拉')).toBe(17);
});
