import type { IncomingHttpHeaders } from 'node:http';
import { COOKIES } from '../../src/lib/access/cookie-names.ts';
import { may } from '../../src/lib/domain/permissions.ts';
import { boardRoom } from '../../src/lib/live/protocol.ts';
import type { Room, RoomSubject } from '../../src/lib/live/protocol.ts';
import type { Identify, Identity } from '../auth/identify.ts';
import { hashOf } from '../auth/secrets.ts';
import type { Directory } from '../directory/directory.ts';
import type { Displays } from '../displays/displays.ts';

/** What a socket shows of itself when it is opened. */
export interface Handshake {
	headers: IncomingHttpHeaders;
	/** `person`: a board looked at from the administration, also in a browser that is a display. */
	as: string | undefined;
}

/** Who a socket is, and what it waits for. */
export interface Visitor extends Identity {
	/** Hash of the claim of a TV that waits to be paired. */
	claimHash: string | undefined;
}

export interface Admission {
	identify(handshake: Handshake): Promise<Visitor>;
	/** Whether a visitor may watch a room (LIVE-12). */
	mayWatch(visitor: Visitor, of: RoomSubject): boolean;
	/** The one room of a display; undefined for whoever is none. */
	roomOf(visitor: Visitor): Room | undefined;
}

/** The value of a cookie. Ours hold letters, digits and a few signs that need no escape. */
function cookieIn(header: string | undefined, name: string): string | undefined {
	for (const part of header?.split(';') ?? []) {
		const at = part.indexOf('=');
		if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim() || undefined;
	}
	return undefined;
}

/** Decides about sockets by the same identities and permissions as the gate does about pages. */
export function createAdmission(options: {
	identify: Identify;
	directory: Directory;
	displays: Displays;
}): Admission {
	const { identify, directory, displays } = options;

	/** As it is now: a display may have been given another board since it connected. */
	function roomOf({ holds }: Visitor): Room | undefined {
		if (!holds || !('display' in holds)) return undefined;
		const display = displays.stateOf(holds.display);
		return display && boardRoom(display.unit, display.board);
	}

	return {
		async identify({ headers, as }) {
			const { authorization, cookie } = headers;
			const claim = cookieIn(cookie, COOKIES.pairing);
			const identity = await identify({
				authorization,
				session: cookieIn(cookie, COOKIES.session),
				display: cookieIn(cookie, COOKIES.display),
				prefer: as === 'person' ? 'person' : 'display'
			});
			return { ...identity, claimHash: claim === undefined ? undefined : hashOf(claim) };
		},
		mayWatch(visitor, of) {
			const { principal } = visitor;
			switch (of.kind) {
				case 'me':
					return may(principal, 'me.enter', directory.subjectOf('reps', of.rep));
				case 'floor':
					return may(principal, 'floor.enter', directory.subjectOf('units', of.unit));
				case 'card':
					return may(principal, 'floor.enter', directory.subjectOf('reps', of.rep));
				case 'board':
					if (principal.kind === 'display') return roomOf(visitor) === boardRoom(of.unit, of.board);
					return may(principal, 'board.watch', directory.subjectOf('units', of.unit));
			}
		},
		roomOf
	};
}
