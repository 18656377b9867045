import type { EntryRow, TeamRow } from '../../src/lib/live/board.ts';
import type { Mirror } from '../directory/mirror.ts';
import type { BookedEntry } from '../ledger/entry.ts';
import { present, sumOf } from './month.ts';
import type { Month } from './month.ts';
import type { SceneContext } from './scene.ts';

/** The units of a kind below this one with their month, best attainment (or total) first. */
export function teamRows(
	{ directory: { mirror }, unit }: SceneContext,
	month: Month,
	{
		level = 'team',
		by = 'attainment'
	}: { level?: 'team' | 'region'; by?: 'attainment' | 'total' } = {}
): TeamRow[] {
	const rows = mirror
		.below(unit.id, level)
		.filter(({ id }) => id !== unit.id)
		.map((one): TeamRow => {
			const teams = level === 'team' ? [one] : mirror.below(one.id, 'team');
			const { value, ...pace } = month.progressOf({
				subject: { kind: 'unit', id: one.id },
				period: month.period,
				target: month.sheet.of({ kind: 'unit', id: one.id }),
				value: teams.reduce((sum, team) => sum + sumOf(month.teamDays.get(team.id)), 0)
			});
			return { code: one.code, name: one.name, value, ...present(pace) };
		});
	const rank = (row: TeamRow) => (by === 'total' ? row.value : (row.attainment ?? -Infinity));
	return rows.sort((a, b) => rank(b) - rank(a) || b.value - a.value);
}

export function entryRow(mirror: Mirror, entry: BookedEntry): EntryRow {
	const first = entry.credits.find((credit) => credit.role === 'credit')!;
	const customer = entry.customerId === null ? undefined : mirror.customers.get(entry.customerId);
	const product = entry.productId === null ? undefined : mirror.products.get(entry.productId);
	return {
		id: String(entry.position),
		kind: entry.kind,
		rep: mirror.reps.get(first.repId)!.name,
		team: mirror.units.get(first.teamId)!.name,
		amount: entry.amount,
		...(customer ? { customer: customer.name } : {}),
		...(product ? { product: product.name } : {}),
		at: entry.bookedAt
	};
}
