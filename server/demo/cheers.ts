import { setTimeout as delay } from 'node:timers/promises';
import { CHEERS } from '../../src/lib/domain/celebration.ts';
import { seededRandom } from '../../src/lib/domain/random.ts';
import type { App } from '../app.ts';
import { REPS } from './company.ts';
import { pick } from './history.ts';

/** What is celebrated is decided behind the ledger. */
const PATIENCE_MS = 10_000;
const STEP_MS = 250;
/** The phone that everybody looks at first. */
const SHOWN_REP = 'R001';

async function momentsOfToday({ celebrations }: App) {
	for (let waited = 0; waited < PATIENCE_MS; waited += STEP_MS) {
		const open = (await celebrations.recent({ limit: 12 })).filter((moment) => moment.open);
		if (open.length >= 3) return open;
		await delay(STEP_MS);
	}
	return [];
}

/** Applause for what is celebrated today, and for the rep whose phone is shown: by colleagues and by the manager. */
export async function loadCheers(app: App): Promise<void> {
	const { celebrations, organisation } = app;
	const today = organisation.today();
	const random = seededRandom(`cheers ${today}`);
	// A demo loaded anew on the same day sends the same again.
	const send = (
		name: string,
		to: { rep: string } | { celebration: string },
		by: (typeof REPS)[0]
	) => celebrations.cheer({ id: `demo-${today}-${name}`, cheer: pick(CHEERS, random), ...to }, by);
	for (const { event } of await momentsOfToday(app))
		for (let i = 0; i < 3; i++)
			await send(
				`${event.id.replaceAll(':', '-')}-${i}`,
				{ celebration: event.id },
				pick(REPS, random)
			);
	const colleagues = REPS.filter(({ code }) => code !== SHOWN_REP).slice(0, 3);
	for (const [i, colleague] of colleagues.entries())
		await send(`for-${i}`, { rep: SHOWN_REP }, colleague);
	const manager = await app.accounts.named('M-EAST');
	if (manager) await send('manager', { rep: SHOWN_REP }, { ...colleagues[0]!, ...manager });
}
