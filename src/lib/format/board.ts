import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';

/** What every installation has, as it is named in Chinese until somebody renames it. */
type Text = typeof m.board_sales;
const BUILT_IN: Record<string, Text> = {
	sales: m.board_sales,
	collection: m.board_collection
};

/** The organisation's own name of a board; of a built-in one that was not renamed, in the reader's language. */
export function boardName({ code, name }: { code: string; name: string }): string {
	const builtIn = BUILT_IN[code];
	const unchanged = builtIn?.({}, { locale: 'zh-CN' }) === name;
	return unchanged && getLocale() !== 'zh-CN' ? builtIn!({}) : name;
}
