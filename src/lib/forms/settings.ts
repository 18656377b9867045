/** The organisation's settings: what `PUT /settings` takes, and the page's form. */
import { z } from 'zod';
import { isWorkingHours } from '../domain/hours.ts';
import { isTimeZone } from '../domain/clock.ts';
import { isCurrency } from '../format/region.ts';
import { isOrdered, MOST_STRETCH } from './read-settings.ts';
import { amount, name } from './fields.ts';

export const timeZone = z
	.string()
	.trim()
	.max(64)
	.refine(isTimeZone, { error: 'unknown-time-zone' })
	.meta({ description: 'IANA name of the time zone.', example: 'Asia/Shanghai' });

export const currency = z
	.string()
	.trim()
	.toUpperCase()
	.refine(isCurrency, { error: 'unknown-currency' })
	.meta({ description: 'ISO 4217; fixed once the ledger has an entry.', example: 'CNY' });

const locale = z.enum(['zh-CN', 'en']);

const time = z.string().meta({ example: '09:00' });
const span = { start: time, end: time };

const workingHours = z
	.strictObject({ ...span, breaks: z.array(z.strictObject(span)).max(10).optional() })
	.refine(isWorkingHours, { error: 'bad-working-hours' })
	.meta({ description: 'By the clock on the wall, HH:MM; the end up to 24:00.' });

const index = z.number().min(0.01).max(2);

const paceThresholds = z
	.strictObject({ ahead: index, onTrack: index, behind: index })
	.refine(isOrdered, { error: 'thresholds-not-ordered' })
	.meta({ description: 'The lowest pace index of each status; below `behind`: at risk.' });

const settings = z
	.strictObject({
		name,
		timeZone,
		currency,
		fractionDigits: z.int().min(0).max(4).meta({
			description: 'Digits of the minor unit; fixed once the ledger has an entry.'
		}),
		locale: locale.meta({ description: 'For whoever chose no language.' }),
		workingHours,
		paceThresholds,
		bigDeal: amount.min(1).nullable().meta({
			description: 'A sale of at least this much, in minor units, is celebrated; null: none is.'
		}),
		stretch: z.int().min(0).max(MOST_STRETCH).meta({
			description: 'How much the parts of a split exceed the whole, basis points: 500 is 5 %.'
		}),
		silenceAccepts: z.boolean().meta({
			description: 'A target that is not answered by its deadline counts as accepted.'
		}),
		publicBoards: z.boolean().meta({
			description: 'Whoever reaches the server may watch the boards.'
		})
	})
	.meta({ id: 'Settings' });

/** Any of them; what is left out stays. */
export const settingsForm = settings.partial().meta({ id: 'SettingsForm' });
export const settingsView = settings;

const text = z.string().trim().max(40).default('');

/** The settings page, as typed; read by readSettings. */
export const settingsPageForm = z.object({
	name,
	timeZone,
	currency,
	fractionDigits: z.int().min(0).max(4),
	locale,
	start: text,
	end: text,
	breakStart: z.array(text).max(10),
	breakEnd: z.array(text).max(10),
	ahead: text,
	onTrack: text,
	behind: text,
	stretch: text,
	bigDeal: text,
	silenceAccepts: z.boolean(),
	publicBoards: z.boolean()
});

export type SettingsPageForm = z.output<typeof settingsPageForm>;
