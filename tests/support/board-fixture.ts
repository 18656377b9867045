/**
 * A board as the server would send it, and a deterministic month behind it that can go on selling: for component and
 * browser tests, and for looking at the wall without a server. The same options give the same board.
 */
import { FALLBACK_SCENE } from '../../src/lib/live/board.ts';
import type {
	BoardState,
	OverviewBoard,
	EntryRow,
	PaceStatus,
	Progress,
	Rows
} from '../../src/lib/live/board.ts';
import { CUSTOMERS, LONG, LONG_TEAM, NAMES, TEAMS } from './board-words.ts';
import type { LiveEvent } from '../../src/lib/live/protocol.ts';

export interface FixtureOptions {
	locale?: 'zh-CN' | 'en';
	reps?: number;
	teams?: number;
	/** Multiplies every amount: 100 gives a company of 亿. */
	factor?: number;
	/** Month's total ÷ the month's target. */
	attainment?: number;
	targets?: boolean;
	entries?: boolean;
	longNames?: boolean;
	/** Today's total ÷ the day target; may be negative. */
	todayAttainment?: number;
	now?: number;
}

export interface BoardFixture {
	state(): OverviewBoard;
	/** Books an amount (minor units) for the rep at `index` (0 is the first by code); gives the celebration it deserves. */
	sell(index: number, amount: number): LiveEvent | undefined;
	/** Lets time pass. */
	tick(ms: number): void;
	/** A sale of the simulation's own choice. */
	sellSomething(): LiveEvent | undefined;
}

interface Rep {
	code: string;
	name: string;
	team: number;
	value: number;
	target: number;
	startRank: number;
}

/** The board of the one scene, as a room holds it. */
export function boardOf(overview: OverviewBoard): BoardState {
	const { month, today, leaders, leadersTotal, teams, trend, latest, ...board } = overview;
	const { unit, metric } = board;
	const id = FALLBACK_SCENE;
	return {
		...board,
		plan: {
			revision: 1,
			programme: [{ id, kind: 'overview', seconds: 60, options: { metric: '' } }]
		},
		scenes: { [id]: { unit, metric, month, today, leaders, leadersTotal, teams, trend, latest } }
	};
}

/** mulberry32: small, seeded, good enough to look natural. */
function random(seed: number): () => number {
	let a = seed;
	return () => {
		a = (a + 0x6d2b79f5) | 0;
		let t = Math.imul(a ^ (a >>> 15), 1 | a);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}

const DATE = '2026-11-23';
export const FIXTURE_NOW = Date.parse(`${DATE}T14:32:08+08:00`);
const DAYS = Array.from({ length: 30 }, (_, i) => `2026-11-${String(i + 1).padStart(2, '0')}`);
const isWorkday = (date: string) => ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
const WORKDAYS = DAYS.filter(isWorkday);
const TODAY_SHARE = 0.6;

function statusOf(index: number | undefined, attainment: number): PaceStatus | undefined {
	if (attainment >= 1) return 'done';
	if (index === undefined) return undefined;
	return index >= 1 ? 'ahead' : index >= 0.95 ? 'on-track' : index >= 0.8 ? 'behind' : 'at-risk';
}

function progress(
	period: Progress['period'],
	value: number,
	target: number | undefined,
	timeProgress: number,
	daysLeft: number
): Progress {
	if (target === undefined) return { period, value, timeProgress };
	const expected = Math.round(target * timeProgress);
	const attainment = value / target;
	const index = expected > 0 ? value / expected : undefined;
	const status = statusOf(index, attainment);
	const gap = Math.max(0, target - value);
	return {
		period,
		value,
		target,
		attainment,
		timeProgress,
		expected,
		gap,
		remainingDays: daysLeft,
		...(daysLeft > 0 ? { requiredPerDay: Math.round(gap / daysLeft) } : {}),
		...(timeProgress > 0 ? { projection: Math.round(value / timeProgress) } : {}),
		...(index === undefined ? {} : { index }),
		...(status === undefined ? {} : { status })
	};
}

const keyed = <Row>(rows: Row[], key: (row: Row) => string): Rows<Row> => ({
	order: rows.map(key),
	rows: Object.fromEntries(rows.map((row) => [key(row), row]))
});

export function boardFixture(options: FixtureOptions = {}): BoardFixture {
	const { locale = 'zh-CN', reps: repCount = 16, teams: teamCount = 8, factor = 1 } = options;
	const { attainment = 0.705, todayAttainment = 0.608, targets = true, entries = true } = options;
	const chance = random(7);
	const names = NAMES[locale].flatMap((list) => list.split(locale === 'en' ? '|' : ' '));
	const teamNames = Array.from({ length: teamCount }, (_, i) =>
		options.longNames && i === 0
			? LONG_TEAM[locale]
			: (TEAMS[locale][i] ?? (locale === 'en' ? `Team ${i + 1}` : `新区${i + 1}队`))
	);

	const target = 200_000_000 * 10 * factor;
	const weights = Array.from({ length: repCount }, (_, i) => 1 / (i + 6));
	const weightSum = weights.reduce((a, b) => a + b, 0);
	const total = entries ? target * attainment : 0;
	const reps: Rep[] = weights.map((weight, i) => ({
		code: `r${String(i + 1).padStart(2, '0')}`,
		name:
			options.longNames && i % 3 === 1
				? LONG[locale]
				: (names[i] ?? `${names[i % names.length]}${Math.floor(i / names.length) + 1}`),
		team: i % Math.max(1, teamCount),
		value: Math.round((total * weight) / weightSum),
		target: Math.round(((target * weight) / weightSum) * (0.66 + chance() * 0.6)),
		startRank: Math.max(1, i + 1 + Math.round((chance() - 0.5) * 5))
	}));

	const dayTarget = Math.round(target / WORKDAYS.length);
	const actuals: Record<string, number> = {};
	const past = WORKDAYS.filter((day) => day < DATE);
	const todayValue = entries ? Math.round(dayTarget * todayAttainment) : 0;
	if (entries) {
		const before = total - todayValue;
		const shares = past.map(() => 0.25 + chance() * 1.5);
		const sum = shares.reduce((a, b) => a + b, 0);
		past.forEach((day, i) => (actuals[day] = Math.round((before * (shares[i] ?? 0)) / sum)));
		actuals[DATE] = todayValue;
	}

	let now = options.now ?? FIXTURE_NOW;
	let position = 4_200;
	let latest: EntryRow[] = [];

	function book(rep: Rep, amount: number) {
		position += 1;
		const customers = CUSTOMERS[locale];
		latest = [
			{
				id: `e${position}`,
				kind: amount < 0 ? ('return' as const) : ('sale' as const),
				rep: rep.name,
				team: teamNames[rep.team] ?? '',
				amount,
				customer: customers[position % customers.length] ?? '',
				at: now
			},
			...latest
		].slice(0, 12);
	}

	if (entries) {
		[3, 9, 1, 6, 5].forEach((i, n) => {
			const rep = reps[i % reps.length];
			if (rep) {
				const at = now;
				now = at - (5 - n) * 437_000;
				book(rep, Math.round((n === 2 ? -0.4 : 1 + chance() * 3) * 1_234_000 * factor));
				now = at;
			}
		});
	}

	const ranked = () => [...reps].sort((a, b) => b.value - a.value);
	const rankOf = (rep: Rep) => 1 + reps.filter((other) => other.value > rep.value).length;

	function state(): OverviewBoard {
		const elapsed = (past.length + TODAY_SHARE) / WORKDAYS.length;
		const left = WORKDAYS.length - past.length - TODAY_SHARE;
		const monthValue = reps.reduce((sum, rep) => sum + rep.value, 0);
		const today = actuals[DATE] ?? 0;
		const teams = teamNames
			.map((name, i) => {
				const members = reps.filter((rep) => rep.team === i);
				const value = members.reduce((sum, rep) => sum + rep.value, 0);
				const aim = Math.max(
					1,
					members.reduce((sum, rep) => sum + rep.target, 0)
				);
				const row = { code: `t${i + 1}`, name, value };
				return targets
					? { ...row, target: aim, attainment: value / aim, timeProgress: elapsed }
					: row;
			})
			.sort((a, b) => ('attainment' in a && 'attainment' in b ? b.attainment - a.attainment : 0));
		return {
			organisation: {
				name: locale === 'en' ? 'Eastern Home Textiles' : '华东家纺集团',
				timeZone: 'Asia/Shanghai',
				currency: 'CNY',
				fractionDigits: 2,
				locale
			},
			unit: {
				code: 'company',
				name: locale === 'en' ? 'Eastern Home Textiles' : '华东家纺事业部',
				kind: 'company'
			},
			metric: { code: 'sales', name: locale === 'en' ? 'sales' : '销售额', kind: 'money' },
			asOf: { position, at: now },
			day: {
				date: DATE,
				startsAt: Date.parse(`${DATE}T00:00:00+08:00`),
				endsAt: Date.parse(`${DATE}T24:00:00+08:00`)
			},
			month: progress(
				{ from: '2026-11-01', to: '2026-11-30' },
				monthValue,
				targets ? target : undefined,
				elapsed,
				left
			),
			today: progress(
				{ from: DATE, to: DATE },
				today,
				targets ? dayTarget : undefined,
				TODAY_SHARE,
				1 - TODAY_SHARE
			),
			leaders: keyed(
				ranked()
					.slice(0, 10)
					.map((rep) => ({
						rank: rankOf(rep),
						code: rep.code,
						name: rep.name,
						unit: teamNames[rep.team] ?? '',
						value: rep.value,
						...(targets ? { target: rep.target, attainment: rep.value / rep.target } : {}),
						...(entries ? { movement: rep.startRank - rankOf(rep) } : {})
					})),
				(row) => row.code
			),
			leadersTotal: reps.length,
			teams: keyed(teams, (row) => row.code),
			trend: {
				targets: targets
					? Object.fromEntries(DAYS.map((day) => [day, isWorkday(day) ? dayTarget : 0]))
					: {},
				actuals: { ...actuals }
			},
			latest: keyed(latest, (row) => row.id)
		};
	}

	function sell(index: number, amount: number): LiveEvent | undefined {
		const rep = reps[index];
		if (!rep) return undefined;
		rep.value += amount;
		actuals[DATE] = (actuals[DATE] ?? 0) + amount;
		book(rep, amount);
		if (amount < 20_000_000 * factor) return undefined;
		return {
			kind: 'celebration',
			id: `c${position}`,
			reason: 'big-deal',
			meanings: [{ reason: 'big-deal' }],
			rep: { code: rep.code, name: rep.name },
			unit: { code: `t${rep.team}`, name: teamNames[rep.team] ?? '', kind: 'team' },
			metric: { code: 'sales', name: 'sales', kind: 'money' },
			day: DATE,
			amount,
			customer: CUSTOMERS[locale][position % 6] ?? '',
			rank: rankOf(rep),
			at: now
		};
	}

	return {
		state,
		sell,
		tick: (ms) => (now += ms),
		sellSomething: () =>
			sell(Math.floor(chance() * reps.length), Math.round(chance() * 8_000_000 * factor))
	};
}
