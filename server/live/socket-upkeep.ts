import type { KeyRing } from '../auth/keys.ts';
import type { Sessions } from '../auth/sessions.ts';
import type { Listener } from '../database/listen.ts';
import type { Displays } from '../displays/displays.ts';
import type { Pairings } from '../displays/pairing.ts';
import type { Register } from '../displays/register.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Grants } from '../people/grants.ts';
import type { Gateway } from './gateway.ts';

/** Sockets follow what becomes of whoever holds them: a change in any process reaches those of this one (ACCESS-7). */
export function keepSocketsTrue(options: {
	gateway: Gateway;
	listener: Listener;
	keys: KeyRing;
	sessions: Sessions;
	displays: Displays;
	pairings: Pairings;
	register: Register;
	organisation: Organisation;
	grants: Grants;
}): void {
	const { gateway, listener, keys, sessions, displays, pairings, register, organisation, grants } =
		options;

	keys.onRevoked((ids) =>
		gateway.sever(({ holds }) => holds !== undefined && 'key' in holds && ids.includes(holds.key))
	);
	sessions.onEnded((ended) =>
		gateway.sever(({ holds }) => {
			if (!holds || !('session' in holds)) return false;
			return 'session' in ended ? holds.session === ended.session : holds.account === ended.account;
		})
	);
	// Somebody leads another unit now.
	grants.onChange(gateway.review);
	// After a gap in the connection the end of a session may have been missed.
	listener.on('sessions', (payload) => {
		if (!payload) gateway.review();
	});

	const tell = (id: string) => {
		const state = displays.stateOf(id);
		if (state) gateway.assign(state);
	};
	displays.onChange((id, display) => {
		if (display) tell(id);
		else
			gateway.sever(
				({ holds }) => holds !== undefined && 'display' in holds && holds.display === id
			);
	});
	displays.onCommand(gateway.command);
	pairings.onPaired(gateway.paired);

	organisation.onChange(() => {
		// The language of displays that have none of their own.
		for (const { id } of register.all()) tell(id);
		if (!organisation.settings.publicBoards)
			gateway.sever(({ principal }) => principal.kind === 'public' && principal.watches);
	});
}
