import type { App } from '../../server/app.ts';
import type { Ledger } from '../../server/ledger/ledger.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { DirectoryKind } from '../../src/lib/forms/directory.ts';
import type { EntryForm } from '../../src/lib/forms/entry.ts';
import type { TargetForm } from '../../src/lib/forms/target.ts';

/** A small company: three teams, one of them directly below the company; eight reps, two dealers, two products. */
export const DIRECTORY: readonly [DirectoryKind, string, Record<string, unknown>][] = [
	['units', 'company', { name: '龙腾贸易', kind: 'company' }],
	['units', 'east', { name: '华东', kind: 'region', parent: 'company' }],
	['units', 't1', { name: '一队', kind: 'team', parent: 'east' }],
	['units', 't2', { name: '二队', kind: 'team', parent: 'east' }],
	['units', 't3', { name: '三队', kind: 'team', parent: 'company' }],
	['reps', 'r1', { name: '李娜', team: 't1' }],
	['reps', 'r2', { name: '王建国', team: 't1' }],
	['reps', 'r3', { name: '陈晓燕', team: 't1' }],
	['reps', 'r4', { name: '欧阳思远', team: 't2' }],
	['reps', 'r5', { name: '刘洋', team: 't2' }],
	['reps', 'r6', { name: '赵敏', team: 't2' }],
	['reps', 'r7', { name: '孙伟', team: 't3' }],
	['reps', 'r8', { name: '周杰', team: 't3' }],
	['customers', 'd1', { name: '苏州经销商', kind: 'dealer', owner: 'r1' }],
	['customers', 'd2', { name: '无锡经销商', kind: 'dealer', owner: 'r7' }],
	['customers', 'c1', { name: '零售客户', kind: 'retail' }],
	['products', 'p1', { name: '四件套', series: '床品' }],
	['products', 'p2', { name: '枕头' }]
];

export const REPS = ['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8'];

/** Month targets of the company, its teams and its reps. */
export function monthTargets(monthStart: string): TargetForm[] {
	const set = (kind: 'unit' | 'rep', code: string, amount: number): TargetForm => ({
		metric: 'sales',
		period: { unit: 'month', start: monthStart },
		subject: { kind, code },
		amount
	});
	return [
		set('unit', 'company', 100_000_000),
		set('unit', 't1', 40_000_000),
		set('unit', 't2', 45_000_000),
		set('unit', 't3', 25_000_000),
		...REPS.map((code, i) => set('rep', code, 10_000_000 + i * 1_000_000))
	];
}

/** Founds the company through the capabilities of an app. */
export async function foundCompany(app: App, monthStart: string): Promise<void> {
	for (const [kind, code, form] of DIRECTORY) {
		const put = await app.directory.put(kind, code, form as never, 'test');
		if (!put.ok) throw new Error(JSON.stringify(put.problems));
	}
	const put = await app.targets.put(monthTargets(monthStart), 'test');
	if (!put.ok) throw new Error(JSON.stringify(put.problems));
}

let sales = 0;

/** The form of a sale, now unless `at` says otherwise. */
export function sale(
	rep: string,
	amount: number,
	more: Partial<EntryForm> & { at: number }
): EntryForm {
	const { at, ...rest } = more;
	return {
		source: 'test',
		externalId: `sale-${++sales}`,
		kind: 'sale',
		metric: 'sales',
		amount,
		rep,
		occurredAt: new Date(at).toISOString(),
		...rest
	};
}

/** Records an entry through the ledger of an app; gives its id. */
export async function record(app: App, form: EntryForm): Promise<number> {
	const appended = await app.ledger.append(form, 'test');
	if (!appended.ok) throw new Error(JSON.stringify(appended.problems));
	return appended.entry.position;
}

export async function reverse(app: App, id: number): Promise<number> {
	const appended = await app.ledger.reverse(id, 'test', 'test');
	if (!appended.ok) throw new Error(JSON.stringify(appended.problems));
	return appended.entry.position;
}

/** Closes the ledger up to and with a business date, of any month or none: what closing a month does beside its figures. */
export async function closeLedger(
	ledger: Pick<Ledger, 'settle'>,
	through: IsoDate | undefined
): Promise<void> {
	await ledger.settle(async () => ({ ok: true, through }));
}
