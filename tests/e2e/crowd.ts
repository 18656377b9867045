/** For tests of what a month's middle looks like: a company with people of every kind, on a Monday morning, once per file. */
import { gatherCrowd, type Crowd } from '../integration/access/crowd.ts';
import { MONDAY_MORNING, shiftedClock } from '../support/shifted-clock.ts';
import { expect, test as base } from './patience.ts';

const clock = shiftedClock(MONDAY_MORNING);
let serial = 0;

/** A file says its own `story`: files with the same one would be told in the same company, one after the other. */
export const test = base.extend<object, { story: string; crowd: Crowd }>({
	story: ['', { scope: 'worker', option: true }],
	crowd: [
		async ({ story }, use) => {
			if (!story) throw new Error('Say test.use({ story }), the name of the file.');
			const crowd = await gatherCrowd({ monthStart: '2026-11-01', clockOffset: clock.offset });
			await use(crowd);
			await crowd.close();
		},
		{ scope: 'worker', timeout: 120_000 }
	]
});
export { expect, type Crowd };

/** A sale of now, minor units, unless `more` says otherwise. */
export async function book(
	crowd: Crowd,
	rep: string,
	amount: number,
	more: object = {}
): Promise<void> {
	const { status, body } = await crowd.api('POST', '/entries', {
		source: 'e2e',
		externalId: `e2e-${++serial}`,
		kind: 'sale',
		metric: 'sales',
		amount,
		rep,
		occurredAt: new Date(clock()).toISOString(),
		...more
	});
	if (status !== 201) throw new Error(JSON.stringify(body));
}
