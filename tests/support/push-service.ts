/** A push service and a browser that is subscribed at it, on the loopback: what arrives is encrypted, and is decrypted here. */
import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Arrived {
	headers: IncomingHttpHeaders;
	text: string;
}

/** RFC 8188 and 8291, one record. */
function decrypt(
	body: Buffer,
	{ ecdh, auth }: { ecdh: ReturnType<typeof createECDH>; auth: Buffer }
): string {
	const salt = body.subarray(0, 16);
	const keyLength = body[20]!;
	const sender = body.subarray(21, 21 + keyLength);
	const sealed = body.subarray(21 + keyLength);
	const derive = (secret: Buffer, by: Buffer, info: Buffer, length: number) =>
		Buffer.from(hkdfSync('sha256', secret, by, info, length));
	const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), sender]);
	const key = derive(ecdh.computeSecret(sender), auth, info, 32);
	const decipher = createDecipheriv(
		'aes-128-gcm',
		derive(key, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16),
		derive(key, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
	);
	decipher.setAuthTag(sealed.subarray(-16));
	const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
	// The last record ends in 0x02 and padding.
	return plain.subarray(0, plain.lastIndexOf(2)).toString('utf8');
}

export async function startPushService() {
	const ecdh = createECDH('prime256v1');
	ecdh.generateKeys();
	const auth = randomBytes(16);
	const arrived: Arrived[] = [];
	let status = 201;
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { headers } = request;
			if (status === 201)
				arrived.push({ headers, text: decrypt(Buffer.concat(chunks), { ecdh, auth }) });
			response.writeHead(status).end();
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		arrived,
		/** What the browser gives to the site. */
		subscription: {
			endpoint: `http://127.0.0.1:${port}/send/1`,
			keys: { p256dh: ecdh.getPublicKey('base64url'), auth: auth.toString('base64url') }
		},
		answer(next: number): void {
			status = next;
		},
		async close(): Promise<void> {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		}
	};
}
