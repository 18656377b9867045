/** Which permission each command of the sales process needs, of whoever it is about (`app.process.subjectOf`). */
import type { Action } from '$lib/domain/permissions.ts';
import type { CommandName } from '$lib/forms/process.ts';

export const COMMAND_ACTION: Readonly<Record<CommandName, Action>> = {
	'visit.plan': 'visits.write',
	'visit.change': 'visits.write',
	'visit.done': 'visits.write',
	'visit.cancel': 'visits.write',
	'visit.reopen': 'visits.write',
	'report.answer': 'reports.write',
	'help.ask': 'help.ask',
	'help.offer': 'help.take',
	'help.take': 'help.take',
	'help.close': 'help.take',
	'help.withdraw': 'help.ask',
	'note.write': 'floor.act',
	'coach.record': 'floor.act',
	'action.set': 'floor.act',
	'action.settle': 'floor.act',
	'call.made': 'floor.act',
	'walk.seen': 'floor.act',
	'spot.draw': 'floor.act',
	'spot.record': 'floor.act'
};
