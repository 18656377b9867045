import { existsSync, readdirSync } from 'node:fs';
import { attempt, findProgram, isProgram, output, say, SetupError } from './run.mjs';

/** Valkey is Redis continued; the server takes either. */
export function ensureRedis() {
	const isThere = () => findProgram(['redis-server', 'valkey-server']) !== undefined;
	if (isThere()) return;
	install({
		what: 'redis-server, for the rankings',
		isThere,
		apt: ['redis-server'],
		brew: ['redis'],
		otherwise: 'or set REDIS_URL to a Redis 7 or newer'
	});
	// The package also starts a Redis for everybody on port 6379. Ours is a private child of the server.
	if (findProgram(['systemctl'])) asRoot('systemctl', ['disable', '--now', 'redis-server']);
}

/** For the tests: a browser, and on Debian the font in which their Chinese is drawn. */
export function ensureBrowser() {
	const hasBrowser = () => isProgram(process.env.CHROMIUM_PATH ?? '') || hasChrome();
	const hasFont = () => !existsSync(DPKG) || existsSync(CJK_FONT);
	if (!hasBrowser()) {
		install({
			what: 'Chromium, for the tests',
			isThere: hasBrowser,
			apt: ['chromium'],
			brew: ['--cask', 'google-chrome'],
			otherwise: 'or set CHROMIUM_PATH to a Chromium or Chrome'
		});
	}
	if (!hasFont()) {
		install({
			what: 'a Chinese font, for the tests',
			isThere: hasFont,
			apt: ['fonts-noto-cjk'],
			brew: [],
			otherwise: 'or run the tests that need no browser'
		});
	}
}

const DPKG = '/var/lib/dpkg';
/** Of the package fonts-noto-cjk; dpkg's own files remain when it is removed. */
const CJK_FONT = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc';

function hasChrome() {
	const onMac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
	const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
	return isProgram(onMac) || findProgram(names) !== undefined;
}

/**
 * With apt as root or through a sudo that asks nothing, or with brew; else says what to do.
 * @param {{
 *   what: string, isThere: () => boolean, apt: string[], brew: string[], otherwise: string
 * }} wanted
 */
function install({ what, isThere, apt, brew, otherwise }) {
	const way = findProgram(['apt-get'])
		? { command: `sudo apt-get install -y ${apt.join(' ')}`, run: () => aptInstall(apt) }
		: findProgram(['brew'])
			? {
					command: `brew install ${brew.join(' ')}`,
					run: () => attempt('brew', ['install', ...brew])
				}
			: undefined;
	if (!way) {
		throw new SetupError(
			`${what}, is missing. Install it with this system's package manager, ${otherwise}.`
		);
	}
	if (findProgram(['apt-get']) && !canBeRoot()) {
		throw new SetupError(`${what}, is missing. Run "${way.command}", ${otherwise}.`);
	}
	say(`installing ${what}: ${way.command}`);
	const trouble = way.run() ?? (isThere() ? undefined : 'it is still not there');
	if (!trouble) return;
	throw new SetupError(
		`${what}, could not be installed (${trouble}), see above. Run "${way.command}", ${otherwise}.`
	);
}

/**
 * @param {string[]} packages
 * @returns {string | undefined} why it failed
 */
function aptInstall(packages) {
	// A fresh container has no lists at all; an old machine's may name files that are gone.
	const lists = existsSync('/var/lib/apt/lists') ? readdirSync('/var/lib/apt/lists') : [];
	const get = () => aptGet(['install', '-y', '--no-install-recommends', ...packages]);
	if (lists.some((name) => name.includes('_Packages')) && !get()) return undefined;
	return aptGet(['update']) ?? get();
}

/** @param {string[]} args */
function aptGet(args) {
	return asRoot('env', ['DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', ...args]);
}

function canBeRoot() {
	return process.getuid?.() === 0 || output('sudo', ['-n', 'true']) !== undefined;
}

/**
 * @param {string} file
 * @param {string[]} args
 */
function asRoot(file, args) {
	return process.getuid?.() === 0 ? attempt(file, args) : attempt('sudo', ['-n', file, ...args]);
}
