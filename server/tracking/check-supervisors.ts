/** The supervisors are checked too: how far each is with their list. docs/SPEC.md, TRACK-14. */
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Mirror } from '../directory/mirror.ts';
import type { CheckItem } from './check-items.ts';
import type { SupervisorRow } from './check-view.ts';
import { supervisorsOf } from './supervisors.ts';
import type { Supervisor } from './supervisors.ts';
import { keyOf } from './ticks.ts';
import type { Ticks } from './ticks.ts';

/** Of the first of the days; an open item of any of them counts for `openSince`. */
export function supervisorRows(
	days: readonly { day: IsoDate; items: readonly CheckItem[] }[],
	{
		mirror,
		ticks,
		byUnit
	}: { mirror: Mirror; ticks: Ticks; byUnit: ReadonlyMap<number, Supervisor[]> }
): { rows: SupervisorRow[]; unled: number } {
	const rows = new Map<string, SupervisorRow>();
	const unled = new Set<number>();
	for (const [i, { day, items }] of days.entries()) {
		for (const { rep, metric } of items) {
			const leaders = supervisorsOf(mirror, byUnit, rep, day);
			if (leaders.length === 0 && i === 0) unled.add(rep.id);
			const tick = ticks.get(keyOf(rep.id, metric.id, day));
			for (const { code, name, unit } of leaders) {
				const row = rows.get(code) ?? { code, name, units: [], total: 0, done: 0 };
				rows.set(code, row);
				if (!row.units.includes(unit)) row.units.push(unit);
				if (i === 0) {
					row.total++;
					if (tick) row.done++;
					if (tick) row.lastAt = Math.max(row.lastAt ?? 0, tick.at);
				}
				if (!tick && (row.openSince === undefined || day < row.openSince)) row.openSince = day;
			}
		}
	}
	const open = (row: SupervisorRow) => (row.total === 0 ? 1 : row.done / row.total);
	return {
		rows: [...rows.values()]
			.sort((a, b) => open(a) - open(b) || (a.code < b.code ? -1 : 1))
			.map((row) => ({
				...row,
				units: row.units.map((code) => mirror.units.named(code)!.name)
			})),
		unled: unled.size
	};
}
