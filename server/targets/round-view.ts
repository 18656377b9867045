/** Rounds and answers as everybody sees them. docs/SPEC.md, AGREE-11. */
import type { AnswerKind } from '../../src/lib/domain/agreement.ts';
import type { Mirror } from '../directory/mirror.ts';
import type { AnswerRow, RoundRow } from './round-store.ts';
import type { RoundEnding } from './schema.ts';

export interface RoundView {
	round: number;
	issuedAt: number;
	issuedBy: string;
	deadline: number;
	silenceAccepts: boolean;
	ended?: { at: number; by: string; how: RoundEnding };
}

/** One answer. */
export interface SaidView {
	id: number;
	round: number;
	/** `rep:R001` */
	child: string;
	name: string;
	kind: AnswerKind;
	offered: number;
	amount: number;
	reason: string;
	at: number;
	by: string;
	onBehalf: boolean;
}

export const roundOf = (row: RoundRow): RoundView => ({
	round: row.round,
	issuedAt: row.issuedAt.getTime(),
	issuedBy: row.issuedBy,
	deadline: row.deadline.getTime(),
	silenceAccepts: row.silenceAccepts,
	...(row.endedAt
		? { ended: { at: row.endedAt.getTime(), by: row.endedBy!, how: row.ending! } }
		: {})
});

export function byAnswer(mirror: Mirror, row: AnswerRow & { round: number }): SaidView {
	const child = row.unitId === null ? mirror.reps.get(row.repId!) : mirror.units.get(row.unitId);
	return {
		id: row.id,
		round: row.round,
		child: `${row.unitId === null ? 'rep' : 'unit'}:${child?.code ?? ''}`,
		name: child?.name ?? '',
		kind: row.kind,
		offered: row.offered,
		amount: row.amount,
		reason: row.reason,
		at: row.answeredAt.getTime(),
		by: row.answeredBy,
		onBehalf: row.onBehalf
	};
}
