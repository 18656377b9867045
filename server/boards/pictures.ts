import { createHash } from 'node:crypto';
import { and, eq, lt, notInArray } from 'drizzle-orm';
import { addressOfPicture } from '../../src/lib/scenes/picture.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { BoardPlans } from './plans.ts';
import { boardPictures } from './schema.ts';

export const MAX_PICTURE_BYTES = 1_000_000;
/** A picture that no board shows is kept this long: somebody may be about to save the board that it is for. */
const UNUSED_MS = 24 * 3_600_000;

/** What a file is by its first bytes, whatever it is called. */
function typeOf(bytes: Uint8Array): string | undefined {
	const text = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
	if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
	if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
	if (text.startsWith('RIFF') && text.slice(8) === 'WEBP') return 'image/webp';
	return undefined;
}

/** The pictures of announcements: kept in the record, named by what they hold. */
export function createPictures(options: { database: Database; plans: BoardPlans; clock: Clock }) {
	const { database, plans, clock } = options;

	const inUse = (): string[] =>
		plans
			.all()
			.flatMap(({ plan }) => plan.scenes)
			.flatMap((scene) =>
				scene.kind === 'announcement' && scene.options.picture !== '' ? scene.options.picture : []
			);

	return {
		/** Keeps a picture; problems: `picture-too-large`, `not-a-picture`. */
		async add(bytes: Uint8Array): Promise<Outcome<{ hash: string; address: string }>> {
			if (bytes.length > MAX_PICTURE_BYTES) return failed(problem('picture', 'picture-too-large'));
			const type = typeOf(bytes);
			if (!type) return failed(problem('picture', 'not-a-picture'));
			const hash = createHash('sha256').update(bytes).digest('hex');
			const addedAt = new Date(clock());
			await database.db
				.insert(boardPictures)
				.values({ hash, type, bytes: Buffer.from(bytes), addedAt })
				.onConflictDoUpdate({ target: boardPictures.hash, set: { addedAt } });
			return { ok: true, hash, address: addressOfPicture(hash) };
		},

		async read(hash: string): Promise<{ type: string; bytes: Buffer } | undefined> {
			const [found] = await database.db
				.select({ type: boardPictures.type, bytes: boardPictures.bytes })
				.from(boardPictures)
				.where(eq(boardPictures.hash, hash));
			return found;
		},

		async exists(hash: string): Promise<boolean> {
			const found = await database.db
				.select({ hash: boardPictures.hash })
				.from(boardPictures)
				.where(eq(boardPictures.hash, hash));
			return found.length > 0;
		},

		/** Lets go of what no board shows any more. */
		async sweep(): Promise<void> {
			const old = lt(boardPictures.addedAt, new Date(clock() - UNUSED_MS));
			const used = inUse();
			await database.db
				.delete(boardPictures)
				.where(used.length > 0 ? and(old, notInArray(boardPictures.hash, used)) : old);
		}
	};
}
