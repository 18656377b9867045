import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween } from './date.ts';
import { dateReader, fromExcelSerial, isDateFormat } from './date-format.ts';

const read = (text: string, ...formats: string[]) => {
	const result = dateReader(formats)(text);
	return result.ok ? result.written : result.reason;
};

describe('[IMPORT-6] dates by the formats that a map names', () => {
	it.each([
		['3/1/2017', 'M/D/YYYY', { date: '2017-03-01' }],
		['03/01/2017', 'M/D/YYYY', { date: '2017-03-01' }],
		['12/31/2017', 'M/D/YYYY', { date: '2017-12-31' }],
		['2017年3月1日', 'YYYY年M月D日', { date: '2017-03-01' }],
		['２０１７年３月１日', 'YYYY年M月D日', { date: '2017-03-01' }],
		['1.3.2017', 'D.M.YYYY', { date: '2017-03-01' }],
		['5-Mar-17', 'D-MMM-YY', { date: '2017-03-05' }],
		['20170301', 'YYYYMMDD', { date: '2017-03-01' }],
		['2017/3/1 9:05', 'YYYY/M/D H:mm', { date: '2017-03-01', time: '09:05:00' }],
		['3/1/2017 12:05:09 AM', 'M/D/YYYY h:mm:ss A', { date: '2017-03-01', time: '00:05:09' }],
		['3/1/2017 1:05 pm', 'M/D/YYYY h:mm A', { date: '2017-03-01', time: '13:05:00' }],
		['2017-03', 'YYYY-MM', { date: '2017-03-01' }],
		['42795', 'excel', { date: '2017-03-01' }],
		['42795.5', 'excel', { date: '2017-03-01', time: '12:00:00' }],
		['2017-03-01', 'M/D/YYYY', { date: '2017-03-01' }],
		['2017-03-01T09:05:00+08:00', 'iso', { date: '2017-03-01', time: '09:05:00', offset: '+08:00' }]
	])('%s by %s', (text, format, written) => {
		expect(read(text, format)).toEqual(written);
	});

	it.each([
		['31/12/2017', 'M/D/YYYY'],
		['2/29/2017', 'M/D/YYYY'],
		['3/1/17', 'M/D/YYYY'],
		['3/1/2017 9:00', 'M/D/YYYY'],
		['3/1/2017', 'MM/DD/YYYY'],
		['2017-03-01 24:00', 'iso'],
		['3/1/2017 13:05 PM', 'M/D/YYYY h:mm A'],
		['42795', 'M/D/YYYY'],
		['0', 'excel'],
		['', 'M/D/YYYY'],
		['tomorrow', 'M/D/YYYY']
	])('%s by %s is no date', (text, format) => {
		expect(read(text, format)).toBe('bad-date');
	});

	it('what two formats read differently is ambiguous', () => {
		expect(read('3/1/2017', 'M/D/YYYY', 'D/M/YYYY')).toBe('ambiguous-date');
		expect(read('13/1/2017', 'M/D/YYYY', 'D/M/YYYY')).toEqual({ date: '2017-01-13' });
		expect(read('3/3/2017', 'M/D/YYYY', 'D/M/YYYY')).toEqual({ date: '2017-03-03' });
	});

	it.each(['M/D', 'YYYY', 'DD.MM.JJJJ', 'M/D/YYYY M', 'YYYY-MM-DD h:mm', 'YYYY-MM-DD mm', ''])(
		'"%s" is no format',
		(format) => {
			expect(isDateFormat(format)).toBe(false);
		}
	);
});

describe('Excel serials', () => {
	it('know the day that Excel invented in 1900', () => {
		expect(fromExcelSerial(1)).toEqual({ date: '1900-01-01' });
		expect(fromExcelSerial(59)).toEqual({ date: '1900-02-28' });
		expect(fromExcelSerial(61)).toEqual({ date: '1900-03-01' });
		expect(fromExcelSerial(0, 1904)).toEqual({ date: '1904-01-01' });
	});

	it('count days from then on', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 100_000 }), (days) => {
				const date = addDays('1900-03-01', days);
				expect(fromExcelSerial(61 + daysBetween('1900-03-01', date))).toEqual({ date });
			})
		);
	});
});
