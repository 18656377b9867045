/** 帮扶 业务110: open → taken → closed, or withdrawn by the rep. docs/SPEC.md, HELP-*. */

export const OBSTACLES = [
	'customer',
	'price',
	'product',
	'supply',
	'competitor',
	'collection',
	'skill',
	'time',
	'other'
] as const;
export type Obstacle = (typeof OBSTACLES)[number];

export const HELP_STATES = ['open', 'taken', 'closed', 'withdrawn'] as const;
export type HelpState = (typeof HELP_STATES)[number];

export const HELP_OUTCOMES = ['solved', 'partly', 'not'] as const;
export type HelpOutcome = (typeof HELP_OUTCOMES)[number];

export type HelpStep = 'take' | 'close' | 'withdraw';

/** Requests that a rep may have open or taken at a time: what is the biggest obstacle, if everything is? */
export const MOST_OPEN = 3;

interface Help {
	state: HelpState;
	/** Code of the rep who asked. */
	rep: string;
}

export type HelpRefusal =
	'help-taken' | 'help-not-taken' | 'help-over' | 'help-oneself' | 'help-not-yours';

/** What a step makes of a request, or why it does not. Whether `by` leads the rep, the permissions say (HELP-2). */
export function stepHelp(
	help: Help,
	step: HelpStep,
	by: string
): { ok: true; state: HelpState } | { ok: false; reason: HelpRefusal } {
	const isOwn = by === help.rep;
	if (step === 'withdraw' && !isOwn) return { ok: false, reason: 'help-not-yours' };
	// Whoever asks for help and leads themselves gets it from somebody else.
	if (step !== 'withdraw' && isOwn) return { ok: false, reason: 'help-oneself' };
	if (help.state === 'closed' || help.state === 'withdrawn')
		return { ok: false, reason: 'help-over' };
	switch (step) {
		case 'take':
			return help.state === 'open'
				? { ok: true, state: 'taken' }
				: { ok: false, reason: 'help-taken' };
		case 'close':
			return help.state === 'taken'
				? { ok: true, state: 'closed' }
				: { ok: false, reason: 'help-not-taken' };
		case 'withdraw':
			return { ok: true, state: 'withdrawn' };
	}
}

export const isWaiting = (state: HelpState): boolean => state === 'open' || state === 'taken';

export type Urgency = 'fresh' | 'waiting' | 'overdue';

/** How long a request may stay open before it shouts: half of the set hours warn, all of them are too many (HELP-5). */
export function urgencyOf(openMinutes: number, escalateHours: number): Urgency {
	const limit = escalateHours * 60;
	if (openMinutes >= limit) return 'overdue';
	return openMinutes * 2 >= limit ? 'waiting' : 'fresh';
}
