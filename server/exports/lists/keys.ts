import { readKeys } from '../../auth/keys.ts';
import type { KeyRow } from '../../auth/keys.ts';
import { exportList, foundAll } from '../list.ts';

/** Without secrets: the record itself has only their hashes. */
export const keysList = exportList<KeyRow>({
	action: 'keys.manage',
	columns: [
		{ heading: 'id', of: (key) => key.id },
		{ heading: 'name', of: (key) => key.name },
		{ heading: 'scopes', of: (key) => key.scopes.join(' ') },
		{ heading: 'created_at', kind: 'instant', of: (key) => key.createdAt },
		{ heading: 'last_used_at', kind: 'instant', of: (key) => key.lastUsedAt },
		{ heading: 'revoked_at', kind: 'instant', of: (key) => key.revokedAt }
	],
	read: async ({ database }) => foundAll(await readKeys(database))
});
