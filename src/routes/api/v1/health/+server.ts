import { json } from '@sveltejs/kit';
import { endpoint } from '$lib/api/endpoint.ts';
import { getHealth } from '$lib/api/operations.ts';

export const GET = endpoint(getHealth, async ({ app }) => {
	const health = await app.health();
	return json(health, {
		status: health.ready ? 200 : 503,
		headers: { 'cache-control': 'no-store' }
	});
});
