import { and, eq, isNull } from 'drizzle-orm';
import { hashOf, newSecret, splitToken } from '../auth/secrets.ts';
import type { Clock } from '../clock.ts';
import type { Register, Registered } from './register.ts';
import { judgeSecret, rotationDue } from './rotation.ts';
import { displays } from './schema.ts';

export type Tokens = ReturnType<typeof createTokens>;

/** Who shows a display's token `id.secret`, and its silent renewal (DISPLAY-6). */
export function createTokens(options: { register: Register; clock: Clock }) {
	const { register, clock } = options;

	async function judge(token: string) {
		const { id, secret } = splitToken(token);
		if (!/^[0-9a-f]{12}$/.test(id)) return undefined;
		let display = register.get(id);
		let shown = judgeSecret(secret, display);
		if (!shown) {
			// Another process may have paired it, or renewed its secret, this very moment.
			await register.refresh(id);
			display = register.get(id);
			shown = judgeSecret(secret, display);
		}
		return display && shown && { display, shown };
	}

	/** Writes new secrets, unless somebody else just did; whether it was written. */
	async function replace(
		display: Registered,
		secrets: Partial<Pick<Registered, 'secretHash' | 'formerSecretHash' | 'rotatedAt'>>
	): Promise<boolean> {
		let written = false;
		await register.change(display.id, async (tx) => {
			const { formerSecretHash: former } = display;
			const rows = await tx
				.update(displays)
				.set(secrets)
				.where(
					and(
						eq(displays.id, display.id),
						eq(displays.secretHash, display.secretHash),
						former === null
							? isNull(displays.formerSecretHash)
							: eq(displays.formerSecretHash, former)
					)
				)
				.returning({ id: displays.id });
			written = rows.length > 0;
		});
		return written;
	}

	return {
		/** The display in force that this token belongs to. */
		async holderOf(token: string): Promise<Registered | undefined> {
			return (await judge(token))?.display;
		},

		/** What is due for a display that shows this token; gives the new one if it has to keep another from now on. */
		async renew(token: string): Promise<string | undefined> {
			const judged = await judge(token);
			if (!judged) return undefined;
			const { display, shown } = judged;
			const now = clock();
			const due = rotationDue(shown, display, now);
			if (due === 'settle') await replace(display, { formerSecretHash: null });
			if (due !== 'rotate') return undefined;
			const [secret, rotatedAt] = [newSecret(), new Date(now)];
			const formerSecretHash = hashOf(splitToken(token).secret);
			const written = await replace(display, {
				secretHash: hashOf(secret),
				formerSecretHash,
				rotatedAt
			});
			return written ? `${display.id}.${secret}` : undefined;
		}
	};
}
