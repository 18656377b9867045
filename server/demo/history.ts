import { seededRandom } from '../../src/lib/domain/random.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { EntryForm } from '../../src/lib/forms/entry.ts';
import { DAILY_YUAN, DEALERS, PRODUCTS, dealersOf } from './company.ts';
import type { DemoRep } from './company.ts';

const SALES_A_DAY = 5;
const OPENS = 9 * 60;
const CLOSES = 21 * 60;

export const pick = <T>(items: readonly T[], random: () => number): T =>
	items[Math.floor(random() * items.length)]!;

/** Around 1 and never below 0.2: the product of a few uniform draws. */
const spread = (random: () => number): number => 0.2 + 1.6 * random() * (0.5 + random());

function amountNear(
	yuan: number,
	random: () => number
): { amount: number; quantity: number; product: string } {
	const product = pick(PRODUCTS, random);
	const quantity = Math.max(1, Math.round((yuan * spread(random)) / product.price));
	return { amount: quantity * product.price * 100, quantity, product: product.code };
}

/**
 * What a rep did on one day: the same for the same day, whenever it is asked for. `weight` is the day's, in
 * hundredths; `startOfDay` epoch milliseconds.
 */
export function dayOf(
	rep: DemoRep,
	day: { date: IsoDate; startOfDay: number; weight: number }
): EntryForm[] {
	const random = seededRandom(`${rep.code}:${day.date}`);
	const entries: EntryForm[] = [];
	const dealers = dealersOf(rep.code);
	const sales = Math.round(SALES_A_DAY * (0.4 + random() * 1.2) * (day.weight / 100));
	const add = (entry: Omit<EntryForm, 'source' | 'externalId' | 'rep' | 'occurredAt'>) => {
		const minute = OPENS + Math.floor(random() * (CLOSES - OPENS));
		const second = Math.floor(random() * 60);
		entries.push({
			source: 'demo',
			externalId: `${rep.code}-${day.date}-${entries.length + 1}`,
			rep: rep.code,
			occurredAt: new Date(day.startOfDay + minute * 60_000 + second * 1_000).toISOString(),
			...entry
		});
	};
	const customer = () => pick(dealers.length > 0 ? dealers : DEALERS, random).code;

	for (let i = 0; i < sales; i++) {
		const yuan = (DAILY_YUAN / SALES_A_DAY) * rep.skill * rep.form;
		add({ kind: 'sale', metric: 'sales', customer: customer(), ...amountNear(yuan, random) });
		if (random() < 0.5) add({ kind: 'sale', metric: 'orders', amount: 1 });
	}
	if (sales > 0 && random() < 0.04) {
		const { amount, quantity, product } = amountNear(3_000, random);
		add({ kind: 'return', metric: 'sales', amount: -amount, quantity: -quantity, product });
	}
	if (random() < 0.3)
		add({
			kind: 'collection',
			metric: 'collection',
			customer: customer(),
			amount: Math.round(DAILY_YUAN * 2.4 * rep.skill * rep.collects * spread(random)) * 100
		});
	add({ kind: 'sale', metric: 'visits', amount: 1 + Math.floor(random() * 5) });
	if (random() < 0.08) add({ kind: 'sale', metric: 'new-customers', amount: 1 });
	return entries;
}
