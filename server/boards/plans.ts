import { asc, eq } from 'drizzle-orm';
import { readPlan } from '../../src/lib/scenes/plan.ts';
import type { Plan } from '../../src/lib/scenes/plan.ts';
import { COLLECTION } from '../alerts/facts.ts';
import type { Database, Transaction } from '../database/connection.ts';
import { notification } from '../database/listen.ts';
import type { Listener } from '../database/listen.ts';
import type { Directory } from '../directory/directory.ts';
import type { Metric } from '../directory/mirror.ts';
import type { Log } from '../log.ts';
import { boards } from './schema.ts';

/** A kind of wall: a name, the metric it is about, and its scenes. Shown for any unit. */
export interface BoardPlan {
	code: string;
	name: string;
	metric: Metric;
	/** Counts its changes. */
	revision: number;
	plan: Plan;
}

type Row = typeof boards.$inferSelect;

/** Scenes that this version does not know (a newer one wrote them) are left out; the others stay. */
function planOf(stored: Plan): Plan {
	const whole = readPlan(stored);
	if (whole.ok) return whole.plan;
	const scenes = stored.scenes.filter((scene) => readPlan({ scenes: [scene] }).ok);
	const rest = readPlan({ ...stored, scenes });
	if (rest.ok) return rest.plan;
	const without = readPlan({ scenes });
	return without.ok ? without.plan : (readPlan({ scenes: [] }) as { plan: Plan }).plan;
}

export type BoardPlans = Awaited<ReturnType<typeof createBoardPlans>>;

/** The boards there are, in memory: every sale asks them what it touches. */
export async function createBoardPlans(options: {
	database: Database;
	listener: Listener;
	directory: Directory;
	log: Log;
}) {
	const { database, listener, directory, log } = options;
	const { mirror } = directory;
	const watchers = new Set<(code: string) => void>();
	let known = new Map<string, Row>();

	const taken = (row: Row): Row => ({ ...row, plan: planOf(row.plan) });

	async function fill(): Promise<void> {
		const rows = await database.db.select().from(boards).orderBy(asc(boards.code));
		const before = known;
		known = new Map(rows.map((row) => [row.code, taken(row)]));
		for (const code of new Set([...before.keys(), ...known.keys()]))
			if (before.get(code)?.revision !== known.get(code)?.revision) tell(code);
	}

	async function read(code: string): Promise<void> {
		const [row] = await database.db.select().from(boards).where(eq(boards.code, code));
		if (row) known.set(code, taken(row));
		else known.delete(code);
		tell(code);
	}

	function tell(code: string): void {
		for (const watcher of watchers) watcher(code);
	}

	// One after another: an older reading must not overtake a newer one.
	let reading: Promise<unknown> = Promise.resolve();
	function inTurn(work: () => Promise<void>): Promise<void> {
		const done = reading.then(work);
		reading = done.catch(() => {});
		return done;
	}

	listener.on('boards', (code) => {
		inTurn(() => (code ? read(code) : fill())).catch((error: unknown) =>
			log.error({ err: error }, 'the boards could not be read again')
		);
	});
	await fill();

	function named(code: string): BoardPlan | undefined {
		const row = known.get(code);
		const metric = row && mirror.metrics.get(row.metricId);
		return metric && { code, name: row.name, metric, revision: row.revision, plan: row.plan };
	}

	/** Whether the board, or one of its scenes, is about a metric. */
	function isAbout({ metric, plan }: BoardPlan, metricId: number): boolean {
		const code = mirror.metrics.get(metricId)?.code;
		return (
			metric.id === metricId ||
			plan.scenes.some(
				({ kind, options }) =>
					(kind === 'collections' && code === COLLECTION) ||
					('metric' in options && options.metric === code)
			)
		);
	}

	const all = (): BoardPlan[] =>
		[...known.keys()].sort((a, b) => (a < b ? -1 : 1)).flatMap((code) => named(code) ?? []);

	return {
		named,
		all,
		/** Codes of the boards on which a metric shows. */
		showing: (metricId: number): string[] =>
			all()
				.filter((board) => isAbout(board, metricId))
				.map(({ code }) => code),

		/** Changes a board in a transaction that the other processes hear of, and takes it over here. */
		async change<T>(code: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
			const done = await database.db.transaction(async (tx) => {
				const result = await work(tx);
				await tx.execute(notification('boards', code));
				return result;
			});
			await inTurn(() => read(code));
			return done;
		},

		onChange: (watcher: (code: string) => void) => void watchers.add(watcher)
	};
}
