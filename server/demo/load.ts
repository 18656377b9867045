import {
	addDays,
	contains,
	datesOf,
	periodOf,
	previousPeriod
} from '../../src/lib/domain/period.ts';
import type { IsoDate, Period } from '../../src/lib/domain/period.ts';
import { weightsOf, dayWeight } from '../../src/lib/domain/calendar.ts';
import type { EntryForm } from '../../src/lib/forms/entry.ts';
import type { TargetForm } from '../../src/lib/forms/target.ts';
import type { App } from '../app.ts';
import { BOARD } from './board.ts';
import {
	ACCOUNTS,
	BIG_DEAL,
	COMPANY,
	DAILY_YUAN,
	DEALERS,
	PASSWORD,
	PRODUCTS,
	REGIONS,
	REPS,
	TEAMS
} from './company.ts';
import { answerAlerts, loadPastAlerts } from './alerts.ts';
import { loadCheers } from './cheers.ts';
import { loadContests } from './contests.ts';
import { dayOf } from './history.ts';
import { loadRound } from './round.ts';
import { loadProcess } from './process.ts';
import { loadLetters } from './letters.ts';

export const ACTOR = 'demo';

const HISTORY_DAYS = 90;
/** Entries that wait for their commit at the same time. */
const WINDOW = 2_000;
const MONTHS_WITH_TARGETS = 4;
/** The sum of the reps' targets over what they sell on average: three levels of stretch and some ambition. */
const TARGET_FACTOR = 1.14;
/** What is to be collected of a month's sales target. */
const COLLECTED = 0.6;

type Tell = (line: string) => void;

export interface DemoOptions {
	/**
	 * The boards are open to everyone and the demo's people sign in with a password that everybody knows: never in an
	 * installation that somebody set up as their own.
	 */
	open?: boolean;
	tell?: Tell;
	/** Entries recorded so far, and of how many. */
	onProgress?: (done: number, total: number) => void;
}

function must(outcome: { ok: boolean; problems?: unknown }): void {
	if (!outcome.ok) throw new Error(`the demo company does not fit: ${JSON.stringify(outcome)}`);
}

async function loadDirectory({ directory, organisation }: App, open: boolean): Promise<void> {
	must(
		await organisation.update(
			{
				name: COMPANY.name,
				bigDeal: BIG_DEAL,
				...(open ? { publicBoards: true } : {}),
				workingHours: { start: '09:00', end: '21:00' }
			},
			// Shops are open every day, and Saturday counts for more.
			{ week: [100, 100, 100, 100, 100, 150, 100], holidays: null },
			ACTOR
		)
	);
	const { code, name } = COMPANY;
	must(await directory.put('units', code, { name, kind: 'company' }, ACTOR));
	for (const region of REGIONS)
		must(
			await directory.put(
				'units',
				region.code,
				{ name: region.name, kind: 'region', parent: code },
				ACTOR
			)
		);
	for (const team of TEAMS)
		must(
			await directory.put(
				'units',
				team.code,
				{ name: team.name, kind: 'team', parent: team.region },
				ACTOR
			)
		);
	for (const rep of REPS) {
		const isNew = rep.joined !== undefined && !directory.mirror.reps.named(rep.code);
		const since = isNew ? { since: addDays(organisation.today(), -rep.joined!) } : {};
		must(
			await directory.put('reps', rep.code, { name: rep.name, team: rep.team, ...since }, ACTOR)
		);
	}
	for (const dealer of DEALERS)
		must(
			await directory.put(
				'customers',
				dealer.code,
				{ name: dealer.name, kind: 'dealer', owner: dealer.owner },
				ACTOR
			)
		);
	for (const { code: product, name: title, series } of PRODUCTS)
		must(await directory.put('products', product, { name: title, series }, ACTOR));
}

async function loadAccounts({ accounts }: App): Promise<void> {
	for (const account of ACCOUNTS) {
		const made = await accounts.create({ ...account, password: PASSWORD }, ACTOR);
		if (!made.ok && made.problems[0]?.reason !== 'code-taken') must(made);
	}
}

/** Σ children exceed the parent by 5 % (SPLIT-1), whole thousands of yuan at every level. */
const above = (children: number): number => Math.floor(children / 1.05 / 100_000) * 100_000;

function targetsOf(month: Period, workingDays: number): TargetForm[] {
	const period = { unit: 'month' as const, start: month.from };
	const set = (kind: TargetForm['subject']['kind'], code: string, amount: number): TargetForm => ({
		metric: 'sales',
		period,
		subject: { kind, code },
		amount
	});
	const reps = new Map(
		REPS.map((rep) => {
			const yuan = DAILY_YUAN * workingDays * rep.skill * TARGET_FACTOR;
			return [rep.code, Math.round(yuan / 10_000) * 1_000_000] as const;
		})
	);
	const teams = new Map(
		TEAMS.map((team) => {
			const members = REPS.filter((rep) => rep.team === team.code);
			return [team.code, above(members.reduce((sum, rep) => sum + reps.get(rep.code)!, 0))];
		})
	);
	const regions = new Map(
		REGIONS.map((region) => {
			const own = TEAMS.filter((team) => team.region === region.code);
			return [region.code, above(own.reduce((sum, team) => sum + teams.get(team.code)!, 0))];
		})
	);
	const company = above([...regions.values()].reduce((sum, amount) => sum + amount, 0));
	const each = (share: number, among: number) => Math.round((company * share) / among / 1e6) * 1e6;
	return [
		set('unit', COMPANY.code, company),
		...[...regions].map(([code, amount]) => set('unit', code, amount)),
		...[...teams].map(([code, amount]) => set('unit', code, amount)),
		...[...reps].map(([code, amount]) => set('rep', code, amount)),
		...[
			set('unit', COMPANY.code, company),
			...[...teams].map(([code, amount]) => set('unit', code, amount)),
			...[...reps].map(([code, amount]) => set('rep', code, amount))
		].map((target) => ({
			...target,
			metric: 'collection',
			amount: Math.round((target.amount * COLLECTED) / 1e6) * 1e6
		})),
		...DEALERS.map((dealer) => set('dealer', dealer.code, each(1.05, DEALERS.length))),
		...PRODUCTS.map((product) => set('product', product.code, each(1.05, PRODUCTS.length)))
	];
}

async function loadTargets({ targets, organisation, directory }: App): Promise<void> {
	const metric = directory.mirror.metrics.named('sales')!;
	const { id } = directory.mirror.company()!;
	let month = periodOf('month', organisation.today());
	for (let i = 0; i < MONTHS_WITH_TARGETS; i++) {
		// What somebody set or settled since the demo was loaded stays theirs.
		if ((await targets.sheet(metric.id, month)).of({ kind: 'unit', id }) !== undefined) {
			month = previousPeriod(month);
			continue;
		}
		const weight = weightsOf(month, organisation.calendar).reduce((sum, w) => sum + w, 0);
		must(await targets.put(targetsOf(month, weight / 100), ACTOR));
		month = previousPeriod(month);
	}
}

/** Everything that happened on the dates, up to now, in the order in which it happened. */
function happened(
	{ organisation, directory, clock }: App,
	from: IsoDate,
	to: IsoDate
): EntryForm[] {
	const now = new Date(clock()).toISOString();
	return datesOf({ from, to })
		.flatMap((date) => {
			const day = {
				date,
				startOfDay: organisation.clock.startOf(date),
				weight: dayWeight(date, organisation.calendar)
			};
			return REPS.filter(({ code }) => {
				const rep = directory.mirror.reps.named(code);
				return rep && directory.mirror.teamOn(rep.id, date) !== undefined;
			}).flatMap((rep) => dayOf(rep, day));
		})
		.filter((entry) => entry.occurredAt < now)
		.sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1));
}

async function loadHistory(
	app: App,
	{ tell, onProgress }: Pick<DemoOptions, 'tell' | 'onProgress'>
): Promise<void> {
	const today = app.organisation.today();
	const entries = happened(app, addDays(today, -HISTORY_DAYS), today);
	onProgress?.(0, entries.length);
	for (let from = 0; from < entries.length; from += WINDOW) {
		const window = entries.slice(from, from + WINDOW);
		const appended = await Promise.all(window.map((entry) => app.ledger.append(entry, ACTOR)));
		appended.forEach(must);
		const done = Math.min(from + WINDOW, entries.length);
		onProgress?.(done, entries.length);
		tell?.(`  ${done} / ${entries.length} entries`);
	}
}

/** A board that shows what boards can do; the main one stays the overview. */
async function loadBoard({ boardBooks, boards }: App): Promise<void> {
	const { code, name, plan } = BOARD;
	if (boards.named(code)) return;
	must(await boardBooks.create({ code, name, metric: 'sales' }, ACTOR, plan));
}

/** Whether the demo company is there, with entries of the current business day's month. */
function isLoaded({ directory, organisation }: App, lastEntry: IsoDate | undefined): boolean {
	return (
		directory.mirror.reps.size >= REPS.length &&
		lastEntry !== undefined &&
		contains(periodOf('month', organisation.today()), lastEntry) &&
		lastEntry >= addDays(organisation.today(), -1)
	);
}

/**
 * Loads the demo company where it is not there yet, and the days since where it was left alone for some.
 * Entries have ids made from rep and day, so what is there already is not loaded twice.
 */
export async function loadDemo(app: App, options: DemoOptions = {}): Promise<void> {
	const { open = false, tell } = options;
	await loadBoard(app);
	const [last] = (await app.ledger.read(Math.max(0, app.ledger.feed.head - 1), 1)).entries;
	if (isLoaded(app, last?.businessDate)) return;
	tell?.('Loading the demo company 云锦家纺: 3 regions, 8 teams, 48 reps, 60 dealers, 12 products');
	await loadDirectory(app, open);
	if (open) await loadAccounts(app);
	await app.alerts.quietly(async () => {
		tell?.(`Setting targets for ${MONTHS_WITH_TARGETS} months`);
		await loadTargets(app);
		tell?.(`Recording ${HISTORY_DAYS} days of history`);
		await loadHistory(app, options);
		await loadRound(app, ACTOR);
		await loadProcess(app);
		if (open) await loadLetters(app);
		await loadPastAlerts(app, open);
	});
	if (open) await answerAlerts(app);
	await loadContests(app, ACTOR);
	await loadCheers(app);
}
