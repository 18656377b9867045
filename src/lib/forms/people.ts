/** What is filled in about people and units. */
import { z } from 'zod';
import { UNIT_KINDS } from '../domain/units.ts';
import { code, isoDate, name } from './fields.ts';

/** Digits, with what people put between them. */
const phone = z
	.string()
	.trim()
	.max(30)
	.regex(/^(\+?[\d\s().-]{5,}|)$/, { error: 'bad-phone' })
	.default('');

const email = z
	.string()
	.trim()
	.max(200)
	.regex(/^([^\s@]+@[^\s@]+\.[^\s@]+|)$/, { error: 'bad-email' })
	.default('');

const chosen = z.string().trim().min(1, { error: 'nothing-chosen' });
const date = z
	.string()
	.regex(/^\d{4}-\d\d-\d\d$/, { error: 'date-required' })
	.pipe(isoDate);
/** Empty where there is none. */
const dateOrNone = z.union([z.literal(''), isoDate]).default('');

export const personForm = z.object({ name, phone, email });

export const newPersonForm = z.object({
	name,
	code,
	phone,
	email,
	/** Empty: no rep. */
	team: z.string().default(''),
	since: date
});

export const grantForm = z.object({
	administrator: z.boolean().default(false),
	viewer: z.boolean().default(false),
	/** Codes of units. */
	leads: z.array(z.string()).default([])
});

export const joinForm = z.object({ team: chosen, since: date });
export const endForm = z.object({ until: date });
export const datesForm = z.object({ id: z.int(), since: dateOrNone, until: dateOrNone });
export const leaveForm = z.object({
	from: date,
	to: date,
	/** What is left of each day, in percent: hundredths of a working day. */
	weight: z.int().min(0).max(100).default(0)
});

export const newUnitForm = z.object({
	name,
	code,
	kind: z.enum(UNIT_KINDS).default('team'),
	/** Empty for the company. */
	parent: z.string().default('')
});
export const unitForm = z.object({ unit: z.string() });
export const unitNameForm = z.object({ unit: z.string(), name });
export const moveUnitForm = z.object({ unit: z.string(), parent: chosen });
export const managersForm = z.object({
	unit: z.string(),
	/** Codes of people. */
	managers: z.array(z.string()).default([])
});
