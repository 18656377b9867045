/** What somebody chose in the import wizard. server/imports/choices.ts makes an import map of it. */
import { z } from 'zod';
import { IMPORT_KINDS } from './import-fields.ts';
import { ENCODINGS } from './import-map.ts';

const fieldChoice = z.object({
	/** `column:<heading>`, `value:<the same in every row>`, or nothing. */
	from: z.string().max(600).default(''),
	/** What a reference's column holds. */
	by: z.enum(['code', 'name']).default('name'),
	/** Of a date; empty: ISO 8601, or a workbook's own. */
	format: z.string().max(100).default(''),
	scale: z.enum(['minor', 'whole', 'thousand', 'ten-thousand', 'million']).default('whole'),
	/** The file writes returns without a minus sign. */
	plainReturns: z.boolean().default(false)
});

/** How the file is to be read; what is absent is found out. */
export const readingChoices = z.object({
	sheet: z.string().max(200).optional(),
	encoding: z.enum(ENCODINGS).optional(),
	delimiter: z.enum([',', ';', '\t', '|']).optional(),
	headingRow: z.coerce.number().int().min(1).max(1_000).optional()
});

export const importChoices = z.object({
	as: z.enum(IMPORT_KINDS),
	/** The system whose numbers the entries bear. */
	source: z.string().trim().min(1).max(64).default('import'),
	reading: readingChoices,
	fields: z.record(z.string().max(40), fieldChoice),
	create: z.array(z.enum(['units', 'reps', 'customers', 'products'])).default([])
});

export type FieldChoice = z.output<typeof fieldChoice>;
export type ReadingChoices = z.output<typeof readingChoices>;
export type ImportChoices = z.output<typeof importChoices>;
