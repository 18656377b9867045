/**
 * The bench: `npm run bench`, or some parts of it, or a short version: `npm run bench -- a c --quick`.
 * Prints medians beside floors that are measured in the same run. docs/PERFORMANCE.md says what and why.
 */
import { mkdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { openBench } from './bench.ts';
import type { Bench } from './bench.ts';
import { change } from './parts/change.ts';
import { intake } from './parts/intake.ts';
import { memory } from './parts/memory.ts';
import { paint } from './parts/paint.ts';
import { reach } from './parts/reach.ts';
import { soak } from './parts/soak.ts';
import { splitting } from './parts/splitting.ts';
import { sustained } from './parts/sustained.ts';
import { tracking } from './parts/tracking.ts';
import { openStage } from './stage.ts';

/** In the order in which they run: memory is measured on a server that has not held any walls yet. */
const PARTS: Record<string, (bench: Bench) => Promise<void>> = {
	e: memory,
	a: reach,
	b: sustained,
	c: intake,
	d: paint,
	f: tracking,
	g: splitting,
	h: change,
	i: soak
};

const USAGE = `npm run bench -- [a b c d e f g h i] [--quick] [--profile <folder>]
  a  sale posted → the last of 100, 1,000, 5,000 walls has the change
  b  sales per second with 100 and 1,000 walls watching, and how old what they show is
  c  sales per second through the API, beside the same appends in process
  d  sale posted → painted in Chromium
  e  memory per viewer
  f  the tracking table of 5,000 reps and 10 million entries, beside the bare SQL that it needs
  g  6,000 cells of a split in Chromium, beside the same arithmetic alone
  h  what changes in the middle of a month → an open wall and an open tracking table follow
  i  months on a wall: what 100,000 updates and 2,000 scenes leave behind, and what stalls a slow TV
  --profile  the server writes a CPU profile there when it ends; see tests/bench/profile.ts`;

async function main(): Promise<number> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: { quick: { type: 'boolean' }, profile: { type: 'string' }, help: { type: 'boolean' } }
	});
	const asked = positionals.length > 0 ? positionals : Object.keys(PARTS);
	if (values.help || asked.some((part) => !PARTS[part])) {
		console.log(USAGE);
		return values.help ? 0 : 1;
	}
	if (values.profile) mkdirSync(values.profile, { recursive: true });
	const flags = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [];

	const stage = openStage();
	for (const signal of ['SIGINT', 'SIGTERM'] as const)
		process.once(signal, () => void stage.close().then(() => process.exit(130)));
	try {
		const floors = asked.some((part) => !['c', 'f', 'g', 'i'].includes(part));
		const bench = await openBench(stage, { quick: values.quick ?? false, flags, floors });
		console.log(
			`Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), ` +
				`${new Date().toISOString().slice(0, 10)}`
		);
		for (const [part, run] of Object.entries(PARTS)) if (asked.includes(part)) await run(bench);
	} finally {
		await stage.close();
	}
	return 0;
}

process.exitCode = await main();
