/** Dates as files write them: `M/D/YYYY`, `YYYY年M月D日`, Excel's day numbers. docs/SPEC.md, IMPORT-*. */
import { addDays, isIsoDate, type IsoDate } from './date.ts';
import { fail, type Result } from './result.ts';

/** What stands in a cell: a day, perhaps with a time of day, perhaps with its distance from UTC. */
export interface WrittenDate {
	date: IsoDate;
	/** `HH:mm:ss`, on the clock on the wall. */
	time?: string;
	/** `Z` or `±HH:mm`; absent: the organisation's zone. */
	offset?: string;
}

export type DateReason = 'bad-date' | 'ambiguous-date';
type Reader = (text: string) => WrittenDate | undefined;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const TOKENS: Record<string, string> = {
	YYYY: '(?<year>\\d{4})',
	YY: '(?<shortYear>\\d{2})',
	MMM: '(?<monthName>[A-Za-z]{3})',
	MM: '(?<month>\\d{2})',
	M: '(?<month>\\d{1,2})',
	DD: '(?<day>\\d{2})',
	D: '(?<day>\\d{1,2})',
	HH: '(?<hour>\\d{2})',
	H: '(?<hour>\\d{1,2})',
	hh: '(?<hour12>\\d{2})',
	h: '(?<hour12>\\d{1,2})',
	mm: '(?<minute>\\d{2})',
	ss: '(?<second>\\d{2})',
	A: '(?<half>[AaPp][Mm])'
};
const TOKEN = /YYYY|YY|MMM|MM|M|DD|D|HH|H|hh|h|mm|ss|A/y;

/** Of the days after February 1900; Excel believes that it had 29, so the days before lie one later. */
const EXCEL_DAY_0 = '1899-12-30';
const LAST_EXCEL_DAY = 2_958_465;

const pad = (n: number) => String(n).padStart(2, '0');

/** The pattern of a format, or undefined where it holds letters that mean nothing or a part twice. */
function patternOf(format: string): RegExp | undefined {
	let pattern = '';
	for (let at = 0; at < format.length;) {
		TOKEN.lastIndex = at;
		const token = TOKEN.exec(format)?.[0];
		const literal = format[at]!;
		if (token) pattern += TOKENS[token];
		else if (literal === ' ') pattern += '\\s+';
		else if (/[A-SU-Za-z]/.test(literal)) return undefined;
		else pattern += literal.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
		at += token?.length ?? 1;
	}
	try {
		return new RegExp(`^${pattern}$`);
	} catch {
		return undefined;
	}
}

function hourOf(parts: Record<string, string | undefined>): number | undefined {
	if (parts.hour12 === undefined) return parts.hour === undefined ? undefined : Number(parts.hour);
	const hour = Number(parts.hour12);
	if (hour < 1 || hour > 12) return 24;
	return (hour % 12) + (parts.half?.toLowerCase() === 'pm' ? 12 : 0);
}

function dateOfParts(parts: Record<string, string | undefined>): WrittenDate | undefined {
	const year = parts.year ?? `20${parts.shortYear}`;
	const month =
		parts.monthName === undefined
			? Number(parts.month)
			: MONTHS.indexOf(parts.monthName.toLowerCase()) + 1;
	const date = `${year}-${pad(month)}-${pad(Number(parts.day ?? 1))}`;
	if (!isIsoDate(date)) return undefined;
	const hour = hourOf(parts);
	if (hour === undefined) return { date };
	const [minute, second] = [Number(parts.minute), Number(parts.second ?? 0)];
	if (hour > 23 || minute > 59 || second > 59) return undefined;
	return { date, time: `${pad(hour)}:${pad(minute)}:${pad(second)}` };
}

/** Day 1 is 1900-01-01; the fraction is the time of day, to the second. */
export function fromExcelSerial(
	serial: number,
	epoch: 1900 | 1904 = 1900
): WrittenDate | undefined {
	const seconds = Math.round(serial * 86_400);
	const day = Math.floor(seconds / 86_400) + (epoch === 1904 ? 1_462 : 0);
	if (!(day >= 1 && day <= LAST_EXCEL_DAY)) return undefined;
	const date = addDays(EXCEL_DAY_0, day < 61 ? day + 1 : day);
	const rest = seconds - Math.floor(seconds / 86_400) * 86_400;
	if (rest === 0) return { date };
	const time = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60].map(pad).join(':');
	return { date, time };
}

const readExcel: Reader = (text) =>
	/^\d{1,7}(\.\d+)?$/.test(text) ? fromExcelSerial(Number(text)) : undefined;

const ISO =
	/^(?<date>\d{4}-\d{2}-\d{2})(?:[T ](?<hm>\d{2}:\d{2})(?::(?<s>\d{2})(?:\.\d+)?)?(?<offset>Z|[+-]\d{2}:\d{2})?)?$/;

/** Read whatever the format: no country writes it another way round. */
const readIso: Reader = (text) => {
	const { date, hm, s, offset } = ISO.exec(text)?.groups ?? {};
	if (!isIsoDate(date)) return undefined;
	if (hm === undefined) return { date };
	const time = `${hm}:${s ?? '00'}`;
	if (!/^([01]\d|2[0-3])(:[0-5]\d){2}$/.test(time)) return undefined;
	return { date, time, ...(offset === undefined ? {} : { offset }) };
};

/** Reader of one format; undefined when the format makes no sense. */
function readerOf(format: string): Reader | undefined {
	if (format === 'excel') return readExcel;
	if (format === 'iso') return readIso;
	const pattern = patternOf(format);
	if (!pattern) return undefined;
	const has = (...names: string[]) => names.some((name) => pattern.source.includes(`(?<${name}>`));
	const dated = has('year', 'shortYear') && has('month', 'monthName');
	const halves = has('hour12') === has('half');
	const timed = has('hour', 'hour12') ? has('minute') : !has('minute', 'second');
	if (!dated || !halves || !timed) return undefined;
	return (text) => {
		const parts = pattern.exec(text)?.groups;
		return parts && dateOfParts(parts);
	};
}

/**
 * Whether a format can be used. Tokens: YYYY YY (20YY) M MM MMM (Jan) D DD H HH h hh A mm ss; anything else
 * that is not a Latin letter stands for itself; a format without a day means the first of the month. Or
 * `excel`, a day number, or `iso`.
 */
export const isDateFormat = (format: string): boolean => readerOf(format) !== undefined;

const same = (a: WrittenDate, b: WrittenDate) => a.date === b.date && a.time === b.time;

/**
 * A function that reads a cell by any of the formats; ISO 8601 is read besides. A date that two formats read
 * differently is `ambiguous-date`. Formats that make no sense read nothing.
 */
export function dateReader(
	formats: readonly string[]
): (text: string) => Result<{ written: WrittenDate }, DateReason> {
	const readers = [...new Set([...formats, 'iso'])].flatMap((format) => readerOf(format) ?? []);
	return (text) => {
		const folded = text.normalize('NFKC').trim();
		let found: WrittenDate | undefined;
		for (const read of readers) {
			const written = read(folded);
			if (written && found && !same(written, found)) return fail('ambiguous-date');
			found ??= written;
		}
		return found ? { ok: true, written: found } : fail('bad-date');
	};
}
