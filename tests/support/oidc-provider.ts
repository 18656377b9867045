/** A real OpenID Connect provider on this machine, whose people a test makes up. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

export const CLIENT = { id: 'longhubang', secret: 'the secret of the wall' };

export interface TestProvider {
	issuer: string;
	/** What it says of whoever signs in under this name. */
	people: Map<string, Record<string, unknown>>;
	close(): Promise<void>;
}

export async function startProvider(redirectUri: string): Promise<TestProvider> {
	const http = createServer((request, response) => void answer(request, response));
	http.listen(0, '127.0.0.1');
	await once(http, 'listening');
	const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
	const people: TestProvider['people'] = new Map();
	// It warns of everything that a test provider is.
	const { warn, info } = console;
	console.warn = console.info = () => {};
	const provider = new Provider(issuer, {
		clients: [
			{
				client_id: CLIENT.id,
				client_secret: CLIENT.secret,
				redirect_uris: [redirectUri],
				grant_types: ['authorization_code'],
				response_types: ['code']
			}
		],
		claims: {
			openid: ['sub'],
			profile: ['name', 'preferred_username', 'employee_number'],
			email: ['email', 'email_verified']
		},
		pkce: { required: () => true },
		cookies: { keys: ['test'] },
		ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
		findAccount: (_, sub) => ({
			accountId: sub,
			claims: () => ({ sub, ...people.get(sub) })
		})
	});
	Object.assign(console, { warn, info });
	const answer = provider.callback();
	return {
		issuer,
		people,
		async close() {
			http.close();
			http.closeAllConnections();
			await once(http, 'close');
		}
	};
}
