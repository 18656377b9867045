import { getLocale } from '$lib/paraglide/runtime.js';
import { kindChoices, tellRow } from './words.server.ts';
import type { PageServerLoad } from './$types';

const LONGEST_SEARCH = 100;

export const load: PageServerLoad = async ({ locals: { app }, url }) => {
	const asked = (name: string) => url.searchParams.get(name)?.trim() || undefined;
	const before = Number(asked('before'));
	const { settings } = app.organisation;
	const { rows, next, stoppedAt } = await app.audit.page({
		q: asked('q')?.slice(0, LONGEST_SEARCH),
		what: asked('what'),
		from: asked('from'),
		to: asked('to'),
		before: Number.isSafeInteger(before) && before > 0 ? before : undefined
	});
	const time = new Intl.DateTimeFormat(getLocale(), {
		timeZone: settings.timeZone,
		dateStyle: 'medium',
		timeStyle: 'medium',
		hourCycle: 'h23'
	});
	const measures = {
		metrics: new Map([...app.directory.mirror.metrics.all()].map((one) => [one.code, one])),
		fractionDigits: settings.fractionDigits,
		time
	};
	return {
		rows: rows.map((row) => tellRow(row, measures)),
		next,
		stoppedAt: stoppedAt && time.format(stoppedAt),
		kinds: kindChoices()
	};
};
