/** What people do about alerts, and when there are any. */
import { z } from 'zod';
import type { Thresholds } from '../domain/laggard.ts';
import { SNOOZES } from '../alerts/snooze.ts';
import { OBSTACLES } from '../domain/help.ts';
import { isoDate } from './fields.ts';
import { commandId } from './process.ts';
import type { Problem } from '../../../server/problems.ts';

export const acknowledgeForm = z.object({
	id: z.coerce.number().int().min(1),
	note: z.string().trim().max(500).default('')
});

export const snoozeForm = z.object({
	id: z.coerce.number().int().min(1),
	snooze: z.enum(SNOOZES)
});

/** Of an alert; `id` is that of the tap, and of what comes of it. */
const turned = {
	id: commandId,
	alert: z.coerce.number().int().min(1),
	text: z.string().trim().min(1).max(200)
};
export const turnActionForm = z.object({ ...turned, due: isoDate });
export const turnHelpForm = z.object({ ...turned, obstacle: z.enum(OBSTACLES).default('other') });

/** Empty: as above. A rule is '', 'on' or 'off'. */
const text = z.string().trim().max(10).default('');
export const thresholdsForm = z.object({
	unit: z.string().trim().max(64).default(''),
	pace: text,
	paceRaise: text,
	paceGap: text,
	settleDays: text,
	idle: text,
	idleHours: text,
	collection: text,
	overdueDays: text,
	report: text,
	reportAt: text,
	check: text,
	checkAt: text
});
export type ThresholdsForm = z.output<typeof thresholdsForm>;

const SWITCHES = ['pace', 'idle', 'collection', 'report', 'check'] as const;
const TIMES = ['reportAt', 'checkAt'] as const;
const NUMBERS = {
	paceRaise: [10, 120],
	paceGap: [1, 50],
	settleDays: [0, 20],
	idleHours: [1, 80],
	overdueDays: [1, 20]
} as const;

/** What a unit decides itself; what was left empty is not in it. */
export function readThresholds(
	form: Omit<ThresholdsForm, 'unit'>
): { ok: true; own: Partial<Thresholds> } | { ok: false; problems: Problem[] } {
	const own: Partial<Thresholds> = {};
	const problems: Problem[] = [];
	for (const name of SWITCHES) if (form[name] !== '') own[name] = form[name] === 'on';
	for (const name of TIMES) {
		const value = form[name];
		if (value === '') continue;
		if (/^([01]\d|2[0-3]):[0-5]\d$/.test(value)) own[name] = value;
		else problems.push({ path: name, reason: 'threshold-time', value });
	}
	for (const [name, [min, max]] of Object.entries(NUMBERS) as [
		keyof typeof NUMBERS,
		readonly [number, number]
	][]) {
		const value = form[name];
		if (value === '') continue;
		const number = /^\d{1,3}$/.test(value) ? Number(value) : NaN;
		if (number >= min && number <= max) own[name] = number;
		else problems.push({ path: name, reason: 'threshold-percent', value, params: { min, max } });
	}
	return problems.length > 0 ? { ok: false, problems } : { ok: true, own };
}

/** The same as it is typed. */
export function typedThresholds(unit: string, own: Partial<Thresholds>): ThresholdsForm {
	const typed = thresholdsForm.parse({ unit });
	for (const name of SWITCHES) if (own[name] !== undefined) typed[name] = own[name] ? 'on' : 'off';
	for (const name of [...TIMES, ...(Object.keys(NUMBERS) as (keyof typeof NUMBERS)[])])
		if (own[name] !== undefined) typed[name] = String(own[name]);
	return typed;
}
