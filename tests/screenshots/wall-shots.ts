/** Every scene of the wall, and its states. */
import type { Page } from '@playwright/test';
import { BOARD } from '../../server/demo/board.ts';
import { DONE, NEW } from './large-company.ts';
import { CODE, EXTRAS, FIGURES } from './picture-board.ts';
import type { Shot } from './shot.ts';
import type { Site } from './sites.ts';
import type { Stage } from './stage.ts';

const wall = (
	name: string,
	{ url }: Site,
	query: Record<string, string>,
	more?: Partial<Shot>
): Shot => ({
	surface: 'wall',
	name,
	url: (lang) => `${url}/tv?${new URLSearchParams({ ...query, lang })}`,
	...more
});

/** The server is away: the picture stays, and says since when. */
async function loseServer(page: Page): Promise<void> {
	await page.locator('.layer.on header').waitFor();
	await page.waitForTimeout(1_500);
	await page.context().setOffline(true);
	await page.locator('.layer.on header.stopped').first().waitFor({ timeout: 60_000 });
}

/** Somebody sells something large while the wall looks on. */
const celebrate =
	({ api, now }: Site) =>
	async (page: Page): Promise<void> => {
		await page.waitForTimeout(2_000);
		const { status } = await api('POST', '/entries', {
			source: 'pictures',
			externalId: `celebration-${Math.random()}`,
			kind: 'sale',
			metric: 'sales',
			amount: 4_200_000,
			rep: 'R007',
			customer: 'D001',
			occurredAt: new Date(now() - 1_000).toISOString()
		});
		if (status >= 300) throw new Error(`nothing was booked: ${status}`);
		await page.locator('.leaf').first().waitFor();
		// The amount has counted up, and what it means stands below it.
		await page.waitForTimeout(2_000);
	};

/** As the demo's people see them. */
const live = (demo: Site): Shot[] => [
	...BOARD.plan.scenes.map(({ id }) => wall(id, demo, { board: BOARD.code, scene: id })),
	...EXTRAS.map((id) => wall(id, demo, { board: CODE, scene: id })),
	...[
		['reps', 1],
		['dealers', 1],
		['money', 2],
		['last', 1]
	].map(([id, sheet]) =>
		wall(
			`${id}-${Number(sheet) + 1}`,
			demo,
			{ board: id === 'last' ? CODE : BOARD.code, scene: String(id) },
			{ sheet: Number(sheet) }
		)
	),
	wall('celebration', demo, { board: BOARD.code, scene: 'all' }, { after: celebrate(demo) }),
	...FIGURES.map((kind) => wall(`team-${kind}`, demo, { board: CODE, scene: kind, unit: 'S1' }))
];

const states = (demo: Site, large: Site, fresh: Site): Shot[] => [
	...FIGURES.flatMap((kind) => [
		wall(`empty-${kind}`, large, { board: CODE, scene: kind, unit: NEW }),
		wall(`finished-${kind}`, large, { board: CODE, scene: kind, unit: DONE }),
		wall(`large-${kind}`, large, { board: CODE, scene: kind })
	]),
	...['all', 'reps', 'curve'].map((id) =>
		wall(`stale-${id}`, demo, { board: BOARD.code, scene: id }, { after: loseServer })
	),
	wall('error-board', demo, { board: 'nowhere' }),
	wall('error-unit', demo, { unit: 'NOWHERE' }),
	wall('unpaired', fresh, {})
];

export async function wallShots(stage: Stage): Promise<Shot[]> {
	// One after another: each of them fills a company.
	const demo = await stage.site('demo');
	const large = await stage.site('large');
	return [...live(demo), ...states(demo, large, await stage.site('fresh'))];
}
