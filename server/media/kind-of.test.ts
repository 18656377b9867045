import { describe, expect, it } from 'vitest';
import { pictureType, soundType } from './kind-of.ts';

const bytes = (...parts: (string | number[])[]) =>
	Uint8Array.from(
		parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part))
	);

describe('[MEDIA-2] what uploaded bytes are', () => {
	it.each([
		['image/jpeg', bytes([0xff, 0xd8, 0xff, 0xe0])],
		['image/png', bytes([0x89], 'PNG\r\n')],
		['image/webp', bytes('RIFF', [1, 2, 3, 4], 'WEBP')]
	])('a picture: %s', (type, of) => {
		expect(pictureType(of)).toBe(type);
		expect(soundType(of)).toBeUndefined();
	});

	it.each([
		['audio/ogg', bytes('OggS')],
		['audio/wav', bytes('RIFF', [1, 2, 3, 4], 'WAVE')],
		['audio/mp4', bytes([0, 0, 0, 32], 'ftypM4A ')],
		['audio/mpeg', bytes('ID3')],
		['audio/mpeg', bytes([0xff, 0xfb, 0x90, 0])]
	])('a sound: %s', (type, of) => {
		expect(soundType(of)).toBe(type);
		expect(pictureType(of)).toBeUndefined();
	});

	it.each(['', '<svg xmlns="http://www.w3.org/2000/svg">', 'GIF89a', '<html>', 'RIFF'])(
		'neither: %j',
		(text) => {
			expect(pictureType(bytes(text))).toBeUndefined();
			expect(soundType(bytes(text))).toBeUndefined();
		}
	);
});
