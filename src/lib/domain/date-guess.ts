/** Which of the usual formats a column of dates is written in. */
import { dateReader } from './date-format.ts';

/** Formats that are tried, those first that say the day as most files do. */
export const DATE_FORMATS = [
	'YYYY/M/D',
	'YYYY/M/D H:mm',
	'YYYY/M/D H:mm:ss',
	'YYYY-M-D',
	'YYYY-M-D H:mm',
	'YYYY-M-D H:mm:ss',
	'YYYY.M.D',
	'YYYYMMDD',
	'YYYY年M月D日',
	'YYYY年M月D日 H:mm',
	'YYYY年M月',
	'YYYY-M',
	'YYYY/M',
	'M/D/YYYY',
	'M/D/YYYY H:mm',
	'D/M/YYYY',
	'D/M/YYYY H:mm',
	'D.M.YYYY',
	'D-MMM-YYYY',
	'excel'
] as const;

/** Below this share of readable dates a column is no column of dates. */
const MOST = 0.7;

/** Formats that read most of the samples, as many as any other does: a wrong date changes nothing. ISO 8601 alone is ''. */
export function formatsOf(samples: readonly string[]): string[] {
	const scored = ['', ...DATE_FORMATS].map((format) => {
		const read = dateReader(format === '' ? [] : [format]);
		return { format, count: samples.filter((text) => read(text).ok).length };
	});
	const best = Math.max(...scored.map(({ count }) => count));
	if (best === 0 || best < samples.length * MOST) return [];
	const fitting = scored.filter(({ count }) => count === best);
	// Every format reads ISO dates besides its own.
	return (fitting[0]!.format === '' ? fitting.slice(0, 1) : fitting).map(({ format }) => format);
}
