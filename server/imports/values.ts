import { dateReader } from '../../src/lib/domain/date-format.ts';
import type { WrittenDate } from '../../src/lib/domain/date-format.ts';
import { parseDecimal } from '../../src/lib/domain/money.ts';
import { SCALES } from '../../src/lib/forms/import-map.ts';
import type { FieldMap } from '../../src/lib/forms/import-map.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { FieldType } from './fields.ts';

/** What values depend on besides their own text. */
export interface Setting {
	/** Digits of the currency's minor unit. */
	fractionDigits: number;
	/** RFC 3339; a date without a time is noon in the organisation's zone (IMPORT-7). */
	instantOf(written: WrittenDate): string;
}

/** Of the row that a value stands in. */
export interface RowFacts {
	/** Undefined when the metric is unknown: the amount then says nothing. */
	metricKind: 'money' | 'count' | undefined;
	entryKind: string | undefined;
}

/** A value for the form, and the text that stands for it in the identity of a row without an id. */
export type Value = Outcome<{ value: string | number; identity: string }>;

const digitsOf = (scale: keyof typeof SCALES, kind: 'money' | 'count', setting: Setting) => {
	const shift = SCALES[scale];
	return shift === undefined ? 0 : shift + (kind === 'money' ? setting.fractionDigits : 0);
};

const plain = (value: string | number): Value => ({ ok: true, value, identity: String(value) });

/** The converter of one field: made once, used for every row. */
export function converter(
	{ path, type, map }: { path: string; type: FieldType; map: FieldMap },
	setting: Setting
): (text: string, facts: RowFacts) => Value {
	const refuse = (reason: string, text: string, params?: Record<string, string | number>) =>
		failed(problem(path, reason, text, params));

	const whole = (text: string, digits: number): Value => {
		const parsed = parseDecimal(text, digits);
		return parsed.ok ? plain(parsed.amount) : refuse(parsed.reason, text, { digits });
	};

	switch (type) {
		case 'text':
			return plain;
		case 'integer':
			return (text) => whole(text, 0);
		case 'percent':
			return (text) => {
				const points = whole(text.replace(/\s*[%％]$/, ''), 2);
				// Hundredths back to percent: the form checks that nothing was lost.
				return points.ok ? plain((points.value as number) / 100) : points;
			};
		case 'amount':
			return (text, { metricKind, entryKind }) => {
				if (!metricKind) return plain(0);
				const amount = whole(text, digitsOf(map.scale ?? 'whole', metricKind, setting));
				if (!amount.ok || map.sign !== 'by-kind' || entryKind !== 'return') return amount;
				return plain(-Math.abs(amount.value as number));
			};
		case 'date':
		case 'instant': {
			const formats = map.format ?? [];
			const read = dateReader(formats);
			const params = { formats: [...formats, 'YYYY-MM-DD'].join(', ') };
			return (text) => {
				const result = read(text);
				if (!result.ok) return refuse(result.reason, text, params);
				const { written } = result;
				if (type === 'date') return plain(written.date);
				const identity = [written.date, written.time, written.offset].filter(Boolean).join(' ');
				return { ok: true, value: setting.instantOf(written), identity };
			};
		}
	}
}
