import { json } from '@sveltejs/kit';
import { endpoint } from '$lib/api/endpoint.ts';
import { openApiDocument } from '$lib/api/openapi.ts';
import { getOpenApi } from '$lib/api/operations.ts';

export const GET = endpoint(getOpenApi, ({ app }) => json(openApiDocument(app.version)));
