/** Taking lists along as files: what their addresses ask for, and their words. Capability: server/exports/. */
import type { Asked } from '$server/exports/list.ts';
import { isIsoDate, periodOf, type IsoDate } from './domain/period.ts';
import type { Locale } from './format/locale.ts';
import { readListQuery } from './list-query.ts';
import * as messages from './paraglide/messages.js';

type Message = (inputs: object, options: { locale: Locale }) => string;
const catalogue = messages as unknown as Record<string, Message | undefined>;

/** The text of `export_<key>`, or of the key where another area says it already; else the key itself. */
export function exportWord(key: string, locale: Locale): string {
	const name = key.replaceAll('-', '_');
	return (catalogue[`export_${name}`] ?? catalogue[name])?.({}, { locale }) ?? key;
}

/** `from` and `to` of the address; this month where they are no dates. */
export function exportPeriod(url: URL, today: IsoDate): { from: IsoDate; to: IsoDate } {
	const month = periodOf('month', today);
	const asked = (name: 'from' | 'to'): IsoDate => {
		const date = url.searchParams.get(name);
		return isIsoDate(date) ? date : month[name];
	};
	return { from: asked('from'), to: asked('to') };
}

export function exportAsked(
	url: URL,
	today: IsoDate,
	within: readonly string[] | undefined
): Asked {
	const sort = url.searchParams.get('sort')?.replace(/^-/, '') || 'code';
	const { q, descending } = readListQuery(url, [sort]);
	return {
		q,
		sort,
		descending,
		filter: (name) => url.searchParams.get(name) || undefined,
		within,
		period: exportPeriod(url, today)
	};
}

/** Made as it is read; whoever stops reading ends the making. */
export const streamOf = (bytes: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> =>
	new ReadableStream({
		async pull(controller) {
			const { value, done } = await bytes.next();
			if (done) controller.close();
			else controller.enqueue(value);
		},
		cancel: () => void bytes.return(undefined)
	});
