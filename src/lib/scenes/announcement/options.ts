import { z } from 'zod';
import { lineOption, sceneKind } from '../kind.ts';

const layouts = ['side', 'full'] as const;

/** 公告: what somebody wants to say, with a picture. */
export const announcement = sceneKind({
	options: z.object({
		title: lineOption,
		/** Markdown. */
		text: z.string().max(4_000).default(''),
		/** SHA-256 of a picture, hex; empty: none. */
		picture: z
			.string()
			.regex(/^([0-9a-f]{64})?$/)
			.default(''),
		layout: z.enum(layouts).default('side')
	}),
	fields: [
		{ name: 'title', control: 'line' },
		{ name: 'text', control: 'markdown' },
		{ name: 'picture', control: 'picture' },
		{ name: 'layout', control: 'choice', of: layouts }
	],
	seconds: 20,
	ofUnit: false
});
