/** A sale as somebody typed it → the entry that the ledger takes. */
import { parseDecimal } from '../domain/money.ts';
import type { BusinessClock } from '../domain/period.ts';
import type { Problem } from '../../../server/problems.ts';
import type { EntryForm } from './entry.ts';
import type { SaleForm } from './sale.ts';

/** Numbers what people type in, apart from what programs send. */
export const TYPED_SOURCE = 'form';

interface Context {
	/** Of the metric: pieces have no fraction. */
	metric: { code: string; kind: 'money' | 'count' };
	/** Of the currency's minor unit. */
	fractionDigits: number;
	clock: BusinessClock;
	/** Epoch milliseconds. */
	now: number;
}

const HALF_A_DAY = 12 * 3_600_000;

/** Another day's sale is booked at its noon: no change of clocks moves it to a neighbour (IMPORT-7). */
const whenOf = (date: string, { clock, now }: Context): number =>
	date === '' || date === clock.dateOf(now) ? now : clock.startOf(date) + HALF_A_DAY;

function kindOf(form: SaleForm): EntryForm['kind'] {
	if (form.returned) return 'return';
	return form.metric === 'collection' ? 'collection' : 'sale';
}

/** Problems name the field of the form: what is no amount, has too many decimals, or is not above zero. */
export function readSale(
	form: SaleForm,
	context: Context
): { ok: true; entry: EntryForm } | { ok: false; problems: Problem[] } {
	const digits = context.metric.kind === 'money' ? context.fractionDigits : 0;
	const parsed = parseDecimal(form.amount, digits);
	const reason = parsed.ok ? (parsed.amount > 0 ? undefined : 'not-above-zero') : parsed.reason;
	if (!parsed.ok || reason)
		return {
			ok: false,
			problems: [{ path: 'amount', reason: reason!, value: form.amount, params: { digits } }]
		};
	return {
		ok: true,
		entry: {
			source: TYPED_SOURCE,
			externalId: form.entry,
			kind: kindOf(form),
			metric: form.metric,
			amount: form.returned ? -parsed.amount : parsed.amount,
			rep: form.rep,
			occurredAt: new Date(whenOf(form.date, context)).toISOString(),
			...(form.customer ? { customer: form.customer } : {}),
			...(form.product ? { product: form.product } : {}),
			...(form.note ? { note: form.note } : {})
		}
	};
}
