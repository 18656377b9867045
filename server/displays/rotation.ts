/** How the secret of a display is renewed without anybody noticing, and without ever losing the TV. DISPLAY-6. */
import { matches } from '../auth/secrets.ts';

/** A secret is replaced when it is this old. */
const ROTATE_AFTER_MS = 30 * 86_400_000;
/**
 * The former secret stays good for at least this long after the new one was sent: the answer may be lost, and a browser
 * whose power is cut may have seen it but not yet have written it to its disk.
 */
const SETTLE_MS = 10 * 60_000;

export interface Secrets {
	secretHash: string;
	formerSecretHash: string | null;
	rotatedAt: Date;
}

/** `none`: nothing to do; `rotate`: send a new secret; `settle`: the new one has arrived, the former one ends. */
export type Rotation = 'none' | 'rotate' | 'settle';

/** What a shown secret means; undefined when it is not the display's. */
export function judgeSecret(
	shown: string,
	of: Secrets | undefined
): 'current' | 'former' | undefined {
	const [current, former] = [matches(shown, of?.secretHash), matches(shown, of?.formerSecretHash)];
	return current ? 'current' : former ? 'former' : undefined;
}

/** What is due when a display shows its current or its former secret. */
export function rotationDue(shown: 'current' | 'former', of: Secrets, now: number): Rotation {
	const age = now - of.rotatedAt.getTime();
	if (shown === 'former') return age > SETTLE_MS ? 'rotate' : 'none';
	if (of.formerSecretHash !== null) return age > SETTLE_MS ? 'settle' : 'none';
	return age > ROTATE_AFTER_MS ? 'rotate' : 'none';
}
