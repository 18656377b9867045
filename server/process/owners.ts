import { eq } from 'drizzle-orm';
import type { Subject } from '../../src/lib/domain/permissions.ts';
import type { ProcessCommand } from '../../src/lib/forms/process.ts';
import { repOf } from './parts.ts';
import type { Parts } from './parts.ts';
import { actions, helpRequests, spotChecks, visits } from './schema.ts';

type Owned = typeof visits | typeof helpRequests | typeof actions | typeof spotChecks;

/** Whose the thing is that a command is about. */
export function createOwners(parts: Parts) {
	const { database, directory } = parts;

	async function repOfThing(table: Owned, id: string): Promise<string | undefined> {
		const [row] = await database.db
			.select({ repId: table.repId })
			.from(table as typeof visits)
			.where(eq(table.id, id));
		return row && repOf(parts, row.repId).code;
	}

	function repOfCommand(command: Exclude<ProcessCommand, { what: 'spot.draw' }>) {
		if ('rep' in command) return command.rep;
		if ('visit' in command) return repOfThing(visits, command.visit);
		if ('help' in command) return repOfThing(helpRequests, command.help);
		if ('action' in command) return repOfThing(actions, command.action);
		return repOfThing(spotChecks, command.check);
	}

	return {
		async subjectOf(command: ProcessCommand): Promise<Subject> {
			if (command.what === 'spot.draw') return directory.subjectOf('units', command.unit);
			const rep = await repOfCommand(command);
			return rep === undefined ? {} : directory.subjectOf('reps', rep);
		}
	};
}
