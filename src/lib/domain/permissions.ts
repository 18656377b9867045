/** Who may do what: decided here, once, for pages, actions, API keys and sockets. docs/SPEC.md, ACCESS-*. */

/** Who asks. `system` is the installation itself: the command line, the demo. */
export type Principal =
	{ kind: 'public' } | { kind: 'key'; id: string } | { kind: 'system'; name: string };

export type Action =
	| 'health.read'
	| 'board.watch'
	| 'directory.read'
	| 'directory.write'
	| 'targets.write'
	| 'ledger.read'
	| 'ledger.append'
	| 'rankings.read'
	| 'imports.run';

const OPEN: readonly Action[] = ['health.read', 'board.watch'];

export function may(principal: Principal, action: Action): boolean {
	return principal.kind !== 'public' || OPEN.includes(action);
}

/** How a principal is written down beside what it did. */
export function actorName(principal: Principal): string {
	switch (principal.kind) {
		case 'public':
			return 'public';
		case 'key':
			return `key:${principal.id}`;
		case 'system':
			return principal.name;
	}
}
