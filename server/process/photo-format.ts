/** What a picture is, by its own bytes: what its name or type claims counts for nothing. */

export type PhotoType = 'image/jpeg' | 'image/png' | 'image/webp';

const startsWith = (content: Buffer, bytes: readonly number[], at = 0): boolean =>
	bytes.every((byte, i) => content[at + i] === byte);

const latin = (text: string): number[] => [...Buffer.from(text, 'latin1')];

export function photoTypeOf(content: Buffer): PhotoType | undefined {
	if (startsWith(content, [0xff, 0xd8, 0xff])) return 'image/jpeg';
	if (startsWith(content, [0x89, ...latin('PNG\r\n'), 0x1a, 0x0a])) return 'image/png';
	if (startsWith(content, latin('RIFF')) && startsWith(content, latin('WEBP'), 8))
		return 'image/webp';
	return undefined;
}

/** Start of EXIF data (a TIFF header), in either byte order: JPEG APP1, PNG eXIf and WebP EXIF all hold one. */
const TIFF = [Buffer.from('II*\0', 'latin1'), Buffer.from('MM\0*', 'latin1')];
/** The tag under which a TIFF directory keeps the place. */
const GPS_TAG = 0x8825;

/** Whether the first directory of a TIFF that begins at `start` points to a place. */
function pointsToPlace(content: Buffer, start: number): boolean {
	const isLittle = content[start] === 0x49;
	const u16 = (at: number) => (isLittle ? content.readUInt16LE(at) : content.readUInt16BE(at));
	const u32 = (at: number) => (isLittle ? content.readUInt32LE(at) : content.readUInt32BE(at));
	if (start + 8 > content.length) return false;
	const directory = start + u32(start + 4);
	if (directory + 2 > content.length) return false;
	const entries = u16(directory);
	for (let i = 0; i < entries; i++) {
		const at = directory + 2 + i * 12;
		if (at + 2 > content.length) return false;
		if (u16(at) === GPS_TAG) return true;
	}
	return false;
}

/** Whether a picture says where it was taken: EXIF with a GPS directory, or XMP that names a latitude. */
export function isGeotagged(content: Buffer): boolean {
	if (content.includes('exif:GPSLatitude')) return true;
	for (const mark of TIFF) {
		for (let at = content.indexOf(mark); at >= 0; at = content.indexOf(mark, at + 1))
			if (pointsToPlace(content, at)) return true;
	}
	return false;
}
