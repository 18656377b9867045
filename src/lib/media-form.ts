/** For form actions: a person's photo or sound as it was sent. */
import { error, fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import { actorName } from '$lib/domain/permissions.ts';
import { problemText } from '$lib/problem-text.server.ts';

const kindIn = (form: FormData): 'photo' | 'clip' => {
	const kind = form.get('kind');
	if (kind !== 'photo' && kind !== 'clip') error(422, { message: 'invalid-input' });
	return kind;
};

/** Keeps what was sent for the person of this code; who may is for the route to say. */
export async function putMedia(
	event: RequestEvent,
	code: string
): Promise<{ kept: string } | ActionFailure<{ mediaRefused: string }>> {
	const { app, principal, locale } = event.locals;
	const form = await event.request.formData();
	const kind = kindIn(form);
	const file = form.get('file');
	const bytes = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
	const put = await app.media.put(code, kind, bytes, actorName(principal));
	if (put.ok) return { kept: put.address };
	return fail(422, { mediaRefused: put.problems.map((one) => problemText(one, locale)).join(' ') });
}

export async function dropMedia(event: RequestEvent, code: string): Promise<{ dropped: true }> {
	const { app, principal } = event.locals;
	await app.media.remove(code, kindIn(await event.request.formData()), actorName(principal));
	return { dropped: true };
}
