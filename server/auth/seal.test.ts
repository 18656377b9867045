import { expect, test } from 'vitest';
import { createSeal } from './seal.ts';

test('[SIGNIN-9] what is sealed is read by the same key and purpose only, and not when it was changed', () => {
	const seal = createSeal('the secret', 'oidc');
	const sealed = seal.close({ state: 's', to: '/tv' });
	expect(seal.open(sealed)).toEqual({ state: 's', to: '/tv' });
	expect(createSeal('another secret', 'oidc').open(sealed)).toBeUndefined();
	expect(createSeal('the secret', 'another purpose').open(sealed)).toBeUndefined();
	const changed = Buffer.from(sealed, 'base64url');
	changed[changed.length - 1]! ^= 1;
	expect(seal.open(changed.toString('base64url'))).toBeUndefined();
	for (const wrong of ['', 'x', sealed.slice(0, 20)]) expect(seal.open(wrong)).toBeUndefined();
});
