import { and, eq, isNull } from 'drizzle-orm';
import { nextStartOfWork } from '../../src/lib/domain/blank.ts';
import type { Subject } from '../../src/lib/domain/permissions.ts';
import { awakeHours } from '../../src/lib/forms/display.ts';
import type { DisplayForm } from '../../src/lib/forms/display.ts';
import type { DisplayCommand, DisplayState } from '../../src/lib/live/protocol.ts';
import { recordChange } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import { notification } from '../database/listen.ts';
import type { Listener } from '../database/listen.ts';
import type { Directory } from '../directory/directory.ts';
import type { Mirror, Unit } from '../directory/mirror.ts';
import type { Log } from '../log.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';
import type { BoardPlans } from '../boards/plans.ts';
import { readDisplays } from './list.ts';
import type { DisplayQuery, ListedDisplay } from './list.ts';
import type { Register, Registered } from './register.ts';
import { displays } from './schema.ts';
import type { DisplayReport } from './schema.ts';

type CommandWatcher = (id: string, command: DisplayCommand) => void;

/** What a form says, as it is stored. */
export type Assignment = Pick<Registered, 'name' | 'board' | 'unitId' | 'locale' | 'hours'>;

/** The form's references looked up, for pairing and for changing alike. */
export function assignmentOf(
	form: DisplayForm,
	{ directory, plans }: { directory: Directory; plans: BoardPlans }
): Outcome<{ assignment: Assignment }> {
	const unit = directory.mirror.units.named(form.unit);
	const problems: Problem[] = [
		...(unit ? [] : [problem('unit', 'unknown-unit', form.unit)]),
		...(plans.named(form.board) ? [] : [problem('board', 'unknown-board', form.board)])
	];
	if (!unit || problems.length > 0) return failed(...problems);
	const { name, board, locale } = form;
	const hours = awakeHours(form);
	return { ok: true, assignment: { name, board, unitId: unit.id, locale: locale || null, hours } };
}

export interface DisplayChoices {
	boards: { code: string; name: string }[];
	/** Each below the one it belongs to; `depth` counts from 0. */
	units: { code: string; name: string; depth: number }[];
}

/** The units from the roots down, each once. */
function treeOf(mirror: Mirror, roots: readonly Unit[]): DisplayChoices['units'] {
	const found = new Map<string, DisplayChoices['units'][number]>();
	const children = new Map<number, Unit[]>();
	for (const unit of mirror.units.all())
		if (unit.parentId !== null)
			children.set(unit.parentId, [...(children.get(unit.parentId) ?? []), unit]);
	const walk = (units: readonly Unit[], depth: number): void => {
		for (const unit of [...units].sort((a, b) => (a.code < b.code ? -1 : 1))) {
			if (found.has(unit.code)) continue;
			found.set(unit.code, { code: unit.code, name: unit.name, depth });
			walk(children.get(unit.id) ?? [], depth + 1);
		}
	};
	// A unit that another root stands above is shown below that one.
	const isBelow = (unit: Unit) =>
		roots.some((root) => root !== unit && mirror.lineOf(unit.id).includes(root));
	walk(
		roots.filter((unit) => !isBelow(unit)),
		0
	);
	return [...found.values()];
}

export type Displays = ReturnType<typeof createDisplays>;

/** The paired TVs: what each shows, how it is, and what it is told to do. */
export function createDisplays(options: {
	database: Database;
	listener: Listener;
	directory: Directory;
	organisation: Organisation;
	plans: BoardPlans;
	register: Register;
	clock: Clock;
	log: Log;
}) {
	const { database, listener, directory, organisation, plans, register, clock, log } = options;
	const { mirror } = directory;
	const commandWatchers = new Set<CommandWatcher>();
	/** Open sockets of each display at this process. */
	const connections = new Map<string, number>();

	listener.on('display-command', (payload) => {
		const [id, command] = payload.split(' ') as [string, DisplayCommand | undefined];
		if (command) for (const watcher of commandWatchers) watcher(id, command);
	});

	const unitCode = (unitId: number): string => mirror.units.get(unitId)?.code ?? '';

	function stateOf(id: string): DisplayState | undefined {
		const display = register.get(id);
		if (!display) return undefined;
		const { name, board, unitId, locale, hours, muted, blankUntil } = display;
		const dark = blankUntil !== null && blankUntil.getTime() > clock();
		return {
			id,
			name,
			board,
			unit: unitCode(unitId),
			locale: locale ?? organisation.settings.locale,
			muted,
			...(hours ? { hours } : {}),
			...(dark ? { blankUntil: blankUntil.getTime() } : {})
		};
	}

	/** As the audit log tells it. */
	const told = ({ name, board, unitId, locale, hours }: Assignment) => ({
		name,
		board,
		unit: unitCode(unitId),
		locale,
		hours
	});

	/** Writes a change and its line in the audit log; false when there is no such display in force. */
	async function change(
		id: string,
		values: Partial<typeof displays.$inferInsert>,
		audit: { action: string; actor: string; before: unknown; after: unknown }
	): Promise<boolean> {
		let found = false;
		await register.change(id, async (tx) => {
			const rows = await tx
				.update(displays)
				.set(values)
				.where(and(eq(displays.id, id), isNull(displays.revokedAt)))
				.returning({ id: displays.id });
			found = rows.length > 0;
			if (found) await recordChange(tx, { ...audit, at: new Date(clock()), subject: id });
		});
		return found;
	}

	async function see(id: string, report?: DisplayReport): Promise<void> {
		await database.db
			.update(displays)
			.set({ lastSeenAt: new Date(clock()), ...(report ? { report } : {}) })
			.where(eq(displays.id, id));
	}

	const note = (id: string) =>
		void see(id).catch((error: unknown) =>
			log.debug({ err: error, display: id }, 'that a display was seen could not be written')
		);

	const lookUp = (query: DisplayQuery) =>
		readDisplays(database, { ...query, mirror, now: clock(), connected: connections });

	return {
		stateOf,

		/** Whose a display is: its unit's. What is unknown belongs to nobody. */
		subjectOf(id: string): Subject {
			const display = register.get(id);
			return display ? { line: mirror.lineOf(display.unitId).map(({ code }) => code) } : {};
		},

		list: lookUp,

		/** What a display can be given: the boards, and the units within those named (all, unless named) as a tree. */
		choices(within?: readonly string[]): DisplayChoices {
			const company = mirror.company();
			const roots = within ? within.flatMap((code) => mirror.units.named(code) ?? []) : [];
			return {
				boards: plans.all().map(({ code, name }) => ({ code, name })),
				units: treeOf(mirror, within ? roots : company ? [company] : [])
			};
		},

		/** The displays that show a board. */
		showing: (board: string): { id: string; name: string }[] =>
			[...register.all()]
				.filter((display) => display.board === board)
				.map(({ id, name }) => ({ id, name })),

		async view(id: string): Promise<ListedDisplay | undefined> {
			return (await lookUp({ id })).rows[0];
		},

		/** Renames, re-assigns; the TV follows within a second. Problems: `unknown-unit`, `unknown-board`. */
		async put(id: string, form: DisplayForm, actor: string): Promise<Outcome<object>> {
			const before = register.get(id);
			if (!before) return failed(problem('', 'unknown-display'));
			const assigned = assignmentOf(form, options);
			if (!assigned.ok) return assigned;
			const { assignment } = assigned;
			const [was, is] = [told(before), told(assignment)];
			if (JSON.stringify(was) === JSON.stringify(is)) return { ok: true };
			const audit = { action: 'display.put', actor, before: was, after: is };
			return (await change(id, assignment, audit))
				? { ok: true }
				: failed(problem('', 'unknown-display'));
		},

		mute: (id: string, muted: boolean, actor: string): Promise<boolean> =>
			change(id, { muted }, { action: 'display.mute', actor, before: null, after: { muted } }),

		/** Black until work begins the next time (DISPLAY-9), or awake again. */
		blank(id: string, dark: boolean, actor: string): Promise<boolean> {
			const { calendar, settings, clock: business } = organisation;
			const until = nextStartOfWork(clock(), {
				clock: business,
				calendar,
				hours: settings.workingHours
			});
			const blankUntil = dark ? new Date(until) : null;
			const after = { blankUntil };
			return change(id, { blankUntil }, { action: 'display.blank', actor, before: null, after });
		},

		/** Its token is refused and its sockets are cut from now on; the TV goes back to its code. */
		revoke(id: string, actor: string): Promise<boolean> {
			const before = register.get(id);
			const audit = { action: 'display.revoke', actor, after: null };
			return change(
				id,
				{ revokedAt: new Date(clock()) },
				{ ...audit, before: before ? told(before) : null }
			);
		},

		/** Tells its open sockets, whichever process holds them; false when there is no such display in force. */
		async command(id: string, command: DisplayCommand): Promise<boolean> {
			if (!register.get(id)) return false;
			await database.db.execute(notification('display-command', `${id} ${command}`));
			for (const watcher of commandWatchers) watcher(id, command);
			return true;
		},

		/** What a display says of itself. */
		report: (id: string, report: DisplayReport): Promise<void> => see(id, report),

		/** A socket of the display opened at this process. */
		connected(id: string): void {
			connections.set(id, (connections.get(id) ?? 0) + 1);
			note(id);
		},

		disconnected(id: string): void {
			const left = (connections.get(id) ?? 1) - 1;
			if (left > 0) connections.set(id, left);
			else connections.delete(id);
			note(id);
		},

		onChange: register.onChange,
		onCommand: (watcher: CommandWatcher) => void commandWatchers.add(watcher)
	};
}
