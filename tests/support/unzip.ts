import { text } from 'node:stream/consumers';
import yauzl from 'yauzl';

/** The texts of the files in an archive whose names hold `part`, in the archive's order. */
export async function unzip(archive: Buffer, part: string): Promise<string[]> {
	const zip = await yauzl.fromBufferPromise(archive, { lazyEntries: true });
	const found: string[] = [];
	for await (const entry of zip.eachEntry())
		if (entry.fileName.includes(part))
			found.push(await text(await zip.openReadStreamPromise(entry)));
	return found;
}
