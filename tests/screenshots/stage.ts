/** What there is to take pictures of. The installations are opened when the first picture of each is asked for. */
import type { Browser } from '@playwright/test';
import { handShots } from './hand-shots.ts';
import { pageShots } from './page-shots.ts';
import type { Shot } from './shot.ts';
import { openSite } from './sites.ts';
import type { Site } from './sites.ts';
import type { Surface } from './surfaces.ts';
import { wallShots } from './wall-shots.ts';

const SCRIPTS = {
	/** The demo company. */
	demo: 'tests/screenshots/demo-site.ts',
	/** 500 people, long names, billions; units that are done, and that have not begun. */
	large: 'tests/screenshots/large-site.ts',
	/** Nobody has set it up. */
	fresh: 'server/main.ts'
};

export interface Stage {
	readonly browser: Browser;
	site(name: keyof typeof SCRIPTS): Promise<Site>;
	close(): Promise<void>;
}

export function openStage(browser: Browser): Stage {
	const sites = new Map<string, Promise<Site>>();
	return {
		browser,
		site(name) {
			const site = sites.get(name) ?? openSite(SCRIPTS[name]);
			sites.set(name, site);
			return site;
		},
		async close() {
			for (const opened of await Promise.allSettled(sites.values()))
				if (opened.status === 'fulfilled') await opened.value.close();
		}
	};
}

const SHOTS: Readonly<Record<Surface, (stage: Stage) => Promise<Shot[]>>> = {
	wall: wallShots,
	page: pageShots,
	tablet: (stage) => handShots(stage, 'tablet'),
	phone: (stage) => handShots(stage, 'phone')
};

export async function shotsOf(stage: Stage, surfaces: readonly Surface[]): Promise<Shot[]> {
	const shots: Shot[] = [];
	for (const surface of surfaces) shots.push(...(await SHOTS[surface](stage)));
	return shots;
}
