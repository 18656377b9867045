/** What uploaded bytes are: their beginning says, never their name or what the sender claims. */

const ascii = (bytes: Uint8Array, at: number, length: number): string =>
	String.fromCharCode(...bytes.subarray(at, at + length));

export type PictureType = 'image/jpeg' | 'image/png' | 'image/webp';
export type SoundType = 'audio/ogg' | 'audio/mpeg' | 'audio/wav' | 'audio/mp4';

export function pictureType(bytes: Uint8Array): PictureType | undefined {
	if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
	if (bytes[0] === 0x89 && ascii(bytes, 1, 3) === 'PNG') return 'image/png';
	if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 4) === 'WEBP') return 'image/webp';
	return undefined;
}

export function soundType(bytes: Uint8Array): SoundType | undefined {
	if (ascii(bytes, 0, 4) === 'OggS') return 'audio/ogg';
	if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 4) === 'WAVE') return 'audio/wav';
	if (ascii(bytes, 4, 4) === 'ftyp') return 'audio/mp4';
	// An ID3 tag, or the first frame itself.
	if (ascii(bytes, 0, 3) === 'ID3') return 'audio/mpeg';
	if (bytes[0] === 0xff && (bytes[1]! & 0xe6) === 0xe2) return 'audio/mpeg';
	return undefined;
}
