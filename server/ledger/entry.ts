import type { EntryKind } from '../../src/lib/domain/ledger.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Mirror } from '../directory/mirror.ts';

/** Reversals are numbered by the entries they take back; nobody else may use their names. */
export const REVERSAL_SOURCE = 'reversal';

export interface BookedCredit {
	repId: number;
	teamId: number;
	role: 'credit' | 'overlay';
	/** Basis points. */
	share: number;
	/** Minor units or pieces. */
	amount: number;
}

/** An entry that is checked and resolved, ready to be committed. */
export interface PreparedEntry {
	source: string;
	externalId: string;
	kind: EntryKind;
	metricId: number;
	amount: number;
	customerId: number | null;
	productId: number | null;
	quantity: number | null;
	/** Epoch milliseconds. */
	occurredAt: number;
	businessDate: IsoDate;
	note: string | null;
	reverses: number | null;
	corrects: number | null;
	recordedBy: string;
	credits: BookedCredit[];
}

/** One line of the ledger. Its position is its id. */
export interface BookedEntry extends PreparedEntry {
	position: number;
	/** Epoch milliseconds. */
	bookedAt: number;
}

export type EntryView = ReturnType<typeof viewEntry>;

/** An entry as the API shows it: subjects by code. */
export function viewEntry(mirror: Mirror, entry: BookedEntry) {
	const credits = (role: BookedCredit['role']) =>
		entry.credits
			.filter((credit) => credit.role === role)
			.map((credit) => ({
				rep: mirror.reps.get(credit.repId)!.code,
				team: mirror.units.get(credit.teamId)!.code,
				share: credit.share / 100,
				amount: credit.amount
			}));
	const overlays = credits('overlay');
	return {
		id: entry.position,
		source: entry.source,
		externalId: entry.externalId,
		kind: entry.kind,
		metric: mirror.metrics.get(entry.metricId)!.code,
		amount: entry.amount,
		credits: credits('credit'),
		...(overlays.length > 0 ? { overlays } : {}),
		...(entry.customerId === null
			? {}
			: { customer: mirror.customers.get(entry.customerId)!.code }),
		...(entry.productId === null ? {} : { product: mirror.products.get(entry.productId)!.code }),
		...(entry.quantity === null ? {} : { quantity: entry.quantity }),
		occurredAt: new Date(entry.occurredAt).toISOString(),
		businessDate: entry.businessDate,
		bookedAt: new Date(entry.bookedAt).toISOString(),
		...(entry.note === null ? {} : { note: entry.note }),
		...(entry.reverses === null ? {} : { reverses: entry.reverses }),
		...(entry.corrects === null ? {} : { corrects: entry.corrects }),
		recordedBy: entry.recordedBy
	};
}

/** The fields that the sender of an entry chose, as one canonical text: equal texts, equal content. */
export const contentOf = (entry: PreparedEntry): string =>
	JSON.stringify([
		entry.kind,
		entry.metricId,
		entry.amount,
		entry.customerId,
		entry.productId,
		entry.quantity,
		entry.occurredAt,
		entry.note,
		entry.corrects,
		entry.credits
			.map((credit) => [credit.repId, credit.role, credit.share] as const)
			.sort((x, y) => x[0] - y[0] || (x[1] < y[1] ? -1 : 1))
	]);

/**
 * Whether a repeated external id carries the same entry (LEDGER-3). A reversal is the same as any other of its
 * entry, whenever and why it was asked for.
 */
export function sameEntry(a: PreparedEntry, b: PreparedEntry): boolean {
	return a.reverses === null ? contentOf(a) === contentOf(b) : a.reverses === b.reverses;
}
