/** What is filled in on the pages of customers, products, metrics and keys. */
import { z } from 'zod';
import { KEY_SCOPES } from '$lib/domain/permissions.ts';
import { code, name } from './fields.ts';

/** A field that may stay empty. */
const perhaps = z.string().trim().max(100).default('');

/** What is new also gets its code; that never changes. */
export const newCode = z.object({ code });

export const customerPage = z.object({
	name,
	kind: z.enum(['dealer', 'retail', 'prospect']).default('dealer'),
	/** Code of a rep. */
	owner: perhaps
});

export const productPage = z.object({ name, series: perhaps });

export const metricPage = z.object({
	name,
	kind: z.enum(['money', 'count']).default('count'),
	/** For one whole currency unit or one piece. */
	points: z.number().min(0).max(1_000_000).default(0)
});

export const MOST_HANDED_OVER = 5_000;

/** New owner of many customers: of those named, or of all that the search of the list finds. */
export const handOverForm = z.object({
	owner: code,
	customers: z.array(code).max(MOST_HANDED_OVER).default([]),
	found: z.boolean().default(false)
});

export const keyForm = z.object({
	name,
	scopes: z.array(z.enum(KEY_SCOPES)).min(1, { error: 'scope-required' }).default([])
});
