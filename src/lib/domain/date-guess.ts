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

/** Formats that read every one of the samples; ISO 8601 alone is ''. */
export function formatsOf(samples: readonly string[]): string[] {
	if (samples.length === 0) return [];
	const reads = (formats: string[]) => {
		const read = dateReader(formats);
		return samples.every((text) => read(text).ok);
	};
	return ['', ...DATE_FORMATS].filter((format) => reads(format === '' ? [] : [format]));
}
