import { z } from 'zod';
import { lineOption, sceneKind } from '../kind.ts';

/** Only what a browser shows in a frame; nothing that runs (`javascript:`) or carries itself (`data:`). */
export const isWebAddress = (address: string): boolean => {
	try {
		const { protocol, username } = new URL(address);
		return /^https?:$/.test(protocol) && username === '';
	} catch {
		return false;
	}
};

/** 网页: another site, in a frame that it cannot leave. */
export const page = sceneKind({
	options: z.object({
		address: z
			.string()
			.trim()
			.max(2_000)
			.refine((address) => address === '' || isWebAddress(address), { error: 'bad-web-address' })
			.default(''),
		title: lineOption,
		/** Percent. */
		zoom: z.coerce.number().int().min(50).max(300).default(100)
	}),
	fields: [
		{ name: 'address', control: 'line' },
		{ name: 'title', control: 'line' },
		{ name: 'zoom', control: 'number', min: 50, max: 300, step: 10 }
	],
	seconds: 30,
	ofUnit: false
});
