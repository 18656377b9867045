/** Which browser on which system a user agent names, as far as people tell them apart. */

export interface Device {
	/** A proper name, the same in every language. */
	browser: string | undefined;
	system: string | undefined;
}

/** The first that fits counts: every browser claims to be those it descends from. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
	[/wxwork/i, 'WeCom'],
	[/MicroMessenger/i, 'WeChat'],
	[/DingTalk/i, 'DingTalk'],
	[/Lark|Feishu/i, 'Feishu'],
	[/EdgA?\/|EdgiOS\//, 'Edge'],
	[/OPR\//, 'Opera'],
	[/MQQBrowser|QQBrowser/i, 'QQ Browser'],
	[/HuaweiBrowser/i, 'Huawei Browser'],
	[/SamsungBrowser/i, 'Samsung Internet'],
	[/Firefox\/|FxiOS\//, 'Firefox'],
	[/Chrom(e|ium)\/|CriOS\//, 'Chrome'],
	[/Safari\//, 'Safari']
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
	[/HarmonyOS|OpenHarmony/i, 'HarmonyOS'],
	[/Android/, 'Android'],
	[/iPad/, 'iPadOS'],
	[/iPhone|iPod/, 'iOS'],
	[/Windows/, 'Windows'],
	[/Mac OS X|Macintosh/, 'macOS'],
	[/CrOS/, 'ChromeOS'],
	[/Linux|X11/, 'Linux']
];

const first = (names: typeof BROWSERS, userAgent: string): string | undefined =>
	names.find(([pattern]) => pattern.test(userAgent))?.[1];

export const deviceOf = (userAgent: string | null): Device => ({
	browser: first(BROWSERS, userAgent ?? ''),
	system: first(SYSTEMS, userAgent ?? '')
});
