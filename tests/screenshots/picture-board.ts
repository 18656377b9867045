/** A board for pictures: the kinds and options of scenes that the demo's own board does not show. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium } from '@playwright/test';
import type { App } from '../../server/app.ts';
import { addDays } from '../../src/lib/domain/period.ts';
import type { ContestForm } from '../../src/lib/forms/contest.ts';
import { readPlan } from '../../src/lib/scenes/plan.ts';
import playwrightConfig from '../../playwright.config.ts';

export const CODE = 'pictures';
const ACTOR = 'pictures';

/** What a scene needs that is not the board's own. */
export interface Things {
	/** SHA-256 of a picture. */
	picture: string;
	/** Another site. */
	address: string;
	contests: Readonly<Record<'ceremony' | 'duel' | 'bracket' | 'coming' | 'standing', number>>;
}

const scene = (id: string, kind: string, options: object = {}) => ({
	id,
	kind,
	seconds: 20,
	options
});

const NEWS =
	'**周五 18:00**，三楼多功能厅。\n\n- 十月冠军团队现场颁奖\n- 十一月冲刺动员\n- 新品床垫首发';

/** One of each figure's kind under its own name: shown for units that have nothing, everything, or too much. */
export const FIGURES = [
	'overview',
	'leaderboard',
	'race',
	'progress',
	'chart',
	'daily',
	'dealers',
	'collections',
	'movers',
	'activity',
	'sprint',
	'alerts'
] as const;

/** What else the board shows, as wall-shots.ts asks for it. */
export const EXTRAS = [
	...['podium', 'last', 'few', 'gap', 'year', 'total'],
	...['ceremony', 'duel', 'bracket', 'coming', 'standing'],
	...['poster', 'full', 'site', 'day', 'time']
] as const;

const figures = FIGURES.map((kind) =>
	scene(kind, kind, kind === 'leaderboard' ? { top: 100, podium: false } : {})
);

const scenes = ({ picture, address, contests }: Things) => [
	...figures,
	scene('podium', 'leaderboard', { top: 12 }),
	scene('last', 'leaderboard', { top: 8, podium: false, bottom: 5 }),
	scene('few', 'leaderboard', { level: 'region', podium: false, measure: 'attainment' }),
	scene('gap', 'leaderboard', { measure: 'gap', top: 10, podium: false }),
	scene('year', 'leaderboard', { period: 'year', level: 'product', top: 12 }),
	scene('total', 'race', { measure: 'total', level: 'region' }),
	...Object.entries(contests).map(([id, contest]) =>
		scene(id, 'contest', { contest, history: false })
	),
	scene('poster', 'announcement', { title: '本周五 全员大会', text: NEWS, picture }),
	scene('full', 'announcement', { title: '新品首发', picture, layout: 'full' }),
	scene('site', 'page', { address, title: '门店天气' }),
	scene('day', 'clock', { target: 'day' }),
	scene('time', 'clock', { target: 'none' })
];

const LANDSCAPE =
	'<body style="margin:0;height:100vh;background:linear-gradient(160deg,#7a2417,#e9b44c 70%,#f7e6bd)"><svg viewBox="0 0 4 3"><circle cx="2.9" cy="1" r=".5" fill="#fff3d6"/><path d="M0 3 1.2 1.5 2 2.3 2.8 1.7 4 3" fill="#3a120b"/></svg>';
/** Ground, hair and shirt of somebody. */
const face = (ground: string, hair: string, shirt: string): string =>
	`<body style="margin:0"><svg viewBox="0 0 8 8"><rect width="8" height="8" fill="${ground}"/><circle cx="4" cy="3.1" r="1.9" fill="${hair}"/><ellipse cx="4" cy="3.7" rx="1.4" ry="1.7" fill="#f0cba6"/><path d="M.8 8a3.2 2.4 0 0 1 6.4 0" fill="${shirt}"/></svg>`;
const PEOPLE = [
	face('#c9d6df', '#2b2119', '#22577a'),
	face('#e8d8c3', '#3b2414', '#7a2f4f'),
	face('#d5e0cf', '#1d1a18', '#f4f1ea')
];

/** Pictures as somebody would upload them. */
async function paint(
	markups: readonly string[],
	viewport: { width: number; height: number }
): Promise<Buffer[]> {
	const browser = await chromium.launch(playwrightConfig.use!.launchOptions!);
	try {
		const page = await browser.newPage({ viewport });
		const painted: Buffer[] = [];
		for (const markup of markups) {
			await page.setContent(markup);
			painted.push(await page.screenshot({ type: 'jpeg', quality: 80 }));
		}
		return painted;
	} finally {
		await browser.close();
	}
}

/** Every third person has a photo: faces stand beside initials. */
async function photograph({ directory, media }: App): Promise<void> {
	const photos = await paint(PEOPLE, { width: 256, height: 256 });
	const reps = [...directory.mirror.reps.all()];
	for (const [i, { code }] of reps.entries()) {
		const photo = i % 3 === 0 ? photos[(i / 3) % photos.length] : undefined;
		if (photo) await media.put(code, 'photo', photo, ACTOR);
	}
}

/** Another site, on a port of its own. */
async function openOtherSite(): Promise<string> {
	const server = createServer((_, response) =>
		response
			.setHeader('content-type', 'text/html; charset=utf-8')
			.end(
				'<body style="font:8vmin sans-serif;display:grid;place-items:center;height:90vh">上海 多云 14 ℃</body>'
			)
	);
	await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
	server.unref();
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** One contest of each look; `unit` has two teams, `many` more. */
async function holdContests(
	{ contests, organisation }: App,
	{ unit, many }: { unit: string; many: string }
): Promise<Things['contests']> {
	const today = organisation.today();
	const add = async (form: Partial<ContestForm> & Pick<ContestForm, 'name' | 'kind'>) => {
		const added = await contests.add(
			{
				...{ level: 'rep', unit: many, counting: 'metric', metric: 'sales', handicap: false },
				...{ metric1: '', weight1: '', metric2: '', weight2: '', metric3: '', weight3: '' },
				...{ goal: '', from: today, to: addDays(today, 7), prize: '' },
				...form
			},
			ACTOR
		);
		if (!added.ok) throw new Error(JSON.stringify(added));
		return added.id;
	};
	return {
		ceremony: await add({
			name: '双十一争先赛',
			kind: 'first-to-goal',
			goal: '30万',
			from: addDays(today, -20),
			prize: '三亚双人游'
		}),
		duel: await add({
			name: '南北对决',
			kind: 'highest',
			level: 'team',
			unit,
			from: addDays(today, -3)
		}),
		bracket: await add({ name: '王者淘汰赛', kind: 'bracket', level: 'team' }),
		coming: await add({ name: '年终冲刺', kind: 'highest', from: addDays(today, 3) }),
		standing: await add({
			name: '进步最快',
			kind: 'most-improved',
			from: addDays(today, -5),
			prize: '奖金 3,000 元'
		})
	};
}

/** Makes the board, and what it shows. */
export async function loadPictureBoard(
	app: App,
	units: { unit: string; many: string }
): Promise<void> {
	const [landscape] = await paint([LANDSCAPE], { width: 1200, height: 900 });
	const added = await app.pictures.add(landscape!);
	if (!added.ok) throw new Error(JSON.stringify(added));
	const read = readPlan({
		scenes: scenes({
			picture: added.hash,
			address: await openOtherSite(),
			contests: await holdContests(app, units)
		})
	});
	if (!read.ok) throw new Error(JSON.stringify(read.problems));
	const made = await app.boardBooks.create(
		{ code: CODE, name: '样张', metric: 'sales' },
		ACTOR,
		read.plan
	);
	if (!made.ok) throw new Error(JSON.stringify(made.problems));
	await photograph(app);
}
