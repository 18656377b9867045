import { dateReader } from '../../src/lib/domain/date-format.ts';
import { DATE_FORMATS, formatsOf } from '../../src/lib/domain/date-guess.ts';
import { parseDecimal } from '../../src/lib/domain/money.ts';
import type { FieldChoice, ImportChoices } from '../../src/lib/forms/import-choices.ts';
import {
	CREATED_FIELDS,
	CREATES,
	IMPORT_FIELDS,
	IMPORT_KINDS
} from '../../src/lib/forms/import-fields.ts';
import type { ImportField } from '../../src/lib/forms/import-fields.ts';
import type { ImportKind, ReferredKind } from '../../src/lib/forms/import-map.ts';
import { MEANINGS, SYNONYMS } from './headings.ts';

/** What the guess knows of the installation. */
export interface Known {
	isCode(kind: ReferredKind, text: string): boolean;
	isName(kind: ReferredKind, text: string): boolean;
	/** Code of a metric by code or name. */
	metric(text: string): string | undefined;
	/** Code of the company, where there is one. */
	company: string | undefined;
	/** The month that has begun, YYYY-MM-01. */
	month: string;
}

/** The file's columns, with contents of its first rows. */
export interface Columns {
	headings: readonly string[];
	samples: readonly (readonly string[])[];
}

const EMPTY: FieldChoice = {
	from: '',
	by: 'name',
	format: '',
	scale: 'whole',
	plainReturns: false
};
const column = (heading: string) => `column:${heading}`;
const value = (text: string) => `value:${text}`;

/** Without signs, blanks and what stands in brackets: `金额（万元）` is 金额. */
const plainHeading = (heading: string) =>
	heading
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[([【].*?[)\]】]/g, '')
		.replace(/[\s_*.:#/-]+/g, ' ')
		.trim();

/** 0 to 1: how well a heading says a field. Exactly beats partly, earlier words beat later ones. */
function likeness(heading: string, words: readonly string[]): number {
	const plain = plainHeading(heading);
	let best = 0;
	words.forEach((word, i) => {
		const rank = 0.2 * (1 - i / words.length);
		if (plain === word) best = Math.max(best, 0.8 + rank);
		// `销售日期` says 日期; a short Latin word within another one says nothing.
		else if (/^[a-z ]+$/.test(word) ? ` ${plain} `.includes(` ${word} `) : plain.includes(word))
			best = Math.max(best, 0.35 + rank + 0.15 * (word.length / plain.length));
	});
	return best;
}

const share = (samples: readonly string[], fits: (text: string) => boolean): number =>
	samples.length === 0 ? 0 : samples.filter(fits).length / samples.length;

const isNumber = (text: string) => parseDecimal(text, 4).ok;

/** How well contents fit a field; 0 rules a column out. */
function fitness(field: ImportField, samples: readonly string[], known: Known): number {
	if (samples.length === 0) return 0.5;
	switch (field.type) {
		case 'amount':
		case 'number':
			return share(samples, isNumber) >= 0.7 ? 1 : 0;
		case 'date': {
			const dated = DATE_FORMATS.some(
				(format) => share(samples, (text) => dateReader([format])(text).ok) > 0.8
			);
			return dated ? 1 : 0;
		}
		case 'reference': {
			const kind = field.refers === 'subject' ? 'reps' : field.refers!;
			const met = share(samples, (text) => known.isCode(kind, text) || known.isName(kind, text));
			return 0.6 + 0.4 * met;
		}
		case 'choice':
			return meansSomething(field, samples, known) ? 1 : 0;
		case 'text':
			return 0.8;
	}
}

function meansSomething(field: ImportField, samples: readonly string[], known: Known): boolean {
	const fits = (text: string) =>
		field.values === 'metrics'
			? known.metric(text) !== undefined
			: (Array.isArray(field.values) && field.values.includes(text)) ||
				Object.values(MEANINGS).some((meanings) =>
					(field.values as readonly string[]).includes(meanings[text] ?? '')
				);
	return share(samples, fits) >= 0.7;
}

/** What 1 in the column means, from its heading. */
function scaleOf(heading: string): FieldChoice['scale'] {
	const unit = /[([【](.*?)[)\]】]/.exec(heading.normalize('NFKC'))?.[1] ?? heading;
	if (/百万|million/i.test(unit)) return 'million';
	if (/万/.test(unit)) return 'ten-thousand';
	if (/千元|thousand/i.test(unit)) return 'thousand';
	if (/^分$|cents?\b/i.test(unit)) return 'minor';
	return 'whole';
}

function columnChoice(
	field: ImportField,
	heading: string,
	samples: readonly string[],
	known: Known
) {
	const choice: FieldChoice = { ...EMPTY, from: column(heading) };
	if (field.type === 'date') choice.format = formatsOf(samples)[0] ?? '';
	if (field.type === 'amount') choice.scale = scaleOf(heading);
	if (field.type === 'reference' && field.refers !== 'subject') {
		const kind = field.refers!;
		const codes = share(samples, (text) => known.isCode(kind, text));
		const names = share(samples, (text) => known.isName(kind, text));
		const says = /工号|编号|编码|代码|code|\bid\b/i.test(heading);
		choice.by = codes > names || (codes === names && says) ? 'code' : 'name';
	}
	return choice;
}

/** Where a field is not in the file. */
function fixedChoice(
	as: ImportKind,
	field: ImportField,
	columns: Columns,
	known: Known
): FieldChoice {
	const all = columns.headings.join(' ');
	const fixed: Partial<Record<string, string>> = {
		'entries.metric': /回款|collection|payment/i.test(all) ? 'collection' : 'sales',
		'entries.kind': /回款|collection|payment/i.test(all) ? 'collection' : 'sale',
		'targets.metric': /回款|collection/i.test(all) ? 'collection' : 'sales',
		'targets.period.unit': 'month',
		'targets.period.start': known.month,
		'targets.subject.kind': /业务|销售员|姓名|工号|rep\b/i.test(all)
			? 'rep'
			: /经销商|dealer/i.test(all)
				? 'dealer'
				: /产品|商品|product/i.test(all)
					? 'product'
					: 'unit',
		'customers.kind': /经销商|dealer/i.test(all) ? 'dealer' : 'retail',
		'units.kind': 'team',
		'units.parent': known.company,
		'entries.create.customers.kind': /经销商|dealer/i.test(all) ? 'dealer' : 'retail',
		'reps.create.units.parent': known.company
	};
	const text = fixed[`${as}.${field.path}`];
	return text === undefined ? EMPTY : { ...EMPTY, from: value(text) };
}

interface Candidate {
	path: string;
	index: number;
	score: number;
}

/** The best column for each field, none twice; the surest pairs are made first. */
function pairUp(as: ImportKind, fields: readonly ImportField[], columns: Columns, known: Known) {
	const candidates: Candidate[] = fields.flatMap((field) =>
		columns.headings.flatMap((heading, index) => {
			const like = heading === '' ? 0 : likeness(heading, SYNONYMS[as][field.path] ?? []);
			const score = like * fitness(field, columns.samples[index] ?? [], known);
			return score > 0.3 ? [{ path: field.path, index, score }] : [];
		})
	);
	const paired = new Map<string, { index: number; score: number }>();
	const taken = new Set<number>();
	for (const { path, index, score } of candidates.sort((a, b) => b.score - a.score)) {
		if (paired.has(path) || taken.has(index)) continue;
		paired.set(path, { index, score });
		taken.add(index);
	}
	return paired;
}

export interface Guess {
	choices: ImportChoices;
	/** The higher, the more of what is needed was found. */
	score: number;
}

/** Every field as it most probably is meant, if the file holds subjects or entries of this kind. */
export function guessAs(as: ImportKind, columns: Columns, known: Known): Guess {
	const created = CREATES[as].flatMap((kind) => CREATED_FIELDS[kind] ?? []);
	const asked = [...IMPORT_FIELDS[as], ...created];
	const paired = pairUp(as, asked, columns, known);
	const fields: ImportChoices['fields'] = {};
	let score = 0;
	for (const field of asked) {
		const found = paired.get(field.path);
		const samples = columns.samples[found?.index ?? -1] ?? [];
		fields[field.path] = found
			? columnChoice(field, columns.headings[found.index]!, samples, known)
			: fixedChoice(as, field, columns, known);
		if (found && IMPORT_FIELDS[as].includes(field)) score += found.score * (field.required ? 2 : 1);
		else if (field.required && fields[field.path]!.from === '') score -= 3;
	}
	const create =
		as === 'entries'
			? (['customers', 'products'] as const).filter((kind) => fields[kind.slice(0, -1)]?.from)
			: CREATES[as].filter(() => known.company !== undefined);
	return { choices: { as, source: 'import', reading: {}, fields, create: [...create] }, score };
}

const saysTarget = (heading: string) => /目标|任务|target|quota|goal/i.test(heading);

/** What a file most probably is: sales have amount, date and rep, targets say so, the rest is a list of names. */
export function guess(
	columns: Columns,
	known: Known
): { as: ImportKind; guesses: Record<ImportKind, Guess> } {
	const guesses = Object.fromEntries(
		IMPORT_KINDS.map((as) => [as, guessAs(as, columns, known)])
	) as Record<ImportKind, Guess>;
	const targets = columns.headings.some(saysTarget);
	const scored = IMPORT_KINDS.map((as) => {
		const bonus = as === 'targets' ? (targets ? 3 : -3) : as === 'entries' && targets ? -2 : 0;
		return { as, score: guesses[as].score + bonus };
	});
	const best = scored.reduce((a, b) => (b.score > a.score ? b : a));
	return { as: best.as, guesses };
}
