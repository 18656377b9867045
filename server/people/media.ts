import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { recordChange } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import { pictureType, soundType } from '../media/kind-of.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import { peopleMedia } from './schema.ts';
import type { MediaKind } from './schema.ts';

/** In bytes. The browser makes a photo smaller before it sends it (MEDIA-1). */
export const MEDIA_LIMITS = { photo: 150_000, clip: 300_000 } as const;

export type PeopleMedia = ReturnType<typeof createPeopleMedia>;

/** Photos and celebration sounds of people. */
export function createPeopleMedia(options: { database: Database; clock: Clock }) {
	const { database, clock } = options;
	const { db } = database;

	const watchers = new Set<() => void>();
	const changed = () => {
		for (const onChange of watchers) onChange();
	};

	const addressOf = (hash: string): string => `/media/${hash}`;

	async function ofAll(
		codes: readonly string[]
	): Promise<Map<string, { photo?: string; clip?: string }>> {
		const { rows } = await database.pool.query<{ code: string; kind: MediaKind; hash: string }>({
			name: 'people-media',
			text: 'SELECT code, kind, hash FROM people_media WHERE code = ANY($1)',
			values: [codes]
		});
		const found = new Map<string, { photo?: string; clip?: string }>();
		for (const { code, kind, hash } of rows)
			found.set(code, { ...found.get(code), [kind]: addressOf(hash) });
		return found;
	}

	return {
		ofAll,
		of: async (code: string) => (await ofAll([code])).get(code) ?? {},

		/** The bytes behind an address. */
		async read(hash: string): Promise<{ type: string; bytes: Buffer } | undefined> {
			const [row] = await db
				.select({ type: peopleMedia.type, bytes: peopleMedia.bytes })
				.from(peopleMedia)
				.where(sql`hash = ${hash}`)
				.limit(1);
			return row;
		},

		/** Problems name the kind: `media-empty`, `media-too-large`, `not-a-photo`, `not-a-clip`. */
		async put(
			code: string,
			kind: MediaKind,
			bytes: Uint8Array,
			actor: string
		): Promise<Outcome<{ address: string }>> {
			if (bytes.length === 0) return failed(problem(kind, 'media-empty'));
			if (bytes.length > MEDIA_LIMITS[kind])
				return failed(
					problem(kind, 'media-too-large', undefined, { limit: MEDIA_LIMITS[kind] / 1000 })
				);
			const type = kind === 'photo' ? pictureType(bytes) : soundType(bytes);
			if (!type) return failed(problem(kind, kind === 'photo' ? 'not-a-photo' : 'not-a-clip'));
			const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 40);
			const at = new Date(clock());
			await db.transaction(async (tx) => {
				const of = sql`code = ${code} AND kind = ${kind}`;
				const [before] = await tx
					.select({ hash: peopleMedia.hash })
					.from(peopleMedia)
					.where(of)
					.for('update');
				if (before?.hash === hash) return;
				const row = { hash, type, bytes: Buffer.from(bytes), setAt: at };
				await tx
					.insert(peopleMedia)
					.values({ code, kind, ...row })
					.onConflictDoUpdate({ target: [peopleMedia.code, peopleMedia.kind], set: row });
				await recordChange(tx, {
					at,
					actor,
					action: 'person.media',
					subject: code,
					before: { [kind]: before?.hash ?? null },
					after: { [kind]: hash }
				});
			});
			changed();
			return { ok: true, address: addressOf(hash) };
		},

		async remove(code: string, kind: MediaKind, actor: string): Promise<void> {
			await db.transaction(async (tx) => {
				const [gone] = await tx
					.delete(peopleMedia)
					.where(sql`code = ${code} AND kind = ${kind}`)
					.returning({ hash: peopleMedia.hash });
				if (!gone) return;
				await recordChange(tx, {
					at: new Date(clock()),
					actor,
					action: 'person.media',
					subject: code,
					before: { [kind]: gone.hash },
					after: { [kind]: null }
				});
			});
			changed();
		},

		/** In this process; the others find out when they read again. */
		onChange(watcher: () => void): void {
			watchers.add(watcher);
		}
	};
}
