import { parseArgs } from 'node:util';
import packageJson from '../../package.json' with { type: 'json' };
import { readBackup } from '../backup/read.ts';
import { takeBackup } from '../backup/write.ts';
import { sizeText, summaryLines } from './backup-summary.ts';
import { withDatabase } from './with-database.ts';

const USAGE = `Usage:
  npm run backup [FILE]            write everything the installation holds into one file
  npm run backup -- --check FILE   read a backup from end to end and verify it

The server may run meanwhile. Keep the file safe: it holds password hashes. See docs/BACKUP.md.`;

/** `longhubang-20261123-093000.backup`, by the clock of this machine. */
function fileName(now: Date): string {
	const two = (n: number) => String(n).padStart(2, '0');
	const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
	return `longhubang-${day}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}.backup`;
}

function fail(message: string): never {
	console.error(message);
	process.exit(1);
}

function readArguments() {
	try {
		const { values, positionals } = parseArgs({
			allowPositionals: true,
			options: { check: { type: 'boolean', default: false } }
		});
		const [file, ...more] = positionals;
		if (more.length > 0 || (values.check && !file)) fail(USAGE);
		return { check: values.check, file };
	} catch {
		fail(USAGE);
	}
}

const { check, file } = readArguments();
try {
	if (check) {
		for (const line of summaryLines(await readBackup(file!))) console.error(line);
		console.log(`${file} is whole.`);
	} else {
		const path = file ?? fileName(new Date());
		const taken = await withDatabase(
			({ connection }) =>
				takeBackup({ connection, path, product: packageJson.version, clock: Date.now }),
			{ asItIs: true }
		);
		for (const line of summaryLines(taken)) console.error(line);
		console.error(`${sizeText(taken.size)} written to`);
		console.log(path);
	}
} catch (error) {
	fail(error instanceof Error ? error.message : String(error));
}
