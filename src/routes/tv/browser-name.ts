/** Names a browser in a few words, as whoever looks after a wall knows it. */

/** The first that fits; nearly all of them claim to be Chrome and Safari too. */
const BROWSERS: readonly [name: string, version: RegExp][] = [
	['Samsung Internet', /SamsungBrowser\/(\d+)/],
	['Silk', /Silk\/(\d+)/],
	['Edge', /Edg\w*\/(\d+)/],
	['Opera', /OPR\/(\d+)/],
	['Firefox', /Firefox\/(\d+)/],
	['Chrome', /Chrom(?:e|ium)\/(\d+)/],
	['Safari', /Version\/(\d+).* Safari\//]
];
const SYSTEMS: readonly [name: string, sign: RegExp][] = [
	['webOS', /Web0S|webOS/],
	['Tizen', /Tizen/],
	['HarmonyOS', /HarmonyOS|OpenHarmony/],
	['Android', /Android/],
	['iOS', /iPhone|iPad/],
	['ChromeOS', /CrOS/],
	['Windows', /Windows/],
	['macOS', /Macintosh/],
	['Linux', /Linux/]
];

/** `Chrome 120 · Android`; the beginning of what it says of itself when nothing is known. */
export function browserName(userAgent: string): string {
	const [browser, version] = BROWSERS.find(([, sign]) => sign.test(userAgent)) ?? [];
	const [system] = SYSTEMS.find(([, sign]) => sign.test(userAgent)) ?? [];
	const named = browser && `${browser} ${version!.exec(userAgent)![1]}`;
	return [named, system].filter(Boolean).join(' · ') || userAgent.slice(0, 80);
}
