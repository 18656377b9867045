import type { Cause, NextStep, Rule } from '../../src/lib/domain/laggard.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Mirror } from '../directory/mirror.ts';
import type { Came } from '../process/origins.ts';
import type { AlertRow, Ending, EventKind } from './schema.ts';

/** Who looks: at everybody's alerts, at those of the units they lead, at their own. */
export interface Reader {
	/** Codes of units; undefined: all. */
	units: readonly string[] | undefined;
	/** Of the account: a rep sees their own, and has a bell of their own. */
	code: string;
}

export interface AlertView {
	id: number;
	rule: Rule;
	rep: { code: string; name: string; team: string };
	/** The reader's own: they are the one who is behind. */
	mine: boolean;
	day: IsoDate;
	since: IsoDate;
	days: number;
	/** Epoch milliseconds. */
	raisedAt: number;
	cause: Cause;
	/** The same numbers as they are now; only of open ones, and only in the inbox. */
	now?: Cause;
	step: NextStep;
	/** Of the reader's side. */
	acknowledgedAt?: number;
	acknowledgedBy?: string;
	snoozedUntil?: number;
	endedAt?: number;
	ending?: Ending;
}

export interface EventView {
	kind: EventKind;
	at: number;
	/** Name of who did it; absent: the clock or the ledger. */
	by?: string;
	note?: string;
	until?: number;
	/** Turned into. */
	came?: Came;
}

const instant = (at: Date | null): number | undefined => at?.getTime();

export function viewAlert(
	mirror: Mirror,
	row: AlertRow,
	reader: Reader,
	today: IsoDate
): AlertView {
	const rep = mirror.reps.get(row.repId)!;
	const mine = rep.code === reader.code;
	const teamId = mirror.teamOn(rep.id, today) ?? mirror.membershipsOf(rep.id).at(-1)?.teamId;
	const acknowledgedAt = instant(mine ? row.repAcknowledgedAt : row.acknowledgedAt);
	const snoozedUntil = instant(mine ? row.repSnoozedUntil : row.snoozedUntil);
	const endedAt = instant(row.endedAt);
	return {
		id: row.id,
		rule: row.rule,
		rep: {
			code: rep.code,
			name: rep.name,
			team: teamId === undefined ? '' : mirror.units.get(teamId)!.name
		},
		mine,
		day: row.day,
		since: row.since,
		days: row.days,
		raisedAt: row.raisedAt.getTime(),
		cause: row.cause,
		step: row.step,
		...(acknowledgedAt === undefined ? {} : { acknowledgedAt }),
		...(mine || row.acknowledgedBy === null ? {} : { acknowledgedBy: row.acknowledgedBy }),
		...(snoozedUntil === undefined ? {} : { snoozedUntil }),
		...(endedAt === undefined ? {} : { endedAt }),
		...(row.ending === null ? {} : { ending: row.ending })
	};
}
