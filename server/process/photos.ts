import { createHash } from 'node:crypto';
import { and, eq, lt, sql } from 'drizzle-orm';
import { isGeotagged, photoTypeOf } from './photo-format.ts';
import type { PhotoType } from './photo-format.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import { repNamed, repOf } from './parts.ts';
import type { Parts } from './parts.ts';
import { photos } from './schema.ts';

/** What the browser has scaled down and encoded anew fits easily. */
export const MAX_PHOTO_BYTES = 600 * 1024;
/** A photo that no note took in this time belongs to a note that never came. */
const UNUSED_MS = 8 * 24 * 3_600_000;

/** Photos of floor notes. docs/SPEC.md, FLOOR-9. */
export function createPhotos(parts: Parts) {
	const { database, clock } = parts;
	const { db } = database;

	return {
		/**
		 * Stores a photo under the id that a note will name; the same one twice is stored once. Problems: `unknown-rep`,
		 * `photo-too-large`, `bad-photo`, `photo-with-place`, `command-id-in-use`.
		 */
		async store(
			photo: { id: string; rep: string; content: Uint8Array },
			by: string
		): Promise<Outcome<object>> {
			const named = repNamed(parts, photo.rep);
			if (!named.ok) return named;
			const content = Buffer.from(photo.content);
			if (content.length > MAX_PHOTO_BYTES)
				return failed(problem('photo', 'photo-too-large', undefined, { limit: 600 }));
			const type = photoTypeOf(content);
			if (!type) return failed(problem('photo', 'bad-photo'));
			// Where a rep was is nobody's business: the browser's own encoder writes no place, so this one is no scaled photo.
			if (isGeotagged(content)) return failed(problem('photo', 'photo-with-place'));
			const digest = createHash('sha256').update(content).digest('hex');
			const { id } = photo;
			const row = { id, repId: named.rep.id, type, digest, content, by, at: new Date(clock()) };
			const added = await db
				.insert(photos)
				.values(row)
				.onConflictDoNothing()
				.returning({ id: photos.id });
			if (added.length > 0) return { ok: true };
			const same = and(
				eq(photos.id, id),
				eq(photos.digest, digest),
				eq(photos.by, by),
				eq(photos.repId, named.rep.id)
			);
			return (await db.$count(photos, same)) > 0
				? { ok: true }
				: failed(problem('id', 'command-id-in-use', id));
		},

		/** Whom a photo is about: the code of the rep. */
		async repOf(id: string): Promise<string | undefined> {
			const [row] = await db.select({ repId: photos.repId }).from(photos).where(eq(photos.id, id));
			return row && repOf(parts, row.repId).code;
		},

		async read(id: string): Promise<{ type: PhotoType; content: Buffer } | undefined> {
			const [row] = await db
				.select({ type: photos.type, content: photos.content })
				.from(photos)
				.where(eq(photos.id, id));
			return row;
		},

		/** Forgets what no note took. */
		async sweep(): Promise<void> {
			const isUnused = sql`NOT EXISTS (SELECT FROM floor_notes n WHERE n.photo_id = ${photos.id})`;
			await db.delete(photos).where(and(lt(photos.at, new Date(clock() - UNUSED_MS)), isUnused));
		}
	};
}
