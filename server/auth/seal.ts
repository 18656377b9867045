import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;

export interface Seal {
	close(value: unknown): string;
	/** Undefined for what was not sealed by this key, or was changed. */
	open(sealed: string): unknown;
}

/** Keeps a value in a browser that can neither read nor change it: AES-256-GCM, by a key drawn from a secret. */
export function createSeal(secret: string, purpose: string): Seal {
	const key = Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
	return {
		close(value) {
			const iv = randomBytes(IV_BYTES);
			const cipher = createCipheriv('aes-256-gcm', key, iv);
			const body = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
			return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
		},
		open(sealed) {
			const bytes = Buffer.from(sealed, 'base64url');
			if (bytes.length <= IV_BYTES + TAG_BYTES) return undefined;
			try {
				const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES));
				decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
				const body = [decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()];
				return JSON.parse(Buffer.concat(body).toString('utf8')) as unknown;
			} catch {
				return undefined;
			}
		}
	};
}
