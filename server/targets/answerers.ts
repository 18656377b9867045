/** Who may speak for whom, with how to reach them: a rep's own account, and those who lead a unit directly (AGREE-2). */
import { sql } from 'drizzle-orm';
import type { Transaction } from '../database/connection.ts';
import type { SubjectRef } from './targets.ts';

export interface Answerer {
	/** Of the account. */
	code: string;
	name: string;
	email: string | null;
	locale: 'zh-CN' | 'en' | null;
}

/** Accounts that may sign in, by `kind:id` of the rep or unit; whoever has none is absent. */
export async function readAnswerers(
	db: Pick<Transaction, 'execute'>,
	children: readonly SubjectRef[]
): Promise<Map<string, Answerer[]>> {
	const ids = (kind: SubjectRef['kind']) =>
		sql.param(children.filter((child) => child.kind === kind).map(({ id }) => id));
	const found = new Map<string, Answerer[]>();
	if (children.length === 0) return found;
	const { rows } = await db.execute<Answerer & { child: string } & Record<string, unknown>>(sql`
		SELECT 'rep:' || r.id AS child, a.code, r.name, a.email, a.locale
		FROM reps r JOIN accounts a ON a.code = r.code
		WHERE r.id = ANY(${ids('rep')}::int[]) AND a.disabled_at IS NULL
		UNION ALL
		SELECT 'unit:' || m.unit_id, a.code, a.name, a.email, a.locale
		FROM unit_managers m JOIN accounts a ON a.code = m.account
		WHERE m.unit_id = ANY(${ids('unit')}::int[]) AND a.disabled_at IS NULL`);
	for (const { child, ...answerer } of rows) {
		const known = found.get(child);
		if (known) known.push(answerer);
		else found.set(child, [answerer]);
	}
	return found;
}
