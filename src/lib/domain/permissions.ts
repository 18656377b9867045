/**
 * Who may do what: decided here, once, for pages, form actions, API calls and sockets. The table in docs/SPEC.md
 * (ACCESS) is the specification of `REACH` and `SCOPES`; a test compares them cell by cell.
 */

/** What an API key may be given, each a set of actions. */
export const KEY_SCOPES = [
	'read',
	'entries',
	'directory',
	'targets',
	'imports',
	'settings'
] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

/** Whoever signed in. Roles add up: a person may lead a region and sell. */
export interface Person {
	kind: 'person';
	/** The person's own code; a rep's is the code of the rep. */
	code: string;
	name: string;
	administrator: boolean;
	viewer: boolean;
	/** Whether they are a rep in the directory. */
	sells: boolean;
	/** Codes of the units they lead; all units below count too. */
	leads: readonly string[];
}

/** Who asks. `system` is the installation itself: the command line, the demo. */
export type Principal =
	/** `watches`: the organisation shows its boards to whoever reaches the server. */
	| { kind: 'public'; watches: boolean }
	| { kind: 'key'; id: string; scopes: readonly KeyScope[] }
	/** A paired TV: `unit` is the code of the unit it shows. */
	| { kind: 'display'; id: string; unit: string }
	| Person
	| { kind: 'system'; name: string };

export const ROLES = [
	'administrator',
	'manager',
	'rep',
	'viewer',
	'display',
	'public',
	'watcher'
] as const;
/** `watcher` is the public where boards are open to everyone. */
export type Role = (typeof ROLES)[number];

/** How far a role's permission goes: nothing, one's own, the units one leads and all below, everything. */
export type Reach = 'none' | 'own' | 'unit' | 'any';

/** By action: administrator, manager, rep, viewer, display, public, watcher. */
const TABLE = {
	/** Sign in, accept an invitation, set up, ask for a pairing code, read the health. */
	'site.enter': ['any', 'any', 'any', 'any', 'any', 'any', 'any'],
	'board.watch': ['any', 'any', 'any', 'any', 'own', 'none', 'any'],
	'leaderboard.read': ['any', 'any', 'any', 'any', 'none', 'none', 'none'],
	'progress.read': ['any', 'unit', 'own', 'any', 'none', 'none', 'none'],
	/** One's own password, language and sessions. */
	'account.manage': ['own', 'own', 'own', 'own', 'none', 'none', 'none'],
	/** See that there is an administration at all. */
	'admin.enter': ['any', 'unit', 'none', 'none', 'none', 'none', 'none'],
	'units.read': ['any', 'any', 'any', 'any', 'none', 'none', 'none'],
	'units.write': ['any', 'unit', 'none', 'none', 'none', 'none', 'none'],
	'people.read': ['any', 'unit', 'own', 'none', 'none', 'none', 'none'],
	'people.write': ['any', 'unit', 'none', 'none', 'none', 'none', 'none'],
	/** Invitation and reset links; never for somebody who may more than the giver (ACCESS-6). */
	'people.invite': ['any', 'unit', 'none', 'none', 'none', 'none', 'none'],
	/** Make administrators, managers and viewers; end somebody's access. */
	'people.grant': ['any', 'none', 'none', 'none', 'none', 'none', 'none'],
	'customers.read': ['any', 'unit', 'own', 'none', 'none', 'none', 'none'],
	'customers.write': ['any', 'unit', 'none', 'none', 'none', 'none', 'none'],
	'products.read': ['any', 'any', 'any', 'any', 'none', 'none', 'none'],
	'products.write': ['any', 'none', 'none', 'none', 'none', 'none', 'none'],
	'metrics.read': ['any', 'any', 'any', 'any', 'none', 'none', 'none'],
	'metrics.write': ['any', 'none', 'none', 'none', 'none', 'none', 'none'],
	'calendar.read': ['any', 'any', 'any', 'any', 'none', 'none', 'none'],
	'calendar.write': ['any', 'none', 'none', 'none', 'none', 'none', 'none'],
	/** Targets are open to everyone in the company: 公开、公正、公平. */
	'targets.read': ['any', 'any', 'any', 'any', 'none', 'none', 'none'],
	'targets.write': ['any', 'unit', 'none', 'none', 'none', 'none', 'none'],
	/** Tick off, day by day, that one looked at the targets of one's reps. */
	'targets.check': ['any', 'unit', 'none', 'none', 'none', 'none', 'none'],
	/** Accept or counter what one is given; whose own it is, the round says (AGREE). */
	'targets.answer': ['any', 'unit', 'own', 'none', 'none', 'none', 'none'],
	'letters.read': ['any', 'unit', 'own', 'none', 'none', 'none', 'none'],
	/** Prepare a letter 责任书 and sign it for the company. */
	'letters.write': ['any', 'unit', 'none', 'none', 'none', 'none', 'none'],
	/** The receiver's side of the letter, a rep's or a manager's own: the commitment, the customers, the signature. */
	'letters.answer': ['none', 'own', 'own', 'none', 'none', 'none', 'none'],
	'periods.close': ['any', 'none', 'none', 'none', 'none', 'none', 'none'],
	'ledger.read': ['any', 'unit', 'own', 'none', 'none', 'none', 'none'],
	'ledger.append': ['any', 'unit', 'own', 'none', 'none', 'none', 'none'],
	'ledger.reverse': ['any', 'unit', 'none', 'none', 'none', 'none', 'none'],
	/** Take back within a minute what one has just recorded. */
	'ledger.undo': ['any', 'unit', 'own', 'none', 'none', 'none', 'none'],
	'pay.read': ['any', 'unit', 'own', 'none', 'none', 'none', 'none'],
	'scorecard.read': ['any', 'unit', 'own', 'none', 'none', 'none', 'none'],
	/** The pocket: one's own numbers, rank and day. */
	'me.enter': ['none', 'none', 'own', 'none', 'none', 'none', 'none'],
	'floor.enter': ['any', 'unit', 'none', 'none', 'none', 'none', 'none'],
	/** Notes, coaching, actions, calls, spot checks: about one's people. */
	'floor.act': ['any', 'unit', 'none', 'none', 'none', 'none', 'none'],
	'visits.read': ['any', 'unit', 'own', 'none', 'none', 'none', 'none'],
	'visits.write': ['any', 'unit', 'own', 'none', 'none', 'none', 'none'],
	'reports.read': ['any', 'unit', 'own', 'none', 'none', 'none', 'none'],
	/** Yesterday summed up, today carried out, tomorrow planned. */
	'reports.write': ['none', 'none', 'own', 'none', 'none', 'none', 'none'],
	'help.read': ['any', 'unit', 'own', 'none', 'none', 'none', 'none'],
	'help.ask': ['none', 'none', 'own', 'none', 'none', 'none', 'none'],
	'help.take': ['any', 'unit', 'none', 'none', 'none', 'none', 'none'],
	'alerts.read': ['any', 'unit', 'own', 'none', 'none', 'none', 'none'],
	/** Acknowledge and snooze; turning one into an action is `floor.act`. */
	'alerts.act': ['any', 'unit', 'own', 'none', 'none', 'none', 'none'],
	'alerts.set': ['any', 'unit', 'none', 'none', 'none', 'none', 'none'],
	'celebrations.cheer': ['any', 'any', 'any', 'any', 'none', 'none', 'none'],
	'contests.read': ['any', 'any', 'any', 'any', 'none', 'none', 'none'],
	'contests.manage': ['any', 'unit', 'none', 'none', 'none', 'none', 'none'],
	'boards.manage': ['any', 'none', 'none', 'none', 'none', 'none', 'none'],
	'imports.run': ['any', 'none', 'none', 'none', 'none', 'none', 'none'],
	'displays.manage': ['any', 'unit', 'none', 'none', 'none', 'none', 'none'],
	/** A TV tells how it is. */
	'displays.report': ['none', 'none', 'none', 'none', 'own', 'none', 'none'],
	'settings.read': ['any', 'none', 'none', 'none', 'none', 'none', 'none'],
	'settings.write': ['any', 'none', 'none', 'none', 'none', 'none', 'none'],
	'keys.manage': ['any', 'none', 'none', 'none', 'none', 'none', 'none'],
	'audit.read': ['any', 'none', 'none', 'none', 'none', 'none', 'none']
} as const satisfies Record<string, readonly Reach[]>;

export type Action = keyof typeof TABLE;
export const ACTIONS = Object.keys(TABLE) as readonly Action[];

const SCOPES: Readonly<Record<KeyScope, readonly Action[]>> = {
	read: [
		'board.watch',
		'leaderboard.read',
		'progress.read',
		'units.read',
		'people.read',
		'customers.read',
		'products.read',
		'metrics.read',
		'calendar.read',
		'targets.read',
		'ledger.read'
	],
	entries: ['ledger.append', 'ledger.reverse'],
	directory: [
		'units.write',
		'people.write',
		'customers.write',
		'products.write',
		'metrics.write',
		'calendar.write'
	],
	targets: ['targets.write'],
	imports: ['imports.run'],
	settings: ['settings.read', 'settings.write']
};

/** The cell of the table. */
export const reachOfRole = (role: Role, action: Action): Reach =>
	TABLE[action][ROLES.indexOf(role)]!;

/** Whether a key with this scope may do it; a key is bound to no unit. */
export const scopeAllows = (scope: KeyScope, action: Action): boolean =>
	action === 'site.enter' || SCOPES[scope].includes(action);

/** What an action is done to. Absent parts belong to nobody: only `any` reaches them. */
export interface Subject {
	/** Code of the person whose it is. */
	person?: string | undefined;
	/** Codes of its unit and of all units above, the unit itself first. */
	line?: readonly string[] | undefined;
}

export function rolesOf(principal: Principal): readonly Role[] {
	switch (principal.kind) {
		case 'public':
			return [principal.watches ? 'watcher' : 'public'];
		case 'display':
			return ['display'];
		case 'person':
			return [
				...(principal.administrator ? (['administrator'] as const) : []),
				...(principal.leads.length > 0 ? (['manager'] as const) : []),
				...(principal.sells ? (['rep'] as const) : []),
				...(principal.viewer ? (['viewer'] as const) : [])
			];
		default:
			return [];
	}
}

const ORDER: readonly Reach[] = ['none', 'own', 'unit', 'any'];

/** The furthest that any of the principal's roles reaches. For menus and lists; a single thing needs `may`. */
export function reachOf(principal: Principal, action: Action): Reach {
	if (principal.kind === 'system') return 'any';
	if (principal.kind === 'key')
		return action === 'site.enter' || principal.scopes.some((s) => scopeAllows(s, action))
			? 'any'
			: 'none';
	// Whoever signed in has an account of their own, whatever else they may.
	const least: Reach = principal.kind === 'person' && action === 'account.manage' ? 'own' : 'none';
	return rolesOf(principal)
		.map((role) => reachOfRole(role, action))
		.reduce((far, reach) => (ORDER.indexOf(reach) > ORDER.indexOf(far) ? reach : far), least);
}

function isOwn(principal: Principal, { person, line }: Subject): boolean {
	if (principal.kind === 'person') return person !== undefined && person === principal.code;
	if (principal.kind === 'display') return line?.[0] === principal.unit;
	return false;
}

const leadsOne = (principal: Principal, line: readonly string[] | undefined): boolean =>
	principal.kind === 'person' && (line ?? []).some((code) => principal.leads.includes(code));

/** Whether the principal may do this to this subject. */
export function may(principal: Principal, action: Action, subject: Subject): boolean {
	const reach = reachOf(principal, action);
	if (reach === 'any') return true;
	if (reach === 'none') return false;
	const reaches = (role: Role) => reachOfRole(role, action);
	const roles = rolesOf(principal);
	const own = action === 'account.manage' || roles.some((role) => reaches(role) === 'own');
	return (
		(own && isOwn(principal, subject)) ||
		(roles.some((role) => reaches(role) === 'unit') && leadsOne(principal, subject.line))
	);
}

/** What people do to nobody's things but their own: an administrator does not sign for a rep either. */
const isPersonal = (action: Action): boolean =>
	TABLE[action].every((reach) => reach === 'own' || reach === 'none');

/**
 * Whether the giver may do all that the receiver may (ACCESS-6). `lineOf` gives the codes of a unit and of all units
 * above, the unit itself first. What the receiver may do to their own things, whoever leads them may do too: that they
 * do lead them is for `may(giver, 'people.invite', …)` to say.
 */
export function contains(
	giver: Principal,
	receiver: Person,
	lineOf: (unit: string) => readonly string[]
): boolean {
	if (giver.kind === 'person' && giver.code === receiver.code) return true;
	const leads = receiver.leads.every((unit) => leadsOne(giver, lineOf(unit)));
	return ACTIONS.every((action) => {
		if (isPersonal(action)) return true;
		const [has, needs] = [reachOf(giver, action), reachOf(receiver, action)];
		if (needs === 'none' || has === 'any') return true;
		if (needs === 'any' || has !== 'unit') return false;
		return !rolesOf(receiver).some((role) => reachOfRole(role, action) === 'unit') || leads;
	});
}

/** How a principal is written down beside what it did. */
export function actorName(principal: Principal): string {
	switch (principal.kind) {
		case 'public':
			return 'public';
		case 'key':
			return `key:${principal.id}`;
		case 'display':
			return `display:${principal.id}`;
		case 'person':
			return `person:${principal.code}`;
		case 'system':
			return principal.name;
	}
}
