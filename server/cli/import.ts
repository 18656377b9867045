import { access, constants, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import type { Locale } from '../../src/lib/format/locale.ts';
import { createImports } from '../imports/imports.ts';
import { findFiles } from '../imports/files.ts';
import { readMap } from '../imports/read-map.ts';
import { createLog } from '../log.ts';
import type { Problem } from '../problems.ts';
import { failureLines, problemText, reportLines } from './import-report.ts';
import { progressBar } from './progress.ts';
import { withRecord } from './with-record.ts';

const USAGE = `Usage:
  npm run import -- --map MAP.json FILE_OR_FOLDER... [--dry-run] [--rejects FOLDER] [--lang zh-CN|en]

  --map MAP.json    what the columns of the files mean; see docs/IMPORT.md
  --dry-run         check everything, write nothing
  --rejects FOLDER  where rejected rows are written; beside their file unless given
  --lang            language of the report; the organisation's unless given`;

const ACTOR = 'import';
const exit = { accepted: 0, failed: 1, rejected: 2, interrupted: 130 } as const;

function readArguments() {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			map: { type: 'string' },
			'dry-run': { type: 'boolean', default: false },
			rejects: { type: 'string' },
			lang: { type: 'string' }
		}
	});
	const { map, lang } = values;
	if (!map || positionals.length === 0 || (lang && lang !== 'zh-CN' && lang !== 'en'))
		throw new Error('incomplete');
	return {
		mapPath: map,
		given: positionals,
		dryRun: values['dry-run'],
		rejects: values.rejects,
		locale: lang as Locale | undefined
	};
}

/** Beside the file, where a person looks for it; in the working folder when that one may not be written to. */
async function writableFolder(path: string): Promise<string> {
	const folder = dirname(path);
	const writable = await access(folder, constants.W_OK).then(
		() => true,
		() => false
	);
	return writable ? folder : process.cwd();
}

function say(lines: readonly string[]): void {
	for (const line of lines) console.error(line);
}

async function main(): Promise<number> {
	let wanted: ReturnType<typeof readArguments>;
	try {
		wanted = readArguments();
	} catch {
		console.error(USAGE);
		return exit.failed;
	}
	const { mapPath, given, dryRun, rejects } = wanted;
	let text: string;
	try {
		text = await readFile(mapPath, 'utf8');
	} catch {
		say(
			failureLines([{ path: '', reason: 'no-such-file', value: mapPath }], wanted.locale ?? 'en')
		);
		return exit.failed;
	}
	const log = createLog('warn');
	return withRecord(log, async (record) => {
		const locale = wanted.locale ?? record.organisation.settings.locale;
		const fail = (problems: readonly Problem[]) => {
			say(failureLines(problems, locale));
			return exit.failed;
		};
		const map = readMap(text);
		if (!map.ok) return fail(map.problems);
		const files = await findFiles(map.map, given);
		if (!files.ok) return fail(files.problems);

		const stop = new AbortController();
		for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
		const bar = progressBar(process.stderr, () => performance.now());
		const outcome = await createImports(record, { clock: Date.now, log }).run({
			map: map.map,
			paths: files.paths,
			complete: files.complete,
			dryRun,
			actor: ACTOR,
			rejectsFolder: async (path) => rejects ?? writableFolder(path),
			words: (problem) => problemText(problem, locale),
			onProgress: bar.show,
			signal: stop.signal
		});
		bar.close();
		if (!outcome.ok) return fail(outcome.problems);
		for (const line of reportLines(outcome.report, locale)) console.log(line);
		const { interrupted, rejected } = outcome.report;
		if (interrupted) return exit.interrupted;
		return rejected > 0 ? exit.rejected : exit.accepted;
	});
}

try {
	process.exitCode = await main();
} catch (error) {
	console.error(error instanceof Error ? error.message : String(error));
	process.exitCode = exit.failed;
}
