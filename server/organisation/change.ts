import { isDeepStrictEqual } from 'node:util';
import { sql } from 'drizzle-orm';
import { recordChange } from '../audit/record.ts';
import type { Transaction } from '../database/connection.ts';
import { notification } from '../database/listen.ts';
import { problem } from '../problems.ts';
import type { Problem } from '../problems.ts';
import { calendars, organisation } from './schema.ts';

export type Settings = typeof organisation.$inferSelect;
export type WorkingWeek = Pick<typeof calendars.$inferSelect, 'week' | 'holidays'>;

type Asked<Fields> = { [Key in keyof Fields]?: Fields[Key] | undefined };
export type SettingsChange = Asked<Omit<Settings, 'id'>>;
export type WeekChange = Asked<WorkingWeek>;

/** What of `asked` differs from what is. */
function differing<Fields extends object>(is: Fields, asked: Asked<Fields>): Partial<Fields> {
	return Object.fromEntries(
		Object.entries(asked).filter(
			([key, value]) => value !== undefined && !isDeepStrictEqual(value, is[key as keyof Fields])
		)
	) as Partial<Fields>;
}

const pick = (from: object, keys: readonly string[]): Record<string, unknown> =>
	Object.fromEntries(keys.map((key) => [key, (from as Record<string, unknown>)[key]]));

/**
 * Entries and targets are integers in minor units of the one currency: neither may come to mean something else
 * (SETTINGS-3). The ledger's end is held until the change is committed, so that no entry slips in between.
 */
async function currencyProblems(tx: Transaction, change: Partial<Settings>): Promise<Problem[]> {
	const { currency, fractionDigits } = change;
	if (currency === undefined && fractionDigits === undefined) return [];
	const head = await tx.execute<{ position: number }>(
		sql`SELECT position FROM ledger_head FOR SHARE`
	);
	if (Number(head.rows[0]?.position) > 0)
		return Object.entries({ currency, fractionDigits }).flatMap(([field, value]) =>
			value === undefined ? [] : [problem(field, 'currency-in-use', value)]
		);
	if (fractionDigits === undefined) return [];
	const targets = await tx.execute(
		sql`SELECT FROM targets JOIN metrics ON metrics.id = metric_id WHERE metrics.kind = 'money' LIMIT 1`
	);
	return targets.rows.length > 0
		? [problem('fractionDigits', 'minor-unit-in-use', fractionDigits)]
		: [];
}

/** The same amount of money in another minor unit. */
function rescaled(is: Settings, change: Partial<Settings>): Partial<Settings> {
	const { fractionDigits, bigDeal } = change;
	if (fractionDigits === undefined || bigDeal !== undefined || is.bigDeal === null) return change;
	return {
		...change,
		bigDeal: Math.round(is.bigDeal * 10 ** (fractionDigits - is.fractionDigits))
	};
}

/** Writes what differs from the record, and that only; gives the problems, and whether anything differed. */
export async function changeOrganisation(
	tx: Transaction,
	asked: { settings: SettingsChange; week: WeekChange },
	by: { at: Date; actor: string }
): Promise<{ problems: Problem[]; changed: boolean }> {
	const [settings] = await tx.select().from(organisation).for('update');
	const [calendar] = await tx.select().from(calendars).for('update');
	const change = rescaled(settings!, differing(settings!, asked.settings));
	const week = differing<WorkingWeek>(calendar!, asked.week);
	const problems = await currencyProblems(tx, change);
	const keys = [...Object.keys(change), ...Object.keys(week)];
	if (problems.length > 0 || keys.length === 0) return { problems, changed: false };

	if (Object.keys(change).length > 0) await tx.update(organisation).set(change);
	if (Object.keys(week).length > 0) await tx.update(calendars).set(week);
	await recordChange(tx, {
		...by,
		action: 'organisation.update',
		subject: 'organisation',
		before: pick({ ...settings, ...calendar }, keys),
		after: { ...change, ...week }
	});
	await tx.execute(notification('organisation'));
	return { problems, changed: true };
}
