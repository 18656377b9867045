import { apportion } from '../../src/lib/domain/apportion.ts';
import {
	checkSign,
	closedReason,
	creditAmounts,
	percentToBasisPoints,
	WHOLE_SHARE
} from '../../src/lib/domain/ledger.ts';
import { addDays } from '../../src/lib/domain/period.ts';
import type { BusinessClock, IsoDate } from '../../src/lib/domain/period.ts';
import type { DirectoryKind } from '../../src/lib/forms/directory.ts';
import type { EntryForm } from '../../src/lib/forms/entry.ts';
import type { Directory } from '../directory/directory.ts';
import { problem } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';
import { REVERSAL_SOURCE } from './entry.ts';
import type { BookedCredit, PreparedEntry } from './entry.ts';

interface Context {
	directory: Directory;
	clock: BusinessClock;
	today: IsoDate;
	closedThrough: IsoDate | undefined;
	recordedBy: string;
}

const UNKNOWN: Record<DirectoryKind, string> = {
	units: 'unknown-unit',
	reps: 'unknown-rep',
	customers: 'unknown-customer',
	products: 'unknown-product',
	metrics: 'unknown-metric'
};

/** A date that takes no entries any more, and from when on they are taken (LEDGER-8). */
export const closedDate = (occurredAt: string, closedThrough: IsoDate): Problem =>
	problem('occurredAt', 'period-closed', occurredAt, {
		date: closedThrough,
		open: addDays(closedThrough, 1)
	});

/** Codes that the mirror does not know yet may have just been created by another process. */
async function meetStrangers({ directory }: Context, form: EntryForm): Promise<void> {
	const { mirror } = directory;
	const named: [DirectoryKind, string | undefined][] = [
		['metrics', form.metric],
		['customers', form.customer],
		['products', form.product],
		['reps', form.rep],
		...(form.credits ?? []).map((c): [DirectoryKind, string] => ['reps', c.rep]),
		...(form.overlays ?? []).map((c): [DirectoryKind, string] => ['reps', c.rep])
	];
	for (const [kind, code] of named)
		if (code !== undefined && !mirror[kind].named(code)) await directory.lookAgain(kind, code);
}

function knowsAll({ directory: { mirror } }: Context, form: EntryForm): boolean {
	return (
		mirror.metrics.named(form.metric) !== undefined &&
		(form.customer === undefined || mirror.customers.named(form.customer) !== undefined) &&
		(form.product === undefined || mirror.products.named(form.product) !== undefined) &&
		(form.rep === undefined || mirror.reps.named(form.rep) !== undefined) &&
		[...(form.credits ?? []), ...(form.overlays ?? [])].every((c) => mirror.reps.named(c.rep))
	);
}

/** As the record gives them back: whoever was credited most is named first. */
const inRecordedOrder = (a: BookedCredit, b: BookedCredit): number =>
	(a.role === b.role ? 0 : a.role === 'credit' ? -1 : 1) || b.share - a.share || a.repId - b.repId;

interface FormShare {
	rep: string;
	share: number;
}

/** The credits of one role with their amounts, and what is wrong with them. */
function credit(
	context: Context,
	role: BookedCredit['role'],
	shares: readonly FormShare[],
	entry: { amount: number; day: IsoDate; path: (i: number) => string }
): { credits: BookedCredit[]; problems: Problem[] } {
	const { mirror } = context.directory;
	const problems: Problem[] = [];
	const parts = shares.map(({ rep, share }, i) => {
		const known = mirror.reps.named(rep);
		if (!known) problems.push(problem(entry.path(i), UNKNOWN.reps, rep));
		const teamId = known && mirror.teamOn(known.id, entry.day);
		if (known && teamId === undefined)
			problems.push(problem(entry.path(i), 'no-team-on-day', rep, { date: entry.day }));
		const points = percentToBasisPoints(share);
		if (points === undefined) problems.push(problem(entry.path(i), 'share-too-fine', share));
		return { repId: known?.id ?? 0, teamId: teamId ?? 0, role, share: points ?? 0, amount: 0, rep };
	});
	if (problems.length > 0) return { credits: [], problems };

	if (role === 'credit') {
		const amounts = creditAmounts(entry.amount, parts);
		if (!amounts.ok) return { credits: [], problems: [problem('credits', amounts.reason)] };
		parts.forEach((part, i) => (part.amount = amounts.amounts[i]!));
	} else {
		for (const part of parts) {
			const split = apportion(entry.amount, [part.share, WHOLE_SHARE - part.share]);
			part.amount = split.ok ? split.parts[0]! : 0;
		}
		if (new Set(parts.map((part) => part.repId)).size < parts.length)
			problems.push(problem('overlays', 'duplicate-rep'));
	}
	return { credits: parts.map(({ rep: _, ...booked }) => booked), problems };
}

/**
 * Resolves the codes of a form, fixes its business date and splits its credits. Every problem found is
 * reported, each with the field it lies in.
 */
export async function prepareEntry(
	context: Context,
	form: EntryForm
): Promise<Outcome<{ entry: PreparedEntry }>> {
	if (!knowsAll(context, form)) await meetStrangers(context, form);
	const { mirror } = context.directory;
	const problems: Problem[] = [];

	const lookUp = (kind: 'metrics' | 'customers' | 'products', path: string, code?: string) => {
		if (code === undefined) return null;
		const row = mirror[kind].named(code);
		if (!row) problems.push(problem(path, UNKNOWN[kind], code));
		return row?.id ?? null;
	};
	const metricId = lookUp('metrics', 'metric', form.metric);
	const customerId = lookUp('customers', 'customer', form.customer);
	const productId = lookUp('products', 'product', form.product);

	if (form.source === REVERSAL_SOURCE)
		problems.push(problem('source', 'reserved-source', form.source));
	const sign = checkSign(form.kind, form.amount);
	if (!sign.ok) problems.push(problem('amount', sign.reason, form.amount));

	const occurredAt = Date.parse(form.occurredAt);
	const businessDate = context.clock.dateOf(occurredAt);
	if (businessDate > context.today)
		problems.push(
			problem('occurredAt', 'in-the-future', form.occurredAt, { today: context.today })
		);
	const closed = closedReason(businessDate, context.closedThrough);
	if (closed) problems.push(closedDate(form.occurredAt, context.closedThrough!));

	const entry = { amount: form.amount, day: businessDate };
	const credited = form.credits
		? credit(context, 'credit', form.credits, { ...entry, path: (i) => `credits.${i}.rep` })
		: credit(context, 'credit', [{ rep: form.rep!, share: 100 }], { ...entry, path: () => 'rep' });
	const overlaid = credit(context, 'overlay', form.overlays ?? [], {
		...entry,
		path: (i) => `overlays.${i}.rep`
	});
	problems.push(...credited.problems, ...overlaid.problems);
	if (problems.length > 0) return { ok: false, problems };

	return {
		ok: true,
		entry: {
			source: form.source,
			externalId: form.externalId,
			kind: form.kind,
			metricId: metricId!,
			amount: form.amount,
			customerId,
			productId,
			quantity: form.quantity ?? null,
			occurredAt,
			businessDate,
			note: form.note ?? null,
			reverses: null,
			corrects: form.corrects ?? null,
			recordedBy: context.recordedBy,
			credits: [...credited.credits, ...overlaid.credits].sort(inRecordedOrder)
		}
	};
}
