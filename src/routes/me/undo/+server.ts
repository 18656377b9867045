import { pocketUndo } from '$lib/forms/pocket.ts';
import type { RequestHandler } from './$types';
import { command } from '../own.ts';

export const POST: RequestHandler = (event) =>
	command(event, { form: pocketUndo, action: 'ledger.undo' }, event.locals.app.pocket.undo);
