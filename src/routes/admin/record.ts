/** The page of one customer, product or metric: its form as known, and saving it. The routes name the kind. */
import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { demand } from '$lib/access/guard.ts';
import { subjectsOfPut } from '$lib/api/directory.ts';
import { actorName } from '$lib/domain/permissions.ts';
import { accept, offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import { m } from '$lib/paraglide/messages.js';
import type { DirectoryForms, DirectoryView } from '$server/directory/directory.ts';
import type { Problem } from '$server/problems.ts';

export type RecordKind = 'customers' | 'products' | 'metrics';

type PageSchema = z.ZodType<Record<string, unknown>, Record<string, unknown>>;
type Coded = z.ZodType<{ code: string }, { code: string }>;

interface RecordPage<Kind extends RecordKind, Schema extends PageSchema, New extends Coded> {
	kind: Kind;
	/** Of what exists, and of what is new: that has a code besides. */
	schema: Schema;
	newSchema: New;
	/** What is known, as the page's fields hold it. */
	known(view: DirectoryView): Partial<z.input<Schema>>;
	/** What was filled in, as the directory takes it. */
	form(data: z.output<Schema>): DirectoryForms[Kind];
	/** What whoever asks must fill in though others need not. */
	check?(event: Pick<RequestEvent, 'locals'>, form: DirectoryForms[Kind]): Problem | undefined;
}

export function recordPage<
	Kind extends RecordKind,
	Schema extends PageSchema,
	New extends Coded & PageSchema
>({ kind, schema, newSchema, known, form: formOf, check }: RecordPage<Kind, Schema, New>) {
	const action = `${kind}.write` as const;
	type Event = Pick<RequestEvent, 'locals' | 'request'>;

	/** Refused by a problem of the fields, or with 403; otherwise whoever asks may write this. */
	function mayPut(event: Event, code: string, form: DirectoryForms[Kind]): Problem | undefined {
		const found = check?.(event, form);
		if (!found) demand(event, action, ...subjectsOfPut(event.locals.app, kind, code, form));
		return found;
	}

	return {
		offerNew: async () => ({ form: await offerForm(newSchema) }),

		async create(event: Event) {
			const received = await receiveForm(event, newSchema);
			if (!received.ok) return received.answer;
			const { app, principal, locale } = event.locals;
			const { code } = received.data;
			const form = formOf(received.data as unknown as z.output<Schema>);
			// A code in use says so, whoever's it is.
			const problem = app.directory.view(kind, code) ? undefined : mayPut(event, code, form);
			if (problem) return refuseForm(received.form, [problem], locale);
			const made = await app.directory.create(kind, code, form, actorName(principal));
			if (!made.ok) return refuseForm(received.form, made.problems, locale);
			redirect(303, `/admin/${kind}/${encodeURIComponent(code)}`);
		},

		async offer(event: Pick<RequestEvent, 'locals'>, code: string) {
			const { directory } = event.locals.app;
			demand(event, action, directory.subjectOf(kind, code));
			const view = directory.view(kind, code);
			if (!view) error(404, { message: 'not-found' });
			return { view, form: await offerForm(schema, known(view)) };
		},

		async save(event: Event, code: string) {
			const { app, principal, locale } = event.locals;
			demand(event, action, app.directory.subjectOf(kind, code));
			if (!app.directory.view(kind, code)) error(404, { message: 'not-found' });
			const received = await receiveForm(event, schema);
			if (!received.ok) return received.answer;
			const form = formOf(received.data);
			const problem = mayPut(event, code, form);
			if (problem) return refuseForm(received.form, [problem], locale);
			const put = await app.directory.put(kind, code, form, actorName(principal));
			if (!put.ok) return refuseForm(received.form, put.problems, locale);
			return accept(received.form, m.form_saved({}, { locale }));
		}
	};
}
