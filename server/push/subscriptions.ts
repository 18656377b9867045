import { and, desc, eq, inArray, lte, sql } from 'drizzle-orm';
import type { PushEvent } from '../../src/lib/domain/push.ts';
import type { PushSubscription } from '../../src/lib/forms/push.ts';
import { recordChange } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import { notification } from '../database/listen.ts';
import type { Listener } from '../database/listen.ts';
import { pushRests, pushSettings, pushSubscriptions } from './schema.ts';

/** Browsers of one person; beyond this many the oldest is let go. */
const MOST = 10;
const CHANNEL = 'push';

/** Who wants to be told what, and in which browsers. */
export async function createSubscriptions(options: {
	database: Database;
	listener: Listener;
	clock: Clock;
}) {
	const { database, listener, clock } = options;
	const { db } = database;
	/** Whether anybody is: else no sale leaves anything to do. */
	let any = false;

	async function look(): Promise<void> {
		any = (await db.select().from(pushSubscriptions).limit(1)).length > 0;
	}
	await look();
	listener.on(CHANNEL, () => void look().catch(() => {}));

	const change = (code: string, action: string) => ({
		at: new Date(clock()),
		actor: `person:${code}`,
		action,
		subject: code
	});

	return {
		get any() {
			return any;
		},

		/** A browser that was somebody else's is theirs no more: it shows what concerns whoever is signed in. */
		async add(code: string, { endpoint, keys }: PushSubscription): Promise<void> {
			const row = { account: code, p256dh: keys.p256dh, auth: keys.auth };
			await db.transaction(async (tx) => {
				const [known] = await tx
					.select()
					.from(pushSubscriptions)
					.where(eq(pushSubscriptions.endpoint, endpoint));
				await tx
					.insert(pushSubscriptions)
					.values({ endpoint, ...row, createdAt: new Date(clock()) })
					.onConflictDoUpdate({ target: pushSubscriptions.endpoint, set: row });
				const own = eq(pushSubscriptions.account, code);
				const kept = tx
					.select({ endpoint: pushSubscriptions.endpoint })
					.from(pushSubscriptions)
					.where(own)
					.orderBy(desc(pushSubscriptions.createdAt))
					.limit(MOST);
				await tx
					.delete(pushSubscriptions)
					.where(and(own, sql`${pushSubscriptions.endpoint} NOT IN (${kept})`));
				if (known?.account !== code)
					await recordChange(tx, {
						...change(code, 'push.subscribe'),
						before: null,
						after: { host: new URL(endpoint).host }
					});
				await tx.execute(notification(CHANNEL));
			});
			any = true;
		},

		async remove(code: string, endpoint: string): Promise<void> {
			await db
				.delete(pushSubscriptions)
				.where(and(eq(pushSubscriptions.endpoint, endpoint), eq(pushSubscriptions.account, code)));
			await look();
		},

		/** What a push service says is gone. */
		async forget(endpoint: string): Promise<void> {
			await db.delete(pushSubscriptions).where(eq(pushSubscriptions.endpoint, endpoint));
		},

		of: (code: string) =>
			db.select().from(pushSubscriptions).where(eq(pushSubscriptions.account, code)),

		/** Which of these people are told anything at all. */
		async among(codes: readonly string[]): Promise<string[]> {
			const rows = await db
				.selectDistinct({ account: pushSubscriptions.account })
				.from(pushSubscriptions)
				.where(inArray(pushSubscriptions.account, [...codes]));
			return rows.map(({ account }) => account);
		},

		async offOf(code: string): Promise<readonly PushEvent[]> {
			const [row] = await db.select().from(pushSettings).where(eq(pushSettings.account, code));
			return row?.off ?? [];
		},

		async setOff(code: string, off: PushEvent[]): Promise<void> {
			await db.transaction(async (tx) => {
				const [before] = await tx.select().from(pushSettings).where(eq(pushSettings.account, code));
				if (JSON.stringify(before?.off ?? []) === JSON.stringify(off)) return;
				await tx
					.insert(pushSettings)
					.values({ account: code, off })
					.onConflictDoUpdate({ target: pushSettings.account, set: { off } });
				await recordChange(tx, {
					...change(code, 'push.settings'),
					before: { off: before?.off ?? [] },
					after: { off }
				});
			});
		},

		/** Takes the right to tell something that rests in between; false while it rests. */
		async takeTurn(code: string, rest: { name: string; ms: number }): Promise<boolean> {
			const now = new Date(clock());
			const taken = await db
				.insert(pushRests)
				.values({ account: code, rest: rest.name, at: now })
				.onConflictDoUpdate({
					target: [pushRests.account, pushRests.rest],
					set: { at: now },
					setWhere: lte(pushRests.at, new Date(now.getTime() - rest.ms))
				})
				.returning({ account: pushRests.account });
			return taken.length > 0;
		}
	};
}

export type Subscriptions = Awaited<ReturnType<typeof createSubscriptions>>;
