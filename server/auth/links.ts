import { and, eq, isNull } from 'drizzle-orm';
import { recordChange } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import { accessLinks } from './schema.ts';
import { hashOf, newSecret } from './secrets.ts';

const LASTS_MS = 72 * 3_600_000;

export type LinkKind = (typeof accessLinks.$inferSelect)['kind'];
export type Links = ReturnType<typeof createLinks>;

/** Links that let somebody choose a password once. */
export function createLinks(options: { database: Database; clock: Clock }) {
	const { db } = options.database;
	return {
		/** A new link of an account, in place of those that are still open; it cannot be shown again. */
		async create(request: {
			account: string;
			kind: LinkKind;
			actor: string;
		}): Promise<{ secret: string; expiresAt: Date }> {
			const { account, kind, actor } = request;
			const secret = newSecret();
			const at = new Date(options.clock());
			const expiresAt = new Date(at.getTime() + LASTS_MS);
			await db.transaction(async (tx) => {
				await tx
					.delete(accessLinks)
					.where(and(eq(accessLinks.account, account), isNull(accessLinks.usedAt)));
				await tx.insert(accessLinks).values({
					secretHash: hashOf(secret),
					account,
					kind,
					createdAt: at,
					createdBy: actor,
					expiresAt
				});
				await recordChange(tx, {
					at,
					actor,
					action: 'link.create',
					subject: account,
					before: null,
					after: { kind, expiresAt }
				});
			});
			return { secret, expiresAt };
		}
	};
}
