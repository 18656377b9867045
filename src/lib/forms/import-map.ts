/** The map of an import: which files, in which order, and what their columns mean. docs/IMPORT.md. */
import { z } from 'zod';
import { isDateFormat } from '../domain/date-format.ts';

const heading = z.string().trim().min(1).max(200);
const text = z.string().trim().min(1).max(500);

const aliases = z
	.record(z.string(), text)
	.optional()
	.meta({ description: 'What the file writes → what is meant.', example: { GTXPro: 'GTX Pro' } });

const sources = {
	column: heading.optional().meta({ description: 'The heading of the column.' }),
	template: text.optional().meta({
		description: 'Text with headings in braces.',
		example: '{region}-{manager}'
	}),
	value: text.optional().meta({ description: 'The same text in every row.' }),
	default: text.optional().meta({ description: 'Stands for an empty cell.' }),
	aliases
};

const SOURCES = ['column', 'template', 'value'] as const;

/** A heading alone, or an object that says more: exactly one of `column`, `template` and `value`. */
function field<Shape extends z.core.$ZodLooseShape>(more: Shape) {
	const long = z
		.strictObject({ ...sources, ...more })
		.refine((f) => SOURCES.filter((s) => (f as FieldMap)[s] !== undefined).length === 1, {
			error: 'one-source'
		});
	return z.union([heading.transform((column) => ({ column })), long]);
}

const plain = field({});

const reference = field({
	derive: z.boolean().optional().meta({
		description: 'Makes a code of any name: slashes become dashes, what is too long is shortened.'
	}),
	by: z.enum(['code', 'name']).optional().meta({
		description: '`name`: the file calls subjects by their names, not their codes.'
	})
});

const dateFormat = text.refine(isDateFormat, { error: 'bad-date-format' });

const date = field({
	format: z
		.union([dateFormat.transform((format) => [format]), z.array(dateFormat).min(1).max(10)])
		.optional()
		.meta({
			description: 'How the file writes dates; ISO 8601 is always read.',
			example: 'M/D/YYYY'
		})
});

export const SCALES = {
	minor: undefined,
	whole: 0,
	thousand: 3,
	'ten-thousand': 4,
	million: 6
} as const;

const amount = field({
	scale: z
		.enum(['minor', 'whole', 'thousand', 'ten-thousand', 'million'])
		.optional()
		.meta({ description: 'What 1 in the file means; `whole` (one yuan, one piece) unless set.' }),
	sign: z.enum(['as-written', 'by-kind']).optional().meta({
		description: '`by-kind`: the file writes returns without a minus sign.'
	})
});

const share = z.strictObject({ rep: reference, share: plain });

const named = { name: plain.optional() };

/** What a subject may be given besides its code. */
const details = {
	units: { ...named, kind: plain, parent: reference.optional() },
	reps: {
		...named,
		team: reference.optional(),
		since: date.optional(),
		until: date.optional()
	},
	customers: { ...named, kind: plain, owner: reference.optional() },
	products: { ...named, series: plain.optional() }
};

const create = z
	.strictObject({
		units: z.strictObject(details.units).optional(),
		reps: z.strictObject(details.reps).optional(),
		customers: z.strictObject(details.customers).optional(),
		products: z.strictObject(details.products).optional()
	})
	.optional()
	.meta({ description: 'What to create when a row names something that does not exist yet.' });

const oneOrMany = z.union([z.string().transform((one) => [one]), z.array(z.string()).min(1)]);

const condition = z
	.strictObject({
		column: heading,
		is: oneOrMany.optional(),
		not: oneOrMany.optional(),
		filled: z.boolean().optional()
	})
	.refine((c) => [c.is, c.not, c.filled].filter((test) => test !== undefined).length === 1, {
		error: 'one-condition'
	});

export const ENCODINGS = ['auto', 'utf-8', 'gb18030', 'utf-16le', 'big5', 'windows-1252'] as const;

const table = {
	file: z
		.string()
		.trim()
		.min(1)
		.max(200)
		.regex(/^[^/\\]+$/, { error: 'file-is-a-name' })
		.meta({ description: 'Name of a CSV or XLSX file, without folders.' }),
	sheet: z.string().min(1).optional().meta({ description: 'Of a workbook; the first unless set.' }),
	encoding: z.enum(ENCODINGS).optional(),
	delimiter: z.enum([',', ';', '\t', '|']).optional(),
	headingRow: z.int().min(1).max(1_000).optional().meta({
		description: 'The line of the headings; the first that is not empty unless set.'
	}),
	optional: z.boolean().optional().meta({ description: 'The file may be missing.' }),
	where: z
		.array(condition)
		.optional()
		.meta({ description: 'Rows that fail a condition are skipped.' }),
	distinct: z.boolean().optional().meta({
		description: 'Several rows may say the same about the same subject; it is taken once.'
	}),
	create
};

const entryColumns = z
	.strictObject({
		externalId: plain.optional(),
		source: plain.optional(),
		kind: plain,
		metric: plain,
		amount,
		rep: reference.optional(),
		credits: z.array(share).min(1).max(20).optional(),
		overlays: z.array(share).max(20).optional(),
		customer: reference.optional(),
		product: reference.optional(),
		quantity: plain.optional(),
		occurredAt: date,
		note: plain.optional(),
		corrects: plain.optional()
	})
	.refine((columns) => (columns.rep === undefined) !== (columns.credits === undefined), {
		error: 'rep-or-credits',
		path: ['rep']
	});

const targetColumns = z.strictObject({
	metric: plain,
	'period.unit': plain,
	'period.start': date,
	'subject.kind': plain,
	'subject.code': reference,
	amount
});

const subjectStep = <Kind extends keyof typeof details>(kind: Kind) =>
	z.strictObject({
		...table,
		as: z.literal(kind),
		columns: z.strictObject({ code: reference, ...details[kind] })
	});

const step = z.discriminatedUnion('as', [
	subjectStep('units'),
	subjectStep('reps'),
	subjectStep('customers'),
	subjectStep('products'),
	z.strictObject({ ...table, as: z.literal('targets'), columns: targetColumns }),
	z.strictObject({ ...table, as: z.literal('entries'), columns: entryColumns })
]);

export const importMap = z
	.strictObject({
		$schema: z.string().optional(),
		description: z.string().optional(),
		source: z.string().trim().min(1).max(64).default('import').meta({
			description: 'The system whose entries these are; with the external id it names an entry.'
		}),
		files: z
			.array(step)
			.min(1)
			.max(50)
			.meta({ description: 'In the order in which they are read.' })
	})
	.meta({ id: 'ImportMap' });

export type ImportMap = z.output<typeof importMap>;
export type ImportStep = ImportMap['files'][number];
export type ImportKind = ImportStep['as'];
export type ReferredKind = keyof typeof details;
export type Condition = z.output<typeof condition>;

/** Where a field's text comes from, whatever kind of field it is. */
export interface FieldMap {
	column?: string | undefined;
	template?: string | undefined;
	value?: string | undefined;
	default?: string | undefined;
	aliases?: Record<string, string> | undefined;
	derive?: boolean | undefined;
	by?: 'code' | 'name' | undefined;
	format?: string[] | undefined;
	scale?: keyof typeof SCALES | undefined;
	sign?: 'as-written' | 'by-kind' | undefined;
}
