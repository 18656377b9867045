/**
 * Reads what `npm run bench -- … --profile <folder>` wrote: `node tests/bench/profile.ts <file> [lines]` prints
 * where the server's time went, by function itself, by function with what it called, and by file.
 */
import { readFileSync } from 'node:fs';

interface Node {
	id: number;
	callFrame: { functionName: string; url: string; lineNumber: number };
	children?: number[];
}

interface Profile {
	nodes: Node[];
	samples: number[];
	timeDeltas: number[];
}

const [file, lines = '30'] = process.argv.slice(2);
if (!file) throw new Error('usage: profile.ts <file.cpuprofile> [lines]');
const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8')) as Profile;
const byId = new Map(nodes.map((node) => [node.id, node]));
const parents = new Map(nodes.flatMap((node) => (node.children ?? []).map((id) => [id, node])));

const fileOf = ({ callFrame }: Node) =>
	callFrame.url.replace(/^file:\/\//, '').replace(`${process.cwd()}/`, '') || '(native)';
const nameOf = (node: Node) =>
	`${node.callFrame.functionName || '(anonymous)'} ${fileOf(node)}:${node.callFrame.lineNumber + 1}`;

const self = new Map<string, number>();
const whole = new Map<string, number>();
const files = new Map<string, number>();
const add = (map: Map<string, number>, key: string, time: number) =>
	map.set(key, (map.get(key) ?? 0) + time);

let total = 0;
samples.forEach((id, i) => {
	const time = timeDeltas[i] ?? 0;
	const node = byId.get(id)!;
	if (node.callFrame.functionName === '(idle)') return;
	total += time;
	add(self, nameOf(node), time);
	add(files, fileOf(node), time);
	const seen = new Set<string>();
	for (let at: Node | undefined = node; at; at = parents.get(at.id)) seen.add(nameOf(at));
	for (const name of seen) add(whole, name, time);
});

for (const [title, map] of [
	['itself', self],
	['with what it called', whole],
	['by file', files]
] as const) {
	console.log(`\n${title}, % of ${(total / 1e6).toFixed(1)} s busy`);
	const sorted = [...map].sort((a, b) => b[1] - a[1]).slice(0, Number(lines));
	for (const [name, time] of sorted)
		console.log(`${((time / total) * 100).toFixed(1).padStart(6)}  ${name}`);
}
