/** The browser's end of a page form (src/lib/page-form.ts). */
import {
	superForm,
	type FormOptions,
	type SuperForm,
	type SuperValidated
} from 'sveltekit-superforms';
import { get, type Readable } from 'svelte/store';
import { m } from '$lib/paraglide/messages.js';
import type { FormMessage } from '$lib/page-form.ts';
import { refusedText } from '$lib/refused-words.ts';
import { guardLeaving } from './leaving.ts';

export type PaperForm<Values extends Record<string, unknown>> = SuperForm<Values, FormMessage>;

/**
 * A form that keeps what was typed when it is refused, asks before unsaved changes are left (`taintedMessage: null`: it
 * does not), and says what went wrong when no answer came.
 */
export function paperForm<Values extends Record<string, unknown>>(
	received: SuperValidated<Values, FormMessage, never> | SuperValidated<Values, FormMessage>,
	options: FormOptions<Values, FormMessage> = {}
): PaperForm<Values> {
	const made: PaperForm<Values> = superForm(received as SuperValidated<Values, FormMessage>, {
		resetForm: false,
		scrollToError: 'smooth',
		onError({ result }) {
			const text = refusedText(result.error as App.Error) ?? m.form_no_answer();
			made.message.set({ tone: 'bad', text });
		},
		...options,
		// Its own question is the browser's box; ours is asked once for all forms of a page.
		taintedMessage: null
	});
	if (options.taintedMessage !== null)
		guardLeaving(() => made.isTainted() && !get(made.submitting));
	return made;
}

/** A form as a control sees it that knows one of its fields by name: what stands there, and what is wrong with it. */
export function fieldsOf<Values extends Record<string, unknown>>(form: PaperForm<Values>) {
	// Superforms types both by the form's own values, which a control does not know.
	const { form: values, errors } = form as unknown as PaperForm<Record<string, unknown>>;
	return { values, errors: errors as Readable<Record<string, string[] | undefined>> };
}

/**
 * For `onResult` of a form that signs somebody in: where it leads is fetched as a fresh document, since the language is
 * the document's, and the person may have chosen another one.
 */
export function arriveAfresh(event: {
	result: { type: string; location?: string };
	cancel: () => void;
}): void {
	if (event.result.type !== 'redirect' || event.result.location === undefined) return;
	event.cancel();
	location.assign(event.result.location);
}
