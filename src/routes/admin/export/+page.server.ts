import { reachOf } from '$lib/domain/permissions.ts';
import { exportPeriod, exportWord } from '$lib/exports.server.ts';
import { m } from '$lib/paraglide/messages.js';
import { reasonText } from '$lib/problem-text.server.ts';
import { groupsOf } from './groups.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	const { app, locale, principal } = locals;
	const refused = url.searchParams.get('refused');
	const lists = app.exports.names
		.filter((name) => reachOf(principal, app.exports.actionOf(name)!) !== 'none')
		.map((name) => ({
			name,
			title: exportWord(`list_${name}`, locale),
			about: exportWord(`about_${name}`, locale),
			ofPeriod: app.exports.isOfPeriod(name)
		}));
	return {
		groups: groupsOf(lists).map(({ group, lists }) => ({
			title: exportWord(`group_${group}`, locale),
			lists
		})),
		period: exportPeriod(url, app.organisation.today()),
		refused:
			refused === null
				? undefined
				: (reasonText(refused, locale) ?? m.form_no_answer({}, { locale }))
	};
};
