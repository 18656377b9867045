/**
 * Forms of pages: the zod schemas of src/lib/forms, received by Superforms, refused in our own words. Browser end:
 * components/paper/Form.svelte.
 */
import { fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import { superValidate, type SuperValidated } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import type { z } from 'zod';
import type { Locale } from '$lib/format/locale.ts';
import { problemsOf } from '$lib/forms/problems-of.ts';
import { nulProblems } from '$lib/forms/read-form.ts';
import { problemText, reasonText } from '$lib/problem-text.server.ts';
import type { Problem } from '$server/problems.ts';

export interface FormMessage {
	tone: 'good' | 'bad';
	text: string;
}

type ObjectForm = z.ZodType<Record<string, unknown>, Record<string, unknown>>;
export type PageForm<Form extends ObjectForm> = SuperValidated<
	z.output<Form>,
	FormMessage,
	z.input<Form>
>;

/** For `load`: the form with what is known filled in, without complaints. `id` tells forms of one page apart. */
export function offerForm<Form extends ObjectForm>(
	form: Form,
	known: Partial<z.input<Form>> = {},
	id?: string
): Promise<PageForm<Form>> {
	return superValidate(known as never, zod4(form as never), {
		errors: false,
		...(id ? { id } : {})
	}) as unknown as Promise<PageForm<Form>>;
}

/** The complaints beside their fields; what belongs to no field of the form stands above it. */
function complain<Form extends ObjectForm>(
	form: PageForm<Form>,
	problems: readonly Problem[],
	locale: Locale
): void {
	form.valid = false;
	const errors: Record<string, string[]> = {};
	const above: string[] = [];
	for (const problem of problems) {
		const field = problem.path.split('.')[0]!;
		const text = problemText(problem, locale);
		if (field in form.data) (errors[field] ??= []).push(text);
		else above.push(text);
	}
	form.errors = errors as never;
	if (above.length > 0) form.message = { tone: 'bad', text: above.join(' ') };
}

/** For actions: what was sent, as the form understands it; otherwise the answer that says what is wrong with it. */
export async function receiveForm<Form extends ObjectForm>(
	event: Pick<RequestEvent, 'request' | 'locals'>,
	schema: Form,
	id?: string
): Promise<
	| { ok: true; form: PageForm<Form>; data: z.output<Form> }
	| { ok: false; answer: ActionFailure<{ form: PageForm<Form> }> }
> {
	const form = (await superValidate(event.request, zod4(schema as never), {
		...(id ? { id } : {})
	})) as unknown as PageForm<Form>;
	const unkept = nulProblems(form.data);
	if (form.valid && unkept.length === 0)
		return { ok: true, form, data: form.data as z.output<Form> };
	const parsed = schema.safeParse(form.data);
	complain(
		form,
		parsed.success ? unkept : problemsOf(parsed.error, form.data),
		event.locals.locale
	);
	return { ok: false, answer: fail(422, { form }) };
}

/** Refusals that are not about what the fields hold. */
const STATUS: Readonly<Record<string, number>> = {
	'wrong-login': 401,
	'too-many-tries': 429,
	'too-busy': 503
};

/** For actions: the capability refused. Nothing typed is lost. */
export function refuseForm<Form extends ObjectForm>(
	form: PageForm<Form>,
	problems: readonly Problem[],
	locale: Locale
): ActionFailure<{ form: PageForm<Form> }> {
	complain(form, problems, locale);
	return fail(STATUS[problems[0]?.reason ?? ''] ?? 422, { form });
}

/** For actions: a refusal that belongs to no field, `problem_<reason>` of the catalogue. */
export function refuseWhole<Form extends ObjectForm>(
	form: PageForm<Form>,
	refusal: { status: number; reason: string; inputs?: Record<string, unknown> },
	locale: Locale
): ActionFailure<{ form: PageForm<Form> }> {
	const text = reasonText(refusal.reason, locale, refusal.inputs) ?? refusal.reason;
	form.valid = false;
	form.message = { tone: 'bad', text };
	return fail(refusal.status, { form });
}

/** For actions: done, and said so. */
export function accept<Form extends ObjectForm>(
	form: PageForm<Form>,
	text: string
): { form: PageForm<Form> } {
	form.message = { tone: 'good', text };
	return { form };
}
