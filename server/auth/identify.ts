import type { Principal } from '../../src/lib/domain/permissions.ts';
import type { Register } from '../displays/register.ts';
import type { Tokens } from '../displays/tokens.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Accounts } from './accounts.ts';
import type { KeyRing } from './keys.ts';
import type { Sessions } from './sessions.ts';

/** What a request or a socket shows of itself. */
export interface Credentials {
	authorization?: string | null | undefined;
	/** Of the session cookie. */
	session?: string | undefined;
	/** Of the display cookie. */
	display?: string | undefined;
	/** Who is meant by a browser that shows both: on a wall the display, everywhere else the person. */
	prefer?: 'display' | 'person';
}

export interface Identity {
	principal: Principal;
	/** What would have to end for this identity to end: open sockets are held by it. */
	holds: { key: string } | { session: string; account: string } | { display: string } | undefined;
	/** The language that the person chose. */
	locale?: 'zh-CN' | 'en' | undefined;
	/** The session was prolonged until then: so should its cookie be. */
	sessionUntil?: Date | undefined;
}

export type Identify = (credentials: Credentials) => Promise<Identity>;

/** Who asks: the holder of a key, whoever is signed in, a display, or the public. The same for pages, API and sockets. */
export function createIdentify(options: {
	keys: KeyRing;
	sessions: Sessions;
	accounts: Accounts;
	tokens: Tokens;
	register: Register;
	organisation: Organisation;
}): Identify {
	const { keys, sessions, accounts, tokens, register, organisation } = options;

	async function personOf(session: string | undefined): Promise<Identity | undefined> {
		const held = session ? await sessions.holderOf(session) : undefined;
		const known = held && (await accounts.person(held.account));
		return (
			known && {
				principal: known.person,
				holds: { session: held.idHash, account: held.account },
				locale: known.locale ?? undefined,
				sessionUntil: held.renewed
			}
		);
	}

	async function displayOf(token: string | undefined): Promise<Identity | undefined> {
		const display = token ? await tokens.holderOf(token) : undefined;
		return display && { principal: register.principalOf(display), holds: { display: display.id } };
	}

	return async ({ authorization, session, display, prefer = 'person' }) => {
		const key = keys.holderOf(authorization);
		if (key) return { principal: key, holds: { key: key.id } };
		const found =
			prefer === 'display'
				? ((await displayOf(display)) ?? (await personOf(session)))
				: ((await personOf(session)) ?? (await displayOf(display)));
		if (found) return found;
		return {
			principal: { kind: 'public', watches: organisation.settings.publicBoards },
			holds: undefined
		};
	};
}
