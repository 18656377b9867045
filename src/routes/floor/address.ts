/** What a manager looks at, kept in the page's address: `/floor?unit=EAST&rep=R005&status=at-risk`. The browser's back goes back. */
import { STATUSES, type PaceStatus } from './list.ts';

export interface Look {
	/** Code of the unit; absent: the highest that one leads. */
	unit?: string | undefined;
	/** Whose card is open. */
	rep?: string | undefined;
	/** Walking from person to person. */
	walk?: boolean | undefined;
	/** Code of the only team in the list. */
	team?: string | undefined;
	status?: PaceStatus | undefined;
	/** Only whom nobody was with this week. */
	unseen?: boolean | undefined;
}

const isStatus = (text: string): text is PaceStatus => STATUSES.includes(text as PaceStatus);

export function readLook(params: URLSearchParams): Look {
	const word = (name: string) => params.get(name) || undefined;
	const status = word('status');
	return {
		unit: word('unit'),
		rep: word('rep'),
		walk: params.has('walk'),
		team: word('team'),
		...(status && isStatus(status) ? { status } : {}),
		unseen: params.has('unseen')
	};
}

/** The address of what is looked at, changed in some of it. */
export function addressOf(look: Look, change: Look = {}): string {
	const next = { ...look, ...change };
	const query = (['unit', 'team', 'status', 'rep'] as const)
		.filter((name) => next[name])
		.map((name) => `${name}=${encodeURIComponent(next[name]!)}`);
	if (next.unseen) query.push('unseen');
	if (next.walk) query.push('walk');
	return query.length > 0 ? `/floor?${query.join('&')}` : '/floor';
}
