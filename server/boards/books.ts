import { and, eq, isNull } from 'drizzle-orm';
import type { BoardForm, NewBoardForm } from '../../src/lib/forms/board.ts';
import { MAIN_BOARD } from '../../src/lib/live/protocol.ts';
import { EMPTY_PLAN, readPlan } from '../../src/lib/scenes/plan.ts';
import type { Plan, PlannedScene } from '../../src/lib/scenes/plan.ts';
import { recordChange } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Directory } from '../directory/directory.ts';
import { displays } from '../displays/schema.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';
import type { createPictures } from './pictures.ts';
import type { BoardPlan, BoardPlans } from './plans.ts';
import { boards } from './schema.ts';

const told = ({ name, metric, plan }: Pick<BoardPlan, 'name' | 'metric' | 'plan'>) => ({
	name,
	metric: metric.code,
	scenes: plan.scenes.map(({ kind, seconds }) => `${kind} ${seconds}s`),
	ticker: plan.ticker.show
});

const refused = (reason: string, value?: unknown) => failed(problem('', reason, value));

export type BoardBooks = ReturnType<typeof createBoardBooks>;

/** Making and changing boards. Displays that show one follow within a second (BOARD-4). */
export function createBoardBooks(options: {
	plans: BoardPlans;
	pictures: ReturnType<typeof createPictures>;
	directory: Directory;
	clock: Clock;
}) {
	const { plans, pictures, directory, clock } = options;
	const { mirror } = directory;

	/** What a scene names must be there. */
	async function problemsOf({ unit, options }: PlannedScene, i: number): Promise<Problem[]> {
		const found: Problem[] = [];
		const at = `scenes.${i}`;
		if (unit !== '' && !mirror.units.named(unit))
			found.push(problem(`${at}.unit`, 'unknown-unit', unit));
		if ('metric' in options && options.metric !== '' && !mirror.metrics.named(options.metric))
			found.push(problem(`${at}.options.metric`, 'unknown-metric', options.metric));
		if ('picture' in options && options.picture !== '' && !(await pictures.exists(options.picture)))
			found.push(problem(`${at}.options.picture`, 'picture-gone'));
		return found;
	}

	function parsed(text: string): unknown {
		try {
			return JSON.parse(text);
		} catch {
			return undefined;
		}
	}

	/** A plan as it was sent, whole and with all that it names. */
	async function planOf(text: string): Promise<Outcome<{ plan: Plan }>> {
		const read = readPlan(parsed(text));
		if (!read.ok) return read;
		const problems = (await Promise.all(read.plan.scenes.map(problemsOf))).flat();
		return problems.length > 0 ? failed(...problems) : read;
	}

	/** Adds a board, or gives why not. */
	async function add(row: typeof boards.$inferInsert, actor: string): Promise<Outcome<object>> {
		return plans.change(row.code, async (tx) => {
			const added = await tx.insert(boards).values(row).onConflictDoNothing().returning();
			const [made] = added;
			if (!made) return failed(problem('code', 'code-taken', row.code));
			const metric = mirror.metrics.get(made.metricId)!;
			await recordChange(tx, {
				at: new Date(clock()),
				actor,
				action: 'board.put',
				subject: made.code,
				before: null,
				after: told({ ...made, metric })
			});
			return { ok: true };
		});
	}

	return {
		planOf,

		async create({ code, name, metric }: NewBoardForm, actor: string, plan: Plan = EMPTY_PLAN) {
			const known = mirror.metrics.named(metric);
			if (!known) return failed(problem('metric', 'unknown-metric', metric));
			return add({ code, name, metricId: known.id, plan }, actor);
		},

		/** Problems: `unknown-board`, `unknown-metric`, `changed-meanwhile`, and those of the scenes. */
		async put(
			code: string,
			form: BoardForm,
			actor: string
		): Promise<Outcome<{ revision: number }>> {
			const metric = mirror.metrics.named(form.metric);
			if (!metric) return failed(problem('metric', 'unknown-metric', form.metric));
			const read = await planOf(form.plan);
			if (!read.ok) return read;
			const { name } = form;
			const done = await plans.change(code, async (tx): Promise<Outcome<{ revision: number }>> => {
				const [before] = await tx.select().from(boards).where(eq(boards.code, code)).for('update');
				if (!before) return refused('unknown-board', code);
				if (before.revision !== form.revision) return refused('changed-meanwhile');
				const revision = before.revision + 1;
				const values = { name, metricId: metric.id, plan: read.plan, revision };
				await tx.update(boards).set(values).where(eq(boards.code, code));
				await recordChange(tx, {
					at: new Date(clock()),
					actor,
					action: 'board.put',
					subject: code,
					before: told({ ...before, metric: mirror.metrics.get(before.metricId)! }),
					after: told({ name, metric, plan: read.plan })
				});
				return { ok: true, revision };
			});
			if (done.ok) await pictures.sweep();
			return done;
		},

		/** A copy of a board under another code. */
		async duplicate(
			code: string,
			copy: { code: string; name: string },
			actor: string
		): Promise<Outcome<object>> {
			const board = plans.named(code);
			if (!board) return refused('unknown-board', code);
			return add({ ...copy, metricId: board.metric.id, plan: board.plan }, actor);
		},

		/** Not while a display shows it, and never the board that is shown where none is named. */
		async remove(code: string, actor: string): Promise<Outcome<object>> {
			const board = plans.named(code);
			if (!board) return refused('unknown-board', code);
			if (code === MAIN_BOARD) return refused('main-board');
			return plans.change(code, async (tx): Promise<Outcome<object>> => {
				const shown = await tx
					.select({ name: displays.name })
					.from(displays)
					.where(and(eq(displays.board, code), isNull(displays.revokedAt)));
				const names = shown.map(({ name }) => name).join(', ');
				if (names !== '') return failed(problem('', 'board-shown', names));
				// Displays that were removed are kept for the audit log.
				await tx.update(displays).set({ board: MAIN_BOARD }).where(eq(displays.board, code));
				await tx.delete(boards).where(eq(boards.code, code));
				await recordChange(tx, {
					at: new Date(clock()),
					actor,
					action: 'board.put',
					subject: code,
					before: told(board),
					after: null
				});
				return { ok: true };
			});
		}
	};
}
