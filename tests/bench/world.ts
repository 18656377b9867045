/** The company that every server of the bench is filled with, and what it sells. */
import type {
	CustomerForm,
	ProductForm,
	RepForm,
	UnitForm
} from '../../src/lib/forms/directory.ts';
import type { EntryForm } from '../../src/lib/forms/entry.ts';
import type { TargetForm } from '../../src/lib/forms/target.ts';

const REGIONS = 2;
const TEAMS = 8;
const REPS_PER_TEAM = 12;
const REPS = TEAMS * REPS_PER_TEAM;
const REP_TARGET = 50_000_000;

export const COMPANY = 'company';
export const COMPANY_ROOM = `board:sales/${COMPANY}`;

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const repCode = (i: number) => `r${String(i).padStart(3, '0')}`;

export const units: [code: string, form: UnitForm][] = [
	[COMPANY, { name: '华东家纺', kind: 'company' }],
	...range(REGIONS).map((i): [string, UnitForm] => [
		`region${i}`,
		{ name: `大区${i + 1}`, kind: 'region', parent: COMPANY }
	]),
	...range(TEAMS).map((i): [string, UnitForm] => [
		`team${i}`,
		{ name: `销售${i + 1}队`, kind: 'team', parent: `region${i % REGIONS}` }
	])
];

export const reps: [code: string, form: RepForm][] = range(REPS).map((i) => [
	repCode(i),
	{ name: `销售员${i}`, team: `team${i % TEAMS}` }
]);

/** Who has the dealers. */
export const SPLITTER = repCode(0);

export const dealers: [code: string, form: CustomerForm][] = range(500).map((i) => [
	`d${i}`,
	{ name: `经销商${i}`, kind: 'dealer', owner: SPLITTER }
]);

export const products: [code: string, form: ProductForm][] = range(12).map((i) => [
	`p${i}`,
	{ name: `产品${i}` }
]);

/** Targets of a month (`2026-11-01`). */
export function targets(monthStart: string): TargetForm[] {
	const period = { unit: 'month' as const, start: monthStart };
	const target = (kind: 'unit' | 'rep', code: string, amount: number): TargetForm => ({
		metric: 'sales',
		period,
		subject: { kind, code },
		amount
	});
	return [
		target('unit', COMPANY, REP_TARGET * REPS),
		...range(TEAMS).map((i) => target('unit', `team${i}`, REP_TARGET * REPS_PER_TEAM)),
		...reps.map(([code]) => target('rep', code, REP_TARGET))
	];
}

export interface Sale {
	/** Unique in this run. */
	number: number;
	/** Minor units; the number again unless given. */
	amount?: number;
}

/** Below what is celebrated: a big deal is another test than a sale. */
const AMOUNTS = { first: 1_000_000, count: 3_000_000 };

/** Everybody sells in turn, far from their neighbours on the board; the amount tells a sale from those around it. */
export function sale({
	number,
	amount = AMOUNTS.first + (number % AMOUNTS.count)
}: Sale): EntryForm {
	return {
		externalId: `bench-${number}`,
		source: 'bench',
		kind: 'sale',
		metric: 'sales',
		amount,
		rep: repCode((number * 37) % REPS),
		occurredAt: new Date().toISOString()
	};
}
