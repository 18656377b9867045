import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';

/** What every installation has, as it is named in Chinese until somebody renames it. */
const BUILT_IN: Record<string, { name: string; text: () => string }> = {
	sales: { name: '销售额', text: m.metric_sales },
	collection: { name: '回款', text: m.metric_collection },
	orders: { name: '订单', text: m.metric_orders },
	units: { name: '销量', text: m.metric_units },
	'new-customers': { name: '新客户', text: m.metric_new_customers },
	visits: { name: '拜访', text: m.metric_visits }
};

/** The organisation's own name of a metric; of a built-in one that was not renamed, in the reader's language. */
export function metricName({ code, name }: { code: string; name: string }): string {
	const builtIn = BUILT_IN[code];
	return builtIn?.name === name && getLocale() !== 'zh-CN' ? builtIn.text() : name;
}

/** As it stands alone, in a list or a heading: `Sales`. */
export function metricTitle(metric: { code: string; name: string }): string {
	const name = metricName(metric);
	return name.charAt(0).toUpperCase() + name.slice(1);
}
