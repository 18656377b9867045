import { setTimeout as delay } from 'node:timers/promises';
import type { EntryForm } from '../../src/lib/forms/entry.ts';
import type { App } from '../app.ts';
import { BIG_DEAL, COMPANY, DEALERS, PRODUCTS, REPS, dealersOf } from './company.ts';
import { pick } from './history.ts';
import { ACTOR } from './load.ts';

const SOONEST_MS = 3_000;
const LATEST_MS = 12_000;
/** Kinds of events by chance; the rest are ordinary sales. */
const CHANCE = { bigDeal: 1 / 50, overtake: 1 / 30, return: 1 / 60, correction: 1 / 150 };
/** A gap that one good sale closes, fen. */
const CLOSE = 3_000_000;

type Sale = Pick<EntryForm, 'amount' | 'rep' | 'kind'> & Partial<EntryForm>;

/**
 * A working day as it happens: sales of all sizes in real time, now and then one that overtakes the next
 * above, a big deal, a return, a correction. The first minute shows one of each that moves the wall.
 */
export function simulateDay(
	app: App,
	random: () => number = Math.random
): { stop(): Promise<void> } {
	const stopping = new AbortController();
	const opening: (() => Promise<unknown>)[] = [ordinary, ordinary, overtake, ordinary, bigDeal];
	let serial = 0;

	async function record(sale: Sale) {
		const now = app.clock();
		const dealers = dealersOf(sale.rep!);
		return app.ledger.append(
			{
				source: 'demo-live',
				externalId: `${now}-${++serial}`,
				metric: 'sales',
				customer: pick(dealers.length > 0 ? dealers : DEALERS, random).code,
				product: pick(PRODUCTS, random).code,
				occurredAt: new Date(now).toISOString(),
				...sale
			},
			ACTOR
		);
	}

	/** Small enough for today to stay near its target, whatever the hour. */
	async function ordinary() {
		const read = await app.progress.read({
			metric: 'sales',
			period: 'day',
			kind: 'unit',
			code: COMPANY.code
		});
		const ahead = read.ok && (read.progress.index ?? 2) > 1;
		const yuan = ahead ? 60 + random() * 500 : 500 + random() * 6_000;
		return record({ kind: 'sale', rep: pick(REPS, random).code, amount: Math.round(yuan) * 100 });
	}

	async function overtake() {
		const read = await app.leaderboards.read({
			metric: 'sales',
			measure: 'total',
			period: 'month',
			level: 'rep',
			top: 20
		});
		if (!read.ok) return ordinary();
		const { standings } = read.leaderboard;
		const near = standings.flatMap((standing, i) => {
			const gap = (standings[i - 1]?.value ?? Infinity) - (standing.value ?? 0);
			return gap < CLOSE ? [{ rep: standing.subject.code, gap }] : [];
		});
		if (near.length === 0) return ordinary();
		const { rep, gap } = pick(near, random);
		return record({ kind: 'sale', rep, amount: gap + Math.ceil(random() * 500) * 100 });
	}

	function bigDeal() {
		return record({
			kind: 'sale',
			rep: pick(REPS, random).code,
			amount: BIG_DEAL + Math.round(random() * 15_000) * 100
		});
	}

	function giveBack() {
		return record({
			kind: 'return',
			rep: pick(REPS, random).code,
			amount: -Math.round(100 + random() * 900) * 100
		});
	}

	async function correction() {
		const made = await ordinary();
		await delay(SOONEST_MS, undefined, { signal: stopping.signal });
		if (made.ok) await app.ledger.reverse(made.entry.position, '录入有误', ACTOR);
	}

	function next(): () => Promise<unknown> {
		const first = opening.shift();
		if (first) return first;
		let chance = random();
		if ((chance -= CHANCE.bigDeal) < 0) return bigDeal;
		if ((chance -= CHANCE.overtake) < 0) return overtake;
		if ((chance -= CHANCE.return) < 0) return giveBack;
		return chance - CHANCE.correction < 0 ? correction : ordinary;
	}

	async function run(): Promise<void> {
		while (!stopping.signal.aborted) {
			try {
				await delay(SOONEST_MS + random() * (LATEST_MS - SOONEST_MS), undefined, {
					signal: stopping.signal
				});
				await next()();
			} catch (error) {
				if (!stopping.signal.aborted)
					app.log.warn({ err: error }, 'a simulated sale could not be recorded');
			}
		}
	}
	const running = run();
	return {
		async stop() {
			stopping.abort();
			await running;
		}
	};
}
