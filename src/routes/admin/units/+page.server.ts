import { error } from '@sveltejs/kit';
import { demand, unitsWithin } from '$lib/access/guard.ts';
import { actorName, reachOf, type Subject } from '$lib/domain/permissions.ts';
import {
	managersForm,
	moveUnitForm,
	newUnitForm,
	unitForm,
	unitNameForm
} from '$lib/forms/people.ts';
import { accept, offerForm, receiveForm, refuseForm } from '$lib/page-form.ts';
import { m } from '$lib/paraglide/messages.js';
import type { App } from '$server/app.ts';
import type { Actions, PageServerLoad } from './$types';

interface Unit {
	name: string;
	kind: 'company' | 'region' | 'team';
	parent?: string;
}

/** A unit as the directory has it, and whose it and its place are; what is unknown is nowhere. */
function unitOf(app: App, code: string): { unit: Unit; self: Subject; place: Subject } {
	const unit = app.directory.view('units', code) as unknown as Unit | undefined;
	if (!unit) error(404, { message: 'not-found' });
	const { subjectOf } = app.directory;
	const place = unit.parent === undefined ? {} : subjectOf('units', unit.parent);
	return { unit, self: subjectOf('units', code), place };
}

export const load: PageServerLoad = async (event) => {
	const { app, principal } = event.locals;
	return {
		units: await app.unitTree.list(unitsWithin(event, 'units.write')),
		/** Codes of all units there are: a new one differs. */
		taken: [...app.directory.mirror.units.all()].map(({ code }) => code),
		canGrant: reachOf(principal, 'people.grant') === 'any',
		forms: {
			add: await offerForm(newUnitForm, {}, 'add'),
			rename: await offerForm(unitNameForm, {}, 'rename'),
			move: await offerForm(moveUnitForm, {}, 'move'),
			managers: await offerForm(managersForm, {}, 'managers'),
			remove: await offerForm(unitForm, {}, 'remove')
		}
	};
};

export const actions: Actions = {
	add: async (event) => {
		const received = await receiveForm(event, newUnitForm, 'add');
		if (!received.ok) return received.answer;
		const { form, data } = received;
		const { app, principal, locale } = event.locals;
		const { code, name, kind, parent } = data;
		const isCompany = kind === 'company';
		demand(event, 'units.write', isCompany ? {} : app.directory.subjectOf('units', parent));
		const made = await app.unitTree.add(
			code,
			{ name, kind, ...(isCompany ? {} : { parent }) },
			actorName(principal)
		);
		if (!made.ok) return refuseForm(form, made.problems, locale);
		return accept(form, m.people_saved({}, { locale }));
	},

	rename: async (event) => {
		const received = await receiveForm(event, unitNameForm, 'rename');
		if (!received.ok) return received.answer;
		const { form, data } = received;
		const { app, principal, locale } = event.locals;
		const { unit, self } = unitOf(app, data.unit);
		demand(event, 'units.write', self);
		const { kind, parent } = unit;
		const renamed = await app.directory.put(
			'units',
			data.unit,
			{ name: data.name, kind, ...(parent === undefined ? {} : { parent }) },
			actorName(principal)
		);
		if (!renamed.ok) return refuseForm(form, renamed.problems, locale);
		return accept(form, m.people_saved({}, { locale }));
	},

	move: async (event) => {
		const received = await receiveForm(event, moveUnitForm, 'move');
		if (!received.ok) return received.answer;
		const { form, data } = received;
		const { app, principal, locale } = event.locals;
		const { unit, self, place } = unitOf(app, data.unit);
		// Where it was and where it comes to: both must be one's own (ACCESS-4).
		demand(event, 'units.write', self, place, app.directory.subjectOf('units', data.parent));
		const { name, kind } = unit;
		const moved = await app.directory.put(
			'units',
			data.unit,
			{ name, kind, parent: data.parent },
			actorName(principal)
		);
		if (!moved.ok) return refuseForm(form, moved.problems, locale);
		return accept(form, m.people_saved({}, { locale }));
	},

	remove: async (event) => {
		const received = await receiveForm(event, unitForm, 'remove');
		if (!received.ok) return received.answer;
		const { form, data } = received;
		const { app, principal, locale } = event.locals;
		const { self, place } = unitOf(app, data.unit);
		demand(event, 'units.write', self, place);
		const removed = await app.directory.removeUnit(data.unit, actorName(principal));
		if (!removed.ok) return refuseForm(form, removed.problems, locale);
		return accept(form, m.people_saved({}, { locale }));
	},

	managers: async (event) => {
		const received = await receiveForm(event, managersForm, 'managers');
		if (!received.ok) return received.answer;
		const { form, data } = received;
		const { app, principal, locale } = event.locals;
		const actor = actorName(principal);
		const set = await app.unitTree.setManagers(data.unit, data.managers, actor);
		if (!set.ok) return refuseForm(form, set.problems, locale);
		return accept(form, m.people_saved({}, { locale }));
	}
};
