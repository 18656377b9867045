/**
 * `npm run screenshots`: every page at 1440 and 390 px, every scene and state of the wall at 1080p, 4K and upright, the floor on a tablet and
 * one's own page on a phone, in both languages, into `screenshots/<language>/<surface>-<screen>/`. Each word on the command line
 * narrows the pictures to those whose path holds it, or one of several with commas between them:
 *
 *     npm run screenshots -- page people,calendar
 *     npm run screenshots -- en/wall-4k race,stale
 */
import { rm } from 'node:fs/promises';
import { chromium } from '@playwright/test';
import playwrightConfig from '../../playwright.config.ts';
import { picturesOf, take } from './shot.ts';
import { openStage, shotsOf } from './stage.ts';
import { SURFACES } from './surfaces.ts';
import type { Surface } from './surfaces.ts';

const FOLDER = 'screenshots';

const words = process.argv.slice(2).map((word) => word.split(','));

/** Whether a picture is asked for; of a surface alone, whether one of its pictures can be. */
const isWanted = (name: string): boolean =>
	words.every((word) => word.some((part) => name.includes(part)));

/** The surfaces that the words name; all, where they name none. */
function wantedSurfaces(): Surface[] {
	const all = Object.keys(SURFACES) as Surface[];
	const named = all.filter((surface) => words.flat().some((part) => part.includes(surface)));
	return named.length > 0 ? named : all;
}

const browser = await chromium.launch(playwrightConfig.use!.launchOptions!);
const stage = openStage(browser);
try {
	if (words.length === 0) await rm(FOLDER, { recursive: true, force: true });
	const pictures = picturesOf(await shotsOf(stage, wantedSurfaces())).filter(({ name }) =>
		isWanted(name)
	);
	let wrong = 0;
	for (const picture of pictures) {
		const file = `${FOLDER}/${picture.name}.png`;
		const found = await take(browser, picture, file).catch((error: unknown) => [String(error)]);
		for (const what of found) console.error(`  ${file}: ${what}`);
		wrong += found.length;
	}
	console.log(`${pictures.length} pictures, ${wrong} things wrong`);
	process.exitCode = wrong > 0 ? 1 : 0;
} finally {
	await stage.close();
	await browser.close();
}
