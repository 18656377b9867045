/** What people type into the settings, read. Apart from the zod forms, since the browser previews with it. */
import { isWorkingHours, type Hours, type WorkingHours } from '../domain/hours.ts';
import { formatDecimal, parseDecimal } from '../domain/money.ts';
import type { PaceThresholds } from '../domain/pace.ts';
import type { Problem } from '../../../server/problems.ts';
import type { SettingsPageForm } from './settings.ts';

/** Basis points; beyond it every split would be over-stretched (SPLIT-2). */
export const MOST_STRETCH = 5_000;
/** Of a pace index, basis points. */
const MOST_INDEX = 20_000;

export const isOrdered = ({ ahead, onTrack, behind }: PaceThresholds): boolean =>
	ahead > onTrack && onTrack > behind;

type Read<Value> = { value: Value; problems?: never } | { value?: never; problems: Problem[] };

const refused = (path: string, reason: string, value: unknown, params?: Problem['params']) => ({
	problems: [{ path, reason, value, ...(params ? { params } : {}) }]
});

/** `95`, `95.5` or `95 %` as basis points. */
function readPercent(path: string, text: string, most: number, least = 0): Read<number> {
	if (text.trim() === '') return refused(path, 'required', text);
	const read = parseDecimal(text.replace(/[%\uff05]\s*$/, ''), 2);
	if (!read.ok) return refused(path, read.reason, text, { digits: 2 });
	if (read.amount < least) return refused(path, 'too-small', text, { limit: least / 100 });
	if (read.amount > most) return refused(path, 'too-big', text, { limit: most / 100 });
	return { value: read.amount };
}

/** A day that ends at midnight ends at 24:00: a time field can only say 00:00. */
const asEnd = (time: string): string => (time === '00:00' ? '24:00' : time);

export function readHours(
	typed: Pick<SettingsPageForm, 'start' | 'end' | 'breakStart' | 'breakEnd'>
): Read<WorkingHours> {
	const day = { start: typed.start, end: asEnd(typed.end) };
	if (!isWorkingHours(day)) return refused('end', 'bad-working-hours', `${day.start}–${day.end}`);
	const breaks = typed.breakStart
		.map((start, i): Hours => ({ start, end: typed.breakEnd[i] ?? '' }))
		.filter(({ start, end }) => start !== '' || end !== '')
		.sort((a, b) => (a.start < b.start ? -1 : 1));
	const hours = { ...day, ...(breaks.length > 0 ? { breaks } : {}) };
	if (isWorkingHours(hours)) return { value: hours };
	const wrong = breaks.map(({ start, end }) => `${start}–${end}`).join(', ');
	return refused('breakStart', 'bad-breaks', wrong, day);
}

export function readThresholds(
	typed: Pick<SettingsPageForm, 'ahead' | 'onTrack' | 'behind'>
): Read<PaceThresholds> {
	const read = (['ahead', 'onTrack', 'behind'] as const).map((name) =>
		readPercent(name, typed[name], MOST_INDEX, 1)
	);
	const problems = read.flatMap((one) => one.problems ?? []);
	if (problems.length > 0) return { problems };
	const [ahead, onTrack, behind] = read.map((one) => one.value! / 10_000);
	const thresholds = { ahead: ahead!, onTrack: onTrack!, behind: behind! };
	if (isOrdered(thresholds)) return { value: thresholds };
	const path = ahead! > onTrack! ? 'behind' : 'onTrack';
	return refused(path, 'thresholds-not-ordered', typed[path]);
}

/** In whole units of the currency; empty: nothing is celebrated. */
export function readBigDeal({
	bigDeal,
	fractionDigits
}: Pick<SettingsPageForm, 'bigDeal' | 'fractionDigits'>): Read<number | null> {
	if (bigDeal.trim() === '') return { value: null };
	const read = parseDecimal(bigDeal, fractionDigits);
	if (!read.ok) return refused('bigDeal', read.reason, bigDeal, { digits: fractionDigits });
	if (read.amount <= 0) return refused('bigDeal', 'big-deal-above-zero', bigDeal);
	return { value: read.amount };
}

/** The settings as they are, the way the form shows them. */
export function typedSettings(
	is: Omit<ReadSettings, 'workingHours'> & { workingHours: WorkingHours }
): SettingsPageForm {
	const percent = (fraction: number): string =>
		formatDecimal(Math.round(fraction * 10_000), 2).replace(/\.?0+$/, '');
	const { workingHours, paceThresholds, bigDeal, stretch, fractionDigits } = is;
	const breaks = workingHours.breaks ?? [];
	return {
		name: is.name,
		timeZone: is.timeZone,
		currency: is.currency,
		fractionDigits,
		locale: is.locale,
		start: workingHours.start,
		end: workingHours.end === '24:00' ? '00:00' : workingHours.end,
		breakStart: breaks.map(({ start }) => start),
		breakEnd: breaks.map(({ end }) => end),
		ahead: percent(paceThresholds.ahead),
		onTrack: percent(paceThresholds.onTrack),
		behind: percent(paceThresholds.behind),
		stretch: percent(stretch / 10_000),
		bigDeal: bigDeal === null ? '' : formatDecimal(bigDeal, fractionDigits).replace(/\.0+$/, ''),
		silenceAccepts: is.silenceAccepts,
		publicBoards: is.publicBoards
	};
}

export interface ReadSettings {
	name: string;
	timeZone: string;
	currency: string;
	fractionDigits: number;
	locale: 'zh-CN' | 'en';
	workingHours: WorkingHours;
	paceThresholds: PaceThresholds;
	/** Minor units. */
	bigDeal: number | null;
	/** Basis points. */
	stretch: number;
	silenceAccepts: boolean;
	publicBoards: boolean;
}

/** The settings that a page's form means, or what is wrong with which of its fields. */
export function readSettings(
	typed: SettingsPageForm
): { ok: true; settings: ReadSettings } | { ok: false; problems: Problem[] } {
	const workingHours = readHours(typed);
	const paceThresholds = readThresholds(typed);
	const bigDeal = readBigDeal(typed);
	const stretch = readPercent('stretch', typed.stretch, MOST_STRETCH);
	const problems = [workingHours, paceThresholds, bigDeal, stretch].flatMap(
		(one) => one.problems ?? []
	);
	if (problems.length > 0) return { ok: false, problems };
	const { name, timeZone, currency, fractionDigits, locale, silenceAccepts, publicBoards } = typed;
	return {
		ok: true,
		settings: {
			...{ name, timeZone, currency, fractionDigits, locale, silenceAccepts, publicBoards },
			workingHours: workingHours.value!,
			paceThresholds: paceThresholds.value!,
			bigDeal: bigDeal.value!,
			stretch: stretch.value!
		}
	};
}
