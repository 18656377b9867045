/**
 * Months on a wall in minutes: a page whose clock runs faster, and whose feed is answered here with made-up sales. What the
 * server sends of its own is held back, so that the numbering of the deltas stays ours.
 */
import type { CDPSession, Page } from 'playwright-core';

export interface Remains {
	/** Bytes after a collection of garbage. */
	heap: number;
	nodes: number;
	listeners: number;
}

export interface Progress {
	updates: number;
	/** How often another scene came on. */
	changes: number;
}

interface Soak {
	speed: number;
	place?: { epoch: string; seq: number; room: string };
	state?: SoakState;
	deliver?: (frame: string) => void;
	stop?: () => Progress;
}

interface RowsLike {
	order: string[];
	rows: Record<string, { value?: number }>;
}

interface SoakState {
	asOf: { position: number; at: number };
	scenes: Record<string, Record<string, unknown>>;
}

/** In the page, before its own scripts: a clock that runs `speed` times as fast, and a hand on the feed. */
function prepare(speed: number): void {
	const soak: Soak = { speed };
	(window as unknown as { soak: Soak }).soak = soak;
	const [now, began] = [Date.now.bind(Date), Date.now()];
	if (speed !== 1) {
		Date.now = () => Math.round(began + (now() - began) * speed);
		const { setTimeout: later, setInterval: every } = window;
		window.setTimeout = ((run: TimerHandler, ms = 0, ...more: unknown[]) =>
			later(run, ms / speed, ...more)) as typeof setTimeout;
		window.setInterval = ((run: TimerHandler, ms = 0, ...more: unknown[]) =>
			every(run, ms / speed, ...more)) as typeof setInterval;
	}
	const Native = WebSocket;
	window.WebSocket = class extends Native {
		constructor(url: string | URL, protocols?: string | string[]) {
			super(url, protocols);
			this.addEventListener('message', (event) => {
				const text = String(event.data);
				if (/^42\["(delta|moment)"/.test(text) && !(event as { ours?: boolean }).ours)
					return event.stopImmediatePropagation();
				const [, answer] = /^43\d+(.*)$/s.exec(text) ?? [];
				if (!answer) return;
				const [joined] = JSON.parse(answer) as [{ place?: { epoch: string; seq: number } }];
				if (joined.place) soak.place = { room: '', ...joined.place };
			});
			soak.deliver = (data) =>
				this.dispatchEvent(Object.assign(new MessageEvent('message', { data }), { ours: true }));
		}
	};
}

/** Opens a wall so prepared. `state`: what its room shows, as a feed of the test's own has it. */
export async function openSoak(
	page: Page,
	options: { url: string; room: string; state: unknown; speed: number }
): Promise<void> {
	await page.addInitScript(prepare, options.speed);
	await page.goto(options.url);
	await page.waitForFunction(() => (window as unknown as { soak: Soak }).soak.place);
	await page.evaluate(
		({ room, state }) => {
			const { soak } = window as unknown as { soak: Soak };
			soak.place!.room = room;
			soak.state = state as SoakState;
		},
		{ room: options.room, state: options.state }
	);
}

/**
 * Sells in the page until so many updates were drawn and scenes shown, one update every `everyMs` of real time. Every two
 * hundredth is a big deal: it is celebrated, and cheered.
 */
export async function soakFor(
	page: Page,
	until: Progress & { everyMs: number; withinMs: number }
): Promise<Progress> {
	return page.evaluate(async ({ updates, changes, everyMs, withinMs }) => {
		const { soak } = window as unknown as { soak: Soak };
		const { place, state, deliver } = soak;
		if (!place || !state || !deliver) throw new Error('the wall is not prepared');
		const done = { updates: 0, changes: 0 };
		const shown = () => document.querySelector('.layer.on')?.getAttribute('data-scene-id');
		let scene = shown();
		const began = performance.now();
		const isRows = (value: unknown): value is RowsLike =>
			typeof value === 'object' && value !== null && 'order' in value && 'rows' in value;

		/** One row of each list is worth more; every fifth passes the one before it. */
		function sale(turn: number): object {
			const scenes: Record<string, Record<string, unknown>> = {};
			for (const [id, figures] of Object.entries(state!.scenes)) {
				const patch: Record<string, unknown> = {};
				for (const [key, list] of Object.entries(figures)) {
					if (!isRows(list) || list.order.length === 0) continue;
					const code = list.order[turn % list.order.length]!;
					const row = list.rows[code];
					if (!row || typeof row.value !== 'number') continue;
					row.value += 100 * (1 + (turn % 7));
					const at = turn % list.order.length;
					if (turn % 5 === 0 && at > 0) {
						const order = [...list.order];
						[order[at - 1], order[at]] = [order[at]!, order[at - 1]!];
						list.order = order;
					}
					patch[key] = { order: list.order, rows: { [code]: { value: row.value } } };
				}
				const month = figures['month'] as { value?: number } | undefined;
				if (month && typeof month.value === 'number') {
					month.value += 100;
					patch['month'] = { value: month.value };
				}
				if (Object.keys(patch).length > 0) scenes[id] = patch;
			}
			state!.asOf = { position: state!.asOf.position + 1, at: Date.now() };
			return { asOf: state!.asOf, scenes };
		}

		const tell = (event: object) => deliver(`42${JSON.stringify(['moment', place.room, event])}`);
		function celebrate(): void {
			const { position, at } = state!.asOf;
			const id = `soak-${position}`;
			tell({
				...{ kind: 'celebration', id, reason: 'big-deal', at, amount: 4_200_000, rank: 3 },
				meanings: [{ reason: 'big-deal' }, { reason: 'number-one', unit: '华东一队' }],
				rep: { code: `r${position}`, name: '欧阳思远' },
				unit: { code: 't', name: '华东一队', kind: 'team' },
				metric: { code: 'sales', name: '销售额', kind: 'money' },
				day: '2026-11-23'
			});
			for (const total of [1, 2, 3])
				tell({ kind: 'cheer', id, cheer: 'clap', name: '李娜', serial: `${id}-${total}`, total });
		}

		const pause = (ms: number) =>
			new Promise<void>((resolve) => {
				// Not by the faster clock, and not below what a timer waits at least.
				if (ms > 0) return void setTimeout(resolve, ms * soak.speed);
				const { port1, port2 } = new MessageChannel();
				port1.onmessage = () => resolve();
				port2.postMessage(0);
			});
		while (done.updates < updates || done.changes < changes) {
			if (performance.now() - began > withinMs) break;
			place.seq += 1;
			const delta = { epoch: place.epoch, seq: place.seq, patch: sale(done.updates) };
			deliver(`42${JSON.stringify(['delta', place.room, delta])}`);
			done.updates += 1;
			if (done.updates % 200 === 100) celebrate();
			const on = shown();
			if (on !== scene) {
				scene = on;
				done.changes += 1;
			}
			await pause(done.updates < updates ? everyMs : Math.max(everyMs, 10));
		}
		return done;
	}, until);
}

/** Soaks until every scene that comes on has been drawn, which a busy machine may miss in the first rounds. */
export async function soakAllScenes(page: Page, rounds: Progress): Promise<Progress> {
	const done = { updates: 0, changes: 0 };
	const drawn = () => page.locator('.layer > *').count();
	let now = 0;
	// Twice the same: some come on once in many rounds.
	for (let same = 0; same < 2;) {
		const more = await soakFor(page, { ...rounds, everyMs: 0, withinMs: 60_000 });
		done.updates += more.updates;
		done.changes += more.changes;
		const before = now;
		now = await drawn();
		same = before === now ? same + 1 : 0;
	}
	return done;
}

/**
 * What the page holds, at rest in a scene: the one named. The least of so many looks: each of the others rests on the
 * page of its list that it showed last, long or short.
 */
export async function remainsOf(
	page: Page,
	session: CDPSession,
	scene: string,
	times = 1
): Promise<Remains> {
	const looks: Remains[] = [];
	for (let i = 0; i < times; i++) {
		if (i > 0) await soakFor(page, { updates: 20, changes: 20, everyMs: 10, withinMs: 30_000 });
		looks.push(await lookAt(page, session, scene));
	}
	const least = (figure: keyof Remains) => Math.min(...looks.map((look) => look[figure]));
	return { heap: least('heap'), nodes: least('nodes'), listeners: least('listeners') };
}

async function lookAt(page: Page, session: CDPSession, scene: string): Promise<Remains> {
	await page.waitForFunction(
		(id) =>
			!document.querySelector('section.screen') &&
			document.querySelector('.layer.on')?.getAttribute('data-scene-id') === id,
		scene,
		{ timeout: 120_000, polling: 20 }
	);
	// Whatever glows and fades has done so.
	await page.evaluate(
		() =>
			new Promise<void>((resolve) =>
				requestAnimationFrame(() => requestAnimationFrame(() => resolve()))
			)
	);
	await session.send('HeapProfiler.enable');
	for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage');
	await session.send('Performance.enable');
	const { metrics } = await session.send('Performance.getMetrics');
	const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
	return { heap: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners') };
}
