#!/usr/bin/env node
/**
 * Makes a clone ready to run, and says nothing when it is:
 *
 *     node server/setup.mjs [--tests] [--build]
 *
 * The packages of the lock file, Node 24 among them, and redis-server; with --tests also a Chromium;
 * with --build also the site. It runs before the npm scripts, so it asks nothing and has no
 * dependencies; plain JavaScript, because a fresh clone has only the system's Node (20 or newer).
 */
import { ensureBuild } from './setup/build.mjs';
import { ensureNodeModules } from './setup/node-modules.mjs';
import { SetupError } from './setup/run.mjs';
import { ensureBrowser, ensureRedis } from './setup/system.mjs';

const tests = process.argv.includes('--tests');
const build = process.argv.includes('--build');

try {
	ensureNodeModules({ dev: tests });
	// Who has a Redis elsewhere needs none here — but the tests always run against their own.
	if (tests || !process.env.REDIS_URL) ensureRedis();
	if (tests) ensureBrowser();
	if (build) ensureBuild();
} catch (error) {
	if (!(error instanceof SetupError)) throw error;
	console.error(`\nsetup: ${error.message}`);
	process.exitCode = 1;
}
