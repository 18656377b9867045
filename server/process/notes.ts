import { and, eq } from 'drizzle-orm';
import type { NoteWrite } from '../../src/lib/forms/process.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import { lastOfEach } from './last.ts';
import { authorsOf, byRep, instantOf, repNamed } from './parts.ts';
import type { Author, Parts } from './parts.ts';
import { floorNotes, photos } from './schema.ts';

export interface NoteView {
	id: string;
	text: string;
	tags: string[];
	/** Shown at `/process/photos/<id>`. */
	photo?: string;
	by: Author;
	/** Epoch milliseconds. */
	at: number;
}

type Row = typeof floorNotes.$inferSelect;

/** 走动管理: what a manager notes on the spot. For whoever leads the rep, never for the rep. docs/SPEC.md, FLOOR-2. */
export function createNotes(parts: Parts) {
	const { database, once } = parts;

	return {
		/** Problems: `unknown-rep`, `unknown-photo`. */
		write(form: NoteWrite, by: string): Promise<Outcome<object>> {
			return once({ what: 'note.write', by, form }, async (tx) => {
				const named = repNamed(parts, form.rep);
				if (!named.ok) return named;
				const { id, text, tags, photo } = form;
				const mine = and(
					eq(photos.id, photo ?? id),
					eq(photos.repId, named.rep.id),
					eq(photos.by, by)
				);
				if (photo !== undefined && (await tx.$count(photos, mine)) === 0)
					return failed(problem('photo', 'unknown-photo', photo));
				const added = await tx
					.insert(floorNotes)
					.values({
						id,
						repId: named.rep.id,
						text,
						tags: [...new Set(tags)],
						photoId: photo ?? null,
						by,
						at: instantOf(parts, form.at)
					})
					.onConflictDoNothing()
					.returning({ id: floorNotes.id });
				if (added.length === 0) return failed(problem('id', 'command-id-in-use', id));
				return { ok: true, answer: {}, changed: [{ rep: form.rep, what: 'notes' }] };
			});
		},

		/** The last ones of each rep, newest first, by code of the rep. */
		async last(repIds: readonly number[], limit: number): Promise<Map<string, NoteView[]>> {
			const notes = await lastOfEach(database, floorNotes, repIds, limit);
			const author = await authorsOf(
				parts,
				notes.map(({ by }) => by)
			);
			return byRep(parts, notes, (row: Row): NoteView => ({
				id: row.id,
				text: row.text,
				tags: row.tags,
				...(row.photoId === null ? {} : { photo: row.photoId }),
				by: author(row.by),
				at: row.at.getTime()
			}));
		}
	};
}
