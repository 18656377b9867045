/** The form action of an answer, on the page of one's own and in the open table. */
import { error, type RequestEvent } from '@sveltejs/kit';
import { answersFor } from '$lib/domain/agreement.ts';
import { actorName } from '$lib/domain/permissions.ts';
import { readTarget } from '$lib/forms/read-target.ts';
import { answerForm } from '$lib/forms/targeting.ts';
import { accept, receiveForm, refuseForm } from '$lib/page-form.ts';
import { m } from '$lib/paraglide/messages.js';

export async function answer(event: RequestEvent) {
	const received = await receiveForm(event, answerForm, 'answer');
	if (!received.ok) return received.answer;
	const { form, data } = received;
	const { app, locale, principal } = event.locals;
	const [kind = '', ...code] = data.child.split(':');
	const speaks = answersFor(principal, { kind, code: code.join(':') });
	// Leading from further above is no reason to answer oneself (AGREE-2).
	if (!speaks) error(403, { message: 'not-allowed' });
	const counters = data.answer === 'counter';
	const read = readTarget(data.amount, app.setting.measureOf(data.metric));
	if (counters && !read.ok) return refuseForm(form, read.problems, locale);
	const given = await app.rounds.answer(
		{ ...data, amount: counters && read.ok ? read.amount : data.offered },
		{ actor: actorName(principal), onBehalf: speaks === 'behalf' }
	);
	if (!given.ok) {
		const fields = ['amount', 'reason'];
		const problems = given.problems.map((one) =>
			fields.includes(one.path) ? one : { ...one, path: '' }
		);
		return refuseForm(form, problems, locale);
	}
	const text = counters ? m.agree_countered : m.agree_accepted;
	return accept(form, text({}, { locale }));
}
