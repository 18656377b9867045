/** What opens over the phone. But for recording it is not needed to look: fetched when the page has drawn itself. */
import type { Question } from '$lib/domain/report.ts';
import type { Kept } from '$lib/offline/store.ts';
import type { Errand } from './errands.ts';

export type Opened =
	| { sheet: 'record'; refused?: Kept<Errand> }
	| { sheet: 'help' }
	| { sheet: 'calendar' }
	| { sheet: 'alerts' }
	| { sheet: 'cheers' }
	| { sheet: 'report'; question: Question };

export const sheets = {
	help: () => import('./HelpSheet.svelte'),
	calendar: () => import('./CalendarSheet.svelte'),
	report: () => import('./ReportSheet.svelte'),
	alerts: () => import('./AlertsSheet.svelte'),
	cheers: () => import('./CheersSheet.svelte')
};

export const loadSheets = (): Promise<unknown> =>
	Promise.allSettled(Object.values(sheets).map((load) => load()));
