import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { isGeotagged, photoTypeOf } from './photo-format.ts';

/** EXIF whose first directory has these tags, in one byte order. */
function exif(tags: readonly number[], order: 'II' | 'MM'): Buffer {
	const data = Buffer.alloc(10 + tags.length * 12);
	const isLittle = order === 'II';
	const u16 = (value: number, at: number) =>
		isLittle ? data.writeUInt16LE(value, at) : data.writeUInt16BE(value, at);
	data.write(order, 0, 'latin1');
	u16(42, 2);
	if (isLittle) data.writeUInt32LE(8, 4);
	else data.writeUInt32BE(8, 4);
	u16(tags.length, 8);
	tags.forEach((tag, i) => u16(tag, 10 + i * 12));
	return data;
}

const jpeg = (...parts: Buffer[]) =>
	Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe1]), ...parts]);

describe('[FLOOR-9] a photo', () => {
	test('is known by its first bytes, not by what it claims', () => {
		expect(photoTypeOf(jpeg())).toBe('image/jpeg');
		expect(photoTypeOf(Buffer.from('\x89PNG\r\n\x1a\n…', 'latin1'))).toBe('image/png');
		expect(photoTypeOf(Buffer.from('RIFF\0\0\0\0WEBPVP8 ', 'latin1'))).toBe('image/webp');
		for (const other of ['', 'GIF89a', '<svg onload="x">', 'RIFF\0\0\0\0WAVE', '\xff\xd8'])
			expect(photoTypeOf(Buffer.from(other, 'latin1')), other).toBeUndefined();
	});

	test.each(['II', 'MM'] as const)('with a place in its EXIF is found out (%s)', (order) => {
		const noise = deflateSync(Buffer.from('noise'));
		expect(isGeotagged(jpeg(Buffer.from('Exif\0\0'), exif([0x010f, 0x8825], order), noise))).toBe(
			true
		);
		expect(isGeotagged(jpeg(Buffer.from('Exif\0\0'), exif([0x010f, 0x0112], order), noise))).toBe(
			false
		);
	});

	test('with a place in its XMP is found out; without either it passes, also when cut short', () => {
		expect(isGeotagged(jpeg(Buffer.from('<x exif:GPSLatitude="31,13N"/>')))).toBe(true);
		expect(isGeotagged(jpeg(Buffer.from('II*\0\xff\xff\xff\xff', 'latin1')))).toBe(false);
		expect(isGeotagged(jpeg(Buffer.from('MM\0*', 'latin1')))).toBe(false);
	});
});
