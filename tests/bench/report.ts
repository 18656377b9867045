/** What the bench prints: one table per part, in Markdown, so that it can be pasted into docs/PERFORMANCE.md. */
export type Cell = string | number;

const text = (cell: Cell): string =>
	typeof cell === 'string'
		? cell
		: cell.toLocaleString('en', { maximumFractionDigits: Math.abs(cell) < 100 ? 1 : 0 });

/** How many times the floor. */
export const times = (value: number, floor: number): string => `${(value / floor).toFixed(2)} ×`;

export function printTable(
	title: string,
	head: readonly string[],
	rows: readonly (readonly Cell[])[]
): void {
	const cells = [head, ...rows].map((row) => row.map(text));
	const widths = head.map((_, i) => Math.max(3, ...cells.map((row) => row[i]!.length)));
	const line = (row: readonly string[]) =>
		`| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(' | ')} |`;
	const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
	console.log(
		`\n### ${title}\n\n${[line(cells[0]!), rule, ...cells.slice(1).map(line)].join('\n')}`
	);
}
