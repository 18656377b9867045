import { error, fail, redirect } from '@sveltejs/kit';
import { actorName } from '$lib/domain/permissions.ts';
import { importChoices } from '$lib/forms/import-choices.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Batch } from '$server/imports/batch-table.ts';
import type { Problem } from '$server/problems.ts';
import { wordsIn } from '../words.ts';
import { fixedValues, readingOf } from './columns.ts';
import { present } from './present.ts';
import type { Actions, PageServerLoad } from './$types';

type Stage = 'columns' | 'working' | 'preview' | 'result';

function stageOf({ state, progress, report, map }: Batch, columns: boolean): Stage {
	if (state === 'running' || state === 'undoing' || progress) return 'working';
	if (state !== 'uploaded') return 'result';
	return map && report.rehearsal && !columns ? 'preview' : 'columns';
}

export const load: PageServerLoad = async ({ params, locals, url }) => {
	const { app, locale } = locals;
	const { batches, accounts, organisation } = app;
	const read = async () => (await batches.read(params.id)) ?? error(404, { message: 'not-found' });
	let batch = await read();
	// Corrected rows come with their map: what they become is the first thing to see.
	if (batch.state === 'uploaded' && batch.map && !batch.report.rehearsal && !batch.progress) {
		if (!batch.report.problems?.length) {
			await batches.rehearse(batch.id, wordsIn(locale));
			batch = await read();
		}
	}
	const stage = stageOf(batch, url.searchParams.get('step') === 'columns');
	const offered = stage === 'columns' ? await batches.offer(batch.id, readingOf(url)) : undefined;
	return {
		stage,
		batch: present(locals, batch, await accounts.names([batch.createdBy.replace(/^person:/, '')])),
		offer: offered?.ok ? offered.offer : undefined,
		unreadable:
			offered && !offered.ok ? offered.problems.map(wordsIn(locale)).join(' ') : undefined,
		fixed: stage === 'columns' ? fixedValues(app, locale) : undefined,
		now: app.clock(),
		timeZone: organisation.settings.timeZone
	};
};

/** What was refused: beside its field, or above all. */
function refuse(problems: readonly Problem[], words: (problem: Problem) => string) {
	const errors: Record<string, string> = {};
	const above: string[] = [];
	for (const problem of problems) {
		const path = problem.path.replace(/^files\.0\.(columns\.)?/, '');
		if (path && !/^(file|sheet|encoding|headingRow)$/.test(path)) errors[path] = words(problem);
		else above.push(words(problem));
	}
	return fail(422, { errors, message: above.join(' ') });
}

export const actions: Actions = {
	async columns({ request, params, locals }) {
		const words = wordsIn(locals.locale);
		const sent = (await request.formData()).get('choices');
		const choices = importChoices.parse(JSON.parse(String(sent)));
		const { batches } = locals.app;
		const chosen = await batches.choose(params.id, choices);
		if (!chosen.ok) return refuse(chosen.problems, words);
		const begun = await batches.rehearse(params.id, words);
		if (!begun.ok) return refuse(begun.problems, words);
		redirect(303, `/admin/imports/${params.id}`);
	},

	async run({ params, locals }) {
		const words = wordsIn(locals.locale);
		const actor = actorName(locals.principal);
		const begun = await locals.app.batches.run(params.id, { actor, words });
		if (!begun.ok) return refuse(begun.problems, words);
		redirect(303, `/admin/imports/${params.id}`);
	},

	async undo({ params, locals }) {
		const { app, principal, locale } = locals;
		const batch = await app.batches.read(params.id);
		const file = batch?.report.file ?? params.id;
		const reason = m.imports_undo_reason({ file }, { locale: app.organisation.settings.locale });
		const begun = await app.batches.undo(params.id, { actor: actorName(principal), reason });
		if (!begun.ok) return refuse(begun.problems, wordsIn(locale));
		redirect(303, `/admin/imports/${params.id}`);
	},

	async discard({ params, locals }) {
		await locals.app.batches.discard(params.id);
		redirect(303, '/admin/imports');
	}
};
