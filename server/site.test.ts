import type { IncomingMessage } from 'node:http';
import { describe as suite, expect, test } from 'vitest';
import { describe } from './site.ts';

function asked(headers: Record<string, string>, trustProxy: boolean): IncomingMessage['headers'] {
	const request = { headers: { ...headers }, url: '/', socket: { remoteAddress: '192.0.2.1' } };
	describe(request as unknown as IncomingMessage, trustProxy);
	return request.headers;
}

suite('[SIGNIN-2] the address of whoever asks', () => {
	const told = { 'x-forwarded-for': '10.9.9.9, 203.0.113.5', 'x-longhubang-address': '10.9.9.9' };

	test('is that of the connection, whatever the client claims', () => {
		expect(asked(told, false)['x-longhubang-address']).toBe('192.0.2.1');
	});

	test('is what the proxy in front saw where it is trusted, not what the client told the proxy', () => {
		expect(asked(told, true)['x-longhubang-address']).toBe('203.0.113.5');
		expect(asked({}, true)['x-longhubang-address']).toBe('192.0.2.1');
	});
});
