import { m } from '$lib/paraglide/messages.js';

export const CUSTOMER_KINDS = {
	dealer: m.customer_kind_dealer,
	retail: m.customer_kind_retail,
	prospect: m.customer_kind_prospect
} as const;
