/**
 * The audit log in words. What has no text of its own (a newer part of the product) is shown as it is written. Words are found
 * by name in the whole catalogue, so the server tells them.
 */
import { amountText } from '$lib/format/amount.ts';
import { metricName } from '$lib/format/metric.ts';
import { getLocale } from '$lib/paraglide/runtime.js';
import * as messages from '$lib/paraglide/messages.js';
import { m } from '$lib/paraglide/messages.js';
import type { AuditRow } from '$server/audit/search.ts';
import { changedFields, type FieldChange } from './changes.ts';

const catalogue = messages as unknown as Record<string, ((inputs?: object) => string) | undefined>;
const text = (key: string): string | undefined => catalogue[`audit_${key.replace(/\W/g, '_')}`]?.();

/** Kinds of things that change, for the filter; each has its text `audit_what_<kind>`. */
const KINDS = [
	'units',
	'reps',
	'customers',
	'products',
	'metrics',
	'target',
	'split',
	'letter',
	'person',
	'membership',
	'leave',
	'account',
	'link',
	'identity',
	'key',
	'display',
	'contest',
	'board',
	'organisation',
	'calendar',
	'alerts',
	'import',
	'ledger',
	'period',
	'export',
	'help',
	'action',
	'spot',
	'process',
	'push'
] as const;

export const kindChoices = (): { kind: string; name: string }[] =>
	KINDS.map((kind) => ({ kind, name: text(`what_${kind}`) ?? kind }));

type Row = Pick<AuditRow, 'action' | 'before' | 'after'>;

/** What a row says without its fields: a target names its subject in its heading. */
const SAID_ABOVE = /^subject\./;

/** The fields of a row that are worth telling. */
const toldFields = ({ action, before, after }: Row): FieldChange[] =>
	changedFields(before, after).filter(
		({ path }) => action !== 'target.put' || !SAID_ABOVE.test(path)
	);

/** "Customer changed": what was done, to what kind of thing. */
function actionText({ action, before, after }: Row): string {
	const [kind = '', verb = ''] = action.split('.');
	const done =
		verb === 'put' ? (before === null ? 'create' : after === null ? 'remove' : 'update') : verb;
	const own = text(`action_${kind}_${done}`);
	if (own) return own;
	const [what, how] = [text(`what_${kind}`), text(`verb_${done}`)];
	return what && how ? m.audit_action({ what, how }) : action;
}

/** Who, where it is nobody with a name. */
function actorText(actor: string): string {
	const [kind = '', rest = ''] = actor.split(':');
	const known = text(`actor_${kind}`);
	if (!known) return actor;
	return rest ? `${known} ${rest}` : known;
}

const fieldText = (path: string): string =>
	text(`field_${path}`) ??
	path
		.split('.')
		.map((part) => text(`field_${part}`) ?? part)
		.join(' · ');

/** What amounts are measured in, and instants told by. */
export interface Measures {
	metrics: ReadonlyMap<string, { code: string; name: string; kind: 'money' | 'count' }>;
	fractionDigits: number;
	time: Intl.DateTimeFormat;
}

/** Of the metric that the row is about. */
const isAmount = (action: string, path: string): boolean =>
	action === 'target.put'
		? path === 'amount'
		: action.startsWith('split.') && ['amount', 'target', 'sum'].includes(path);

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** A word of ours, an instant on the clock on the wall, or as it is written. */
function wordText(path: string, value: unknown, time: Intl.DateTimeFormat): string {
	const written = String(value);
	if (INSTANT.test(written)) return time.format(new Date(written));
	const scope = path === 'scopes' ? catalogue[`key_scope_${written}`] : undefined;
	return scope?.() ?? text(`value_${path}_${written}`) ?? written;
}

/** A value of a field; amounts of targets in the unit of their metric. */
function valueText(
	path: string,
	value: unknown,
	{ action, before, after }: Row,
	{ metrics, fractionDigits, time }: Measures
) {
	if (value === undefined || value === null || value === '') return '–';
	if (typeof value === 'boolean') return value ? m.audit_yes() : m.audit_no();
	if (isAmount(action, path) && typeof value === 'number') {
		const { metric } = (after ?? before) as { metric?: string };
		const kind = metrics.get(metric ?? '')?.kind ?? 'count';
		return amountText(value, { kind, fractionDigits }, getLocale());
	}
	if (path === 'metric' && metrics.has(String(value)))
		return metricName(metrics.get(String(value))!);
	if (Array.isArray(value))
		return value
			.map((one) => (typeof one === 'object' ? JSON.stringify(one) : wordText(path, one, time)))
			.join(m.key_scope_between());
	if (typeof value === 'object') return JSON.stringify(value);
	return wordText(path, value, time);
}

/** A row of the log as the page shows it. */
export function tellRow(row: AuditRow, measures: Measures) {
	return {
		id: row.id,
		at: row.at.toISOString(),
		time: measures.time.format(row.at),
		actor: row.actorName ?? actorText(row.actor),
		actorCode: row.actorName && row.actor.split(':')[1],
		action: actionText(row),
		subjectName: row.subjectName,
		/** There is one organisation: its code says nothing. */
		subject: row.subject === 'organisation' ? undefined : row.subject,
		isNew: row.before === null,
		changes: toldFields(row).map(({ path, before, after }) => ({
			path,
			field: fieldText(path),
			before: valueText(path, before, row, measures),
			after: valueText(path, after, row, measures)
		}))
	};
}
