import type { Limit } from '../auth/limits.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { createBoardPlans } from '../boards/plans.ts';
import type { BooksOfRecord } from '../record.ts';
import { createDisplays } from './displays.ts';
import { createPairings } from './pairing.ts';
import { createRegister } from './register.ts';
import { createTokens } from './tokens.ts';

/** Everything about TVs, wired: the boards they may show, which there are, how they come in and prove who they are. */
export async function createDisplayParts(options: {
	record: Pick<BooksOfRecord, 'database' | 'listener' | 'directory' | 'organisation'>;
	limit: Limit;
	clock: Clock;
	log: Log;
}) {
	const { record, limit, clock, log } = options;
	const { database, listener, directory, organisation } = record;
	const plans = await createBoardPlans({ database, listener, directory, log });
	const register = await createRegister({ database, listener, directory, log });
	const tokens = createTokens({ register, clock });
	const shared = { database, listener, directory, organisation, plans, register, clock, log };
	return {
		plans,
		register,
		tokens,
		displays: createDisplays(shared),
		pairings: createPairings({ ...shared, limit })
	};
}
