/** Splitting a target one level down: drafts, asking those below, and putting it in force. docs/SPEC.md, SPLIT-*, AGREE-*. */
import { eq, sql } from 'drizzle-orm';
import type { SplitForm, SplitPart } from '../../src/lib/forms/targeting.ts';
import { recordChange } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { outbox } from '../outbox/schema.ts';
import { problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import { placeOf } from './asked.ts';
import type { PlanPlace } from './asked.ts';
import { Refused } from '../database/refused.ts';
import { refusable } from './refused.ts';
import { endRound, openRound, readAnswers, readOpenRound, readRounds } from './round-store.ts';
import type { AnswerRow, RoundRow } from './round-store.ts';
import { splits } from './schema.ts';
import { concludeRound, putInForce, refuseShort } from './settling.ts';
import { newsOf } from './split-news.ts';
import type { SplitNews, SplitWire } from './split-news.ts';
import { sumOf } from './split-parts.ts';
import type { SplitParts } from './split-parts.ts';
import {
	lockParent,
	placeColumns,
	readParts,
	readTarget,
	readVersions,
	writeParts
} from './split-store.ts';
import type { PartRow, SplitPlace, SplitRow } from './split-store.ts';
import { versionOf } from './split-view.ts';
import type { SplitVersion } from './split-view.ts';
import type { PlanSubjects } from './subjects.ts';
import type { Targets } from './targets.ts';

/** What is done with what is on the screen. */
export type SplitDeed = 'draft' | 'issue' | 'settle';

const AUDITED = { draft: 'split.draft', issue: 'split.issue', settle: 'split.settle' } as const;
const TOLD: Record<SplitDeed, SplitNews['kind']> = {
	draft: 'drafted',
	issue: 'issued',
	settle: 'settled'
};

export const splitPlace = ({ metric, period, subject }: PlanPlace): SplitPlace => ({
	metricId: metric.id,
	period,
	parent: subject.ref
});

/** The newest version as it was before something is done with it. */
interface Before {
	newest: SplitRow | undefined;
	round: RoundRow | undefined;
	answers: AnswerRow[];
	offered: PartRow[];
}

interface Work {
	place: PlanPlace;
	form: SplitForm;
	rows: readonly PartRow[];
	actor: string;
	deed: SplitDeed;
}

export function createSplits(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	subjects: PlanSubjects;
	parts: SplitParts;
	targets: Targets;
	news: SplitWire;
	clock: Clock;
}) {
	const { database, directory, organisation, subjects, parts, targets, news, clock } = options;

	async function readBefore(tx: Transaction, at: SplitPlace): Promise<Before> {
		const [newest] = await readVersions(tx, at);
		const round = newest?.state === 'issued' ? await readOpenRound(tx, newest.id) : undefined;
		if (!newest || !round) return { newest, round, answers: [], offered: [] };
		return {
			newest,
			round,
			answers: await readAnswers(tx, newest.id),
			offered: await readParts(tx, newest.id)
		};
	}

	/** What may be done with a version, and whether it is the one that was on the screen (SPLIT-13, AGREE-6 to AGREE-8). */
	function refuseUnfit({ newest, round, answers }: Before, { place, form, deed }: Work): void {
		if ((newest?.version ?? 0) !== form.version || (newest?.revision ?? 0) !== form.revision)
			throw new Refused(problem('version', 'split-changed'));
		if (round && deed === 'draft') throw new Refused(problem('parts', 'round-open'));
		if (round && (answers.at(-1)?.id ?? 0) !== form.seen)
			throw new Refused(problem('parts', 'answers-changed'));
		if (deed === 'issue' && place.subject.kind !== 'unit')
			throw new Refused(problem('parts', 'nobody-answers', place.subject.code));
		if (deed === 'settle' && place.subject.kind === 'unit' && !round && !form.unasked)
			throw new Refused(problem('parts', 'nobody-asked'));
		if (newest?.state === 'settled' && form.reason === '')
			throw new Refused(problem('reason', 'reason-required'));
	}

	/** The version to write to: the one that is open, or a new one after what is settled. */
	async function openVersion(
		tx: Transaction,
		{ place, form, actor, deed }: Work,
		{ newest, parentAmount }: { newest: SplitRow | undefined; parentAmount: number }
	): Promise<SplitRow> {
		const set = {
			parentAmount,
			savedBy: actor,
			basis: form.basis,
			stretch: organisation.settings.stretch,
			savedAt: new Date(clock()),
			// Settled is written last: nothing of such a version can change any more.
			state: deed === 'issue' ? ('issued' as const) : ('draft' as const)
		};
		if (newest && newest.state !== 'settled') {
			const reason = newest.version > 1 ? form.reason || newest.reason : '';
			const [row] = await tx
				.update(splits)
				.set({ ...set, reason, revision: newest.revision + 1 })
				.where(eq(splits.id, newest.id))
				.returning();
			return row!;
		}
		const [row] = await tx
			.insert(splits)
			.values({
				...placeColumns(splitPlace(place)),
				...set,
				version: (newest?.version ?? 0) + 1,
				reason: newest ? form.reason : '',
				revision: 1
			})
			.returning();
		return row!;
	}

	/** The instant that was typed, by the clock of the organisation. */
	function deadlineOf({ deadlineDate, deadlineTime }: SplitForm): Date {
		if (deadlineDate === '') throw new Refused(problem('deadlineDate', 'deadline-required'));
		const deadline = organisation.clock.instantOf(deadlineDate, deadlineTime);
		if (deadline <= clock()) throw new Refused(problem('deadlineDate', 'deadline-passed'));
		return new Date(deadline);
	}

	/** Puts the version before those below: a round in the place of the one that was open. */
	async function issue(
		tx: Transaction,
		split: SplitRow,
		{ form, rows, actor }: Work,
		{ round }: Before
	) {
		const deadline = deadlineOf(form);
		refuseShort(split, rows);
		const at = split.savedAt;
		if (round) await endRound(tx, round.id, { endedAt: at, endedBy: actor, ending: 'reissued' });
		const opened = await openRound(tx, {
			splitId: split.id,
			issuedAt: at,
			issuedBy: actor,
			deadline,
			silenceAccepts: organisation.settings.silenceAccepts
		});
		await tx.insert(outbox).values({
			topic: 'round-opened',
			key: `round-opened:${opened.id}`,
			payload: { round: opened.id },
			createdAt: at
		});
		return { round: opened.round, deadline: deadline.toISOString() };
	}

	async function settle(tx: Transaction, split: SplitRow, work: Work, before: Before) {
		const { place, rows, actor } = work;
		const { round, answers, offered } = before;
		if (round) await concludeRound(tx, { round, answers, offered, at: split.savedAt, actor });
		await putInForce(tx, place, { split, rows, parts });
		return place.subject.kind === 'unit' ? { asked: round !== undefined } : {};
	}

	/** In one transaction: what a version says, what it asks, what it makes of the targets. */
	async function write(work: Work): Promise<SplitVersion> {
		const { place, form, rows, actor, deed } = work;
		const { metric, period, subject } = place;
		const told = newsOf(TOLD[deed], place);
		const saved = await database.db.transaction(async (tx) => {
			const at = splitPlace(place);
			await lockParent(tx, at);
			const parentAmount = await readTarget(tx, at);
			if (parentAmount === undefined)
				throw new Refused(problem('subject', 'no-target-to-split', subject.code));
			const before = await readBefore(tx, at);
			refuseUnfit(before, work);
			const split = await openVersion(tx, work, { newest: before.newest, parentAmount });
			await writeParts(tx, split.id, rows);
			const more =
				deed === 'issue'
					? await issue(tx, split, work, before)
					: deed === 'settle'
						? await settle(tx, split, work, before)
						: {};
			await recordChange(tx, {
				at: split.savedAt,
				actor,
				action: AUDITED[deed],
				subject: subject.key,
				before: form.version === 0 ? null : { version: form.version, revision: form.revision },
				after: {
					metric: metric.code,
					period: { unit: period.unit, start: period.from },
					version: split.version,
					revision: split.revision,
					reason: split.reason,
					target: parentAmount,
					sum: sumOf(rows),
					parts: rows.length,
					...more
				}
			});
			await tx.execute(news.announcement(told));
			return { ...versionOf(split), ...(deed === 'settle' ? { state: 'settled' as const } : {}) };
		});
		if (deed === 'settle') targets.changed();
		news.tell(told);
		return saved;
	}

	/** Ends what is open of the newest version, if it is the one that was on the screen. */
	function onNewest(
		form: SplitForm,
		kind: SplitNews['kind'],
		end: (tx: Transaction, newest: SplitRow, place: PlanPlace) => Promise<object>,
		actor: string
	): Promise<Outcome<object>> {
		return refusable('parts', async () => {
			const found = placeOf(directory, subjects, form);
			if (!found.ok) return found;
			const { place } = found;
			await database.db.transaction(async (tx) => {
				await lockParent(tx, splitPlace(place));
				const [newest] = await readVersions(tx, splitPlace(place));
				if (!newest || newest.version !== form.version || newest.revision !== form.revision)
					throw new Refused(problem('version', 'split-changed'));
				const after = await end(tx, newest, place);
				const { metric, period, subject } = place;
				await recordChange(tx, {
					at: new Date(clock()),
					actor,
					action: kind === 'withdrawn' ? 'split.withdraw' : 'split.discard',
					subject: subject.key,
					before: { metric: metric.code, period: period.from, version: newest.version },
					after: 'version' in after ? after : null
				});
				await tx.execute(news.announcement(newsOf(kind, place)));
			});
			news.tell(newsOf(kind, place));
			return { ok: true };
		});
	}

	return {
		/**
		 * Saves a draft, asks those below (AGREE-1), or settles: then its targets are in force with the same commit
		 * (SPLIT-11).
		 */
		save(
			form: SplitForm,
			given: readonly SplitPart[],
			{ actor, deed }: { actor: string; deed: SplitDeed }
		): Promise<Outcome<{ saved: SplitVersion }>> {
			return refusable('parts', async () => {
				const found = placeOf(directory, subjects, form);
				if (!found.ok) return found;
				const resolved = parts.resolve(found.place, given);
				if (!resolved.ok) return resolved;
				const { place } = found;
				return { ok: true, saved: await write({ place, form, rows: resolved.rows, actor, deed }) };
			});
		},

		/** Takes an issued version back: a draft again, with what was said to it. */
		withdraw: (form: SplitForm, actor: string): Promise<Outcome<object>> =>
			onNewest(
				form,
				'withdrawn',
				async (tx, newest) => {
					const round = await readOpenRound(tx, newest.id);
					if (!round) throw new Refused(problem('version', 'split-changed'));
					const end = { endedAt: new Date(clock()), endedBy: actor, ending: 'withdrawn' } as const;
					await endRound(tx, round.id, end);
					const revision = newest.revision + 1;
					await tx.update(splits).set({ state: 'draft', revision }).where(eq(splits.id, newest.id));
					return { version: newest.version, round: round.round };
				},
				actor
			),

		/** Throws an open draft away; what is in force stays, and so does what somebody was asked (AGREE-6). */
		discard: (form: SplitForm, actor: string): Promise<Outcome<object>> =>
			onNewest(
				form,
				'discarded',
				async (tx, newest) => {
					if (newest.state === 'settled') throw new Refused(problem('version', 'split-changed'));
					if ((await readRounds(tx, [newest.id])).length > 0)
						throw new Refused(problem('version', 'round-stays'));
					await tx.execute(sql`DELETE FROM splits WHERE id = ${newest.id}`);
					return {};
				},
				actor
			)
	};
}

export type Splits = ReturnType<typeof createSplits>;
