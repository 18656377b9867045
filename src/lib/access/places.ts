/**
 * What each page, form action and endpoint asks of whoever comes: the gate (gate.ts) lets nobody past without an
 * entry here. `load` is looking at a page, `?/name` its form action, a method that of a `+server.ts`. API calls name
 * their action themselves (src/lib/api/operations.ts). Whom a single thing belongs to, the route checks (guard.ts).
 */
import type { Action } from '$lib/domain/permissions.ts';

export type Door = 'load' | `?/${string}` | 'GET' | 'POST' | 'PUT' | 'DELETE';

export const PLACES: Readonly<Record<string, Readonly<Partial<Record<Door, Action>>>>> = {
	'/': { load: 'site.enter' },
	'/refused': { load: 'site.enter' },
	'/login': { load: 'site.enter', '?/default': 'site.enter' },
	'/logout': { POST: 'account.manage' },
	'/tv': { load: 'site.enter' },

	'/admin': { load: 'admin.enter' },

	'/admin/customers': { load: 'customers.read', '?/handOver': 'customers.write' },
	'/admin/customers/new': { load: 'customers.write', '?/default': 'customers.write' },
	'/admin/customers/[code]': { load: 'customers.write', '?/default': 'customers.write' },
	'/admin/products': { load: 'products.write' },
	'/admin/products/new': { load: 'products.write', '?/default': 'products.write' },
	'/admin/products/[code]': { load: 'products.write', '?/default': 'products.write' },
	'/admin/metrics': { load: 'metrics.write' },
	'/admin/metrics/new': { load: 'metrics.write', '?/default': 'metrics.write' },
	'/admin/metrics/[code]': { load: 'metrics.write', '?/default': 'metrics.write' },
	'/admin/keys': { load: 'keys.manage', '?/revoke': 'keys.manage' },
	'/admin/keys/new': { load: 'keys.manage', '?/default': 'keys.manage' },
	'/admin/audit': { load: 'audit.read' },
	/** Each list asks for an action of its own besides. */
	'/admin/find/[kind]': { GET: 'admin.enter' },
	'/admin/export': { load: 'admin.enter' },
	'/admin/export/[list].[format]': { GET: 'admin.enter' }
};
