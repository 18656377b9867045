import type { App } from '../../server/app.ts';
import { addDays, datesOf, periodOf } from '../../src/lib/domain/period.ts';
import type { EntryForm } from '../../src/lib/forms/entry.ts';
import type { TargetForm } from '../../src/lib/forms/target.ts';
import { CUSTOMERS, LONG, LONG_TEAM, NAMES } from '../support/board-words.ts';

const ACTOR = 'pictures';
/** Has reached its targets. */
export const DONE = 'DONE';
/** Has people, and nothing else yet. */
export const NEW = 'NEW';

const REGIONS = [
	{ code: 'EAST', name: '华东及华中事业群', teams: 6, reps: 40 },
	{ code: 'SOUTH', name: 'South & South-East Asia', teams: 5, reps: 40 },
	{ code: DONE, name: '西南大区', teams: 3, reps: 10 },
	{ code: NEW, name: '海外新区（筹备）', teams: 2, reps: 15 }
];

/** Fen: what a rep is to sell in a month. */
const REP_TARGET = 800_000_000;
const HISTORY_DAYS = 60;
const WINDOW = 2_000;

const TEAMS = REGIONS.flatMap(({ code, teams, reps }) =>
	Array.from({ length: teams }, (_, i) => ({
		code: `${code}${i + 1}`,
		name:
			i === 0 && code === 'EAST'
				? LONG_TEAM['zh-CN']
				: i === 0 && code === 'SOUTH'
					? LONG_TEAM.en
					: `${code === 'SOUTH' ? 'Delta ' : '直营 '}${i + 1}${code === 'SOUTH' ? '' : ' 队'}`,
		region: code,
		reps
	}))
);

const POOL = [
	...NAMES['zh-CN'].flatMap((list) => list.split(' ')),
	...NAMES.en.flatMap((list) => list.split('|'))
];

const nameOf = (i: number): string => {
	if (i % 23 === 4) return LONG['zh-CN'];
	if (i % 23 === 11) return LONG.en;
	const again = Math.floor(i / POOL.length);
	return (
		POOL[(i * 7) % POOL.length]! +
		(again > 0 ? ` ${'甲乙丙丁戊己庚辛壬癸子丑寅'[again] ?? again}` : '')
	);
};

const REPS = TEAMS.flatMap((team, t) =>
	Array.from({ length: team.reps }, (_, i) => ({
		code: `${team.code}-${i + 1}`,
		name: nameOf(t * 41 + i),
		team,
		/** What becomes of a target. */
		form: team.region === DONE ? 1.7 + (i % 5) / 10 : 0.6 + ((t * 5 + i * 7) % 17) / 20
	}))
);
const SELLING = REPS.filter(({ team }) => team.region !== NEW);

const DEALERS = [...CUSTOMERS['zh-CN'], ...CUSTOMERS.en].flatMap((name, n) =>
	['', '旗舰店', ' Distribution & Logistics Partners'].map((more, i) => ({
		code: `D${n * 3 + i + 1}`,
		name: name + more,
		owner: SELLING[(n * 3 + i) * 11]!.code
	}))
);

function must(outcome: { ok: boolean }): void {
	if (!outcome.ok) throw new Error(`the large company does not fit: ${JSON.stringify(outcome)}`);
}

async function foundDirectory({ directory, organisation }: App): Promise<void> {
	const put = async (...of: Parameters<typeof directory.put>) => must(await directory.put(...of));
	must(
		await organisation.update(
			{ name: '环球家居（中国）股份有限公司', publicBoards: true },
			{},
			ACTOR
		)
	);
	await put('units', 'HQ', { name: '环球家居（中国）股份有限公司', kind: 'company' }, ACTOR);
	for (const { code, name } of REGIONS)
		await put('units', code, { name, kind: 'region', parent: 'HQ' }, ACTOR);
	for (const { code, name, region } of TEAMS)
		await put('units', code, { name, kind: 'team', parent: region }, ACTOR);
	for (const { code, name, team } of REPS)
		await put('reps', code, { name, team: team.code }, ACTOR);
	for (const { code, name, owner } of DEALERS)
		await put('customers', code, { name, kind: 'dealer', owner }, ACTOR);
}

/** Of everybody who has begun. Children exceed their parent by 5 %, as a split asks. */
function targetsOf(start: string): TargetForm[] {
	const above = (children: number) => Math.floor(children / 1.05 / 1e6) * 1e6;
	const teams = TEAMS.filter(({ region }) => region !== NEW).map((team) => ({
		...team,
		amount: above(team.reps * REP_TARGET)
	}));
	const regions = REGIONS.filter(({ code }) => code !== NEW).map(({ code }) => ({
		code,
		amount: above(
			teams.filter(({ region }) => region === code).reduce((sum, { amount }) => sum + amount, 0)
		)
	}));
	const company = above(regions.reduce((sum, { amount }) => sum + amount, 0));
	const set = (kind: 'unit' | 'rep', code: string, amount: number): TargetForm => ({
		metric: 'sales',
		period: { unit: 'month', start },
		subject: { kind, code },
		amount
	});
	const sales = [
		set('unit', 'HQ', company),
		...[...regions, ...teams].map(({ code, amount }) => set('unit', code, amount)),
		...SELLING.map(({ code }) => set('rep', code, REP_TARGET))
	];
	const collected = sales.map((target) => ({
		...target,
		metric: 'collection',
		amount: Math.round((target.amount * 0.6) / 1e6) * 1e6
	}));
	return [...sales, ...collected];
}

/** A rep sells every fifth day, and collects half of it. */
function entriesOf({ organisation, clock }: App): EntryForm[] {
	const today = organisation.today();
	const now = clock();
	return datesOf({ from: addDays(today, -HISTORY_DAYS), to: today }).flatMap((date, day) =>
		SELLING.filter((_, i) => (i + day) % 5 === 0).flatMap((rep, i) => {
			const at = organisation.clock.startOf(date) + (9 * 60 + ((i * 13) % 480)) * 60_000;
			if (at >= now) return [];
			const amount = Math.round(
				(REP_TARGET / 6) * rep.form * (0.7 + ((i * 31 + day * 17) % 60) / 100)
			);
			const form = {
				source: 'pictures',
				rep: rep.code,
				customer: DEALERS[(i + day) % DEALERS.length]!.code,
				occurredAt: new Date(at).toISOString()
			};
			const id = `${rep.code}-${date}`;
			return [
				{ ...form, kind: 'sale', metric: 'sales', amount, externalId: id },
				{
					...form,
					kind: 'collection',
					metric: 'collection',
					amount: Math.round(amount * 0.55),
					externalId: `${id}-c`
				}
			] as const;
		})
	);
}

export async function foundLargeCompany(app: App): Promise<void> {
	await foundDirectory(app);
	must(await app.targets.put(targetsOf(periodOf('month', app.organisation.today()).from), ACTOR));
	const entries = entriesOf(app);
	for (let from = 0; from < entries.length; from += WINDOW) {
		const window = entries.slice(from, from + WINDOW);
		for (const appended of await Promise.all(
			window.map((entry) => app.ledger.append(entry, ACTOR))
		))
			must(appended);
	}
}
