import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { operations, type Operation } from './operations.ts';
import { problemDocument } from './problem.ts';

const problemAnswer = (description: string) => ({
	description,
	content: { 'application/problem+json': { schema: problemDocument } }
});

function describe(operation: Operation) {
	const isOpen = operation.action === 'site.enter';
	return {
		operationId: operation.id,
		summary: operation.summary,
		tags: [operation.tag],
		...(isOpen ? { security: [] } : {}),
		requestParams: {
			...(operation.params ? { path: operation.params } : {}),
			...(operation.query ? { query: operation.query } : {})
		},
		...(operation.body
			? {
					requestBody: {
						required: true,
						content: { [operation.bodyType ?? 'application/json']: { schema: operation.body } }
					}
				}
			: {}),
		responses: {
			...Object.fromEntries(
				Object.entries(operation.answers).map(([status, { description, schema }]) => [
					status,
					{ description, content: { 'application/json': { schema } } }
				])
			),
			...(isOpen ? {} : { 401: problemAnswer('No key, or one that is not in force') }),
			...(operation.body || operation.params || operation.query
				? { 422: problemAnswer('What was sent does not fit; `errors` names each field') }
				: {}),
			default: problemAnswer('Any other failure')
		}
	} as const;
}

/** The OpenAPI 3.1 document of API v1, made from the operations and their zod schemas. */
export function openApiDocument(version: string) {
	const paths: Record<string, Record<string, ReturnType<typeof describe>>> = {};
	for (const operation of operations)
		(paths[operation.path] ??= {})[operation.method] = describe(operation);
	return createDocument({
		openapi: '3.1.0',
		info: {
			title: '龙虎榜 Longhubang API',
			version,
			description:
				'Subjects are named by your own codes, amounts are integers in minor units or pieces, dates are business dates of the organisation.'
		},
		servers: [{ url: '/api/v1' }],
		security: [{ key: [] }],
		components: {
			securitySchemes: {
				key: { type: 'http', scheme: 'bearer', description: 'An API key: `id.secret`.' }
			}
		},
		paths: paths as unknown as ZodOpenApiPathsObject
	});
}
