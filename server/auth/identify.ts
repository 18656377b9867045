import type { Principal } from '../../src/lib/domain/permissions.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Accounts } from './accounts.ts';
import type { KeyRing } from './keys.ts';
import type { Sessions } from './sessions.ts';

/** What a request or a socket shows of itself. */
export interface Credentials {
	authorization?: string | null | undefined;
	/** Of the session cookie. */
	session?: string | undefined;
}

export interface Identity {
	principal: Principal;
	/** What would have to end for this identity to end: open sockets are held by it. */
	holds: { key: string } | { session: string; account: string } | undefined;
	/** The language that the person chose. */
	locale?: 'zh-CN' | 'en' | undefined;
	/** The session was prolonged until then: so should its cookie be. */
	sessionUntil?: Date | undefined;
}

export type Identify = (credentials: Credentials) => Promise<Identity>;

/** Who asks: the holder of a key, whoever is signed in, or the public. The same for pages, API and sockets. */
export function createIdentify(options: {
	keys: KeyRing;
	sessions: Sessions;
	accounts: Accounts;
	organisation: Organisation;
}): Identify {
	const { keys, sessions, accounts, organisation } = options;
	return async ({ authorization, session }) => {
		const key = keys.holderOf(authorization);
		if (key) return { principal: key, holds: { key: key.id } };
		const held = session ? await sessions.holderOf(session) : undefined;
		const known = held && (await accounts.person(held.account));
		if (known)
			return {
				principal: known.person,
				holds: { session: held.idHash, account: held.account },
				locale: known.locale ?? undefined,
				sessionUntil: held.renewed
			};
		return {
			principal: { kind: 'public', watches: organisation.settings.publicBoards },
			holds: undefined
		};
	};
}
