/** What the step "columns" needs to know besides the file. */
import { monthTitle } from '$lib/format/time.ts';
import type { Locale } from '$lib/i18n.ts';
import { readingChoices } from '$lib/forms/import-choices.ts';
import { metricName } from '$lib/format/metric.ts';
import { Temporal } from 'temporal-polyfill';
import type { App } from '$server/app.ts';

const MONTHS_BACK = 12;
const MONTHS_AHEAD = 12;

/** `?sheet=…&encoding=…`: how somebody wants the file read. */
export function readingOf(url: URL) {
	const asked = [...url.searchParams].filter(([name, value]) => name !== 'step' && value !== '');
	const parsed = readingChoices.safeParse(Object.fromEntries(asked));
	return parsed.success ? parsed.data : {};
}

/** What a field may be in every row, by name in import-fields.ts. */
export function fixedValues(app: App, locale: Locale) {
	const { mirror } = app.directory;
	const units = [...mirror.units.all()].map(({ code, name, kind }) => ({
		value: code,
		label: name,
		kind
	}));
	const month = Temporal.PlainYearMonth.from(app.organisation.today().slice(0, 7));
	return {
		metrics: [...mirror.metrics.all()].map((metric) => ({
			value: metric.code,
			label: metricName(metric)
		})),
		teams: units.filter(({ kind }) => kind === 'team'),
		units,
		months: Array.from({ length: MONTHS_BACK + MONTHS_AHEAD + 1 }, (_, i) => {
			const one = month.add({ months: i - MONTHS_BACK });
			const value = `${one.toString()}-01`;
			return { value, label: `${one.year} ${monthTitle(value, locale)}` };
		})
	};
}

export type FixedValues = ReturnType<typeof fixedValues>;
