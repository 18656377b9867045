import { demand } from '$lib/access/guard.ts';
import { actorName, reachOf } from '$lib/domain/permissions.ts';
import { readSale } from '$lib/forms/read-sale.ts';
import { saleForm } from '$lib/forms/sale.ts';
import { amountText } from '$lib/format/amount.ts';
import { moneyText } from '$lib/format/money.ts';
import { accept, offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import { m } from '$lib/paraglide/messages.js';
import type { App } from '$server/app.ts';
import type { Problem } from '$server/problems.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** Metrics that are counted by sales; a rep's visits are not recorded here. */
const METRICS = ['sales', 'collection', 'orders', 'units', 'new-customers'];

type Asking = Pick<RequestEvent, 'locals'>;

const ownCode = ({ locals: { principal } }: Asking): string =>
	principal.kind === 'person' && principal.sells ? principal.code : '';

const blank = (event: Asking, kept: { metric?: string; rep?: string } = {}) =>
	offerForm(saleForm, {
		entry: crypto.randomUUID(),
		metric: kept.metric ?? 'sales',
		rep: kept.rep ?? ownCode(event)
	});

/** Customers whom a rep looks after: few enough to choose from a list. */
function customersOf({ directory: { mirror } }: App, code: string) {
	const owner = mirror.reps.named(code)?.id;
	return [...mirror.customers.all()]
		.filter(({ ownerId }) => owner !== undefined && ownerId === owner)
		.map(({ code, name }) => ({ code, name }));
}

export const load: PageServerLoad = async (event) => {
	const { app, principal } = event.locals;
	const { mirror } = app.directory;
	const own = ownCode(event);
	const metrics = [...mirror.metrics.all()].filter(
		({ code, builtIn }) => !builtIn || METRICS.includes(code)
	);
	const me = mirror.reps.named(own);
	return {
		form: await blank(event),
		/** Whoever may book for others chooses whom. */
		choosesRep: reachOf(principal, 'ledger.append') !== 'own',
		me: me && { code: me.code, name: me.name },
		customers: customersOf(app, own),
		metrics: metrics.map(({ code, name, kind }) => ({ code, name, kind })),
		products: [...mirror.products.all()].map(({ code, name }) => ({ code, name })),
		today: app.organisation.today()
	};
};

/** Problems of the ledger stand at the fields of the form. */
const PATHS: Readonly<Record<string, string>> = { occurredAt: 'date' };
/** The form has no field for the entry that is set right. */
const REASONS: Readonly<Record<string, string>> = { 'period-closed': 'period-closed-here' };
const atFields = (problems: readonly Problem[]): Problem[] =>
	problems.map((problem) => ({
		...problem,
		path: PATHS[problem.path] ?? problem.path,
		reason: REASONS[problem.reason] ?? problem.reason
	}));

/** What was recorded, and where that brings the rep this month. */
async function told(
	{ locals: { app, locale } }: Asking,
	{ rep, metric: code, amount }: { rep: string; metric: string; amount: number }
): Promise<string> {
	const { mirror } = app.directory;
	const { kind } = mirror.metrics.named(code)!;
	const { fractionDigits, currency } = app.organisation.settings;
	const measure = { kind, fractionDigits };
	const name = mirror.reps.named(rep)!.name;
	const month = await app.progress.read({ kind: 'rep', code: rep, metric: code, period: 'month' });
	// To the last digit: somebody checks it against a receipt.
	const shown =
		kind === 'money' ? moneyText(amount, { currency, fractionDigits }, locale) : String(amount);
	return month.ok
		? m.record_done(
				{ name, amount: shown, total: amountText(month.progress.value, measure, locale) },
				{ locale }
			)
		: m.form_saved({}, { locale });
}

export const actions: Actions = {
	default: async (event) => {
		const received = await receiveForm(event, saleForm);
		if (!received.ok) return received.answer;
		const { form, data } = received;
		const { app, principal, locale } = event.locals;
		demand(event, 'ledger.append', app.directory.subjectOf('reps', data.rep));
		const metric = app.directory.mirror.metrics.named(data.metric);
		if (!metric)
			return refuseForm(
				form,
				[{ path: 'metric', reason: 'unknown-metric', value: data.metric }],
				locale
			);
		const read = readSale(data, {
			metric,
			fractionDigits: app.organisation.settings.fractionDigits,
			clock: app.organisation.clock,
			now: app.clock()
		});
		if (!read.ok) return refuseForm(form, read.problems, locale);
		const appended = await app.ledger.append(read.entry, actorName(principal));
		if (!appended.ok) return refuseForm(form, atFields(appended.problems), locale);
		const { rep, metric: code } = data;
		const text = await told(event, { rep, metric: code, amount: read.entry.amount });
		return accept(await blank(event, { metric: code, rep }), text);
	}
};
