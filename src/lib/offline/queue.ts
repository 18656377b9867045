/**
 * Sends what was done on this device, once and in order, whatever the network does (docs/SPEC.md, QUEUE-*). An item
 * stays until the server has answered it; the server knows a repeated one by its id. So an item may travel twice and
 * takes effect once, and the next one sets out only behind its answer. Runs in a browser and in plain Node.
 */
import { backOff } from '../live/back-off.ts';
import { newId } from './id.ts';
import { openQueueStore, type Kept, type QueueStore } from './store.ts';

/** What the server says is wrong with an item, in the reader's words. */
export interface Problem {
	path: string;
	text: string;
}

/** Why nothing is sent at the moment. */
export type HeldUp = 'offline' | 'signed-out' | 'busy';

export interface QueueView<What = unknown> {
	/** Oldest first. */
	waiting: readonly Kept<What>[];
	/** What the server does not take; each waits for whoever made it. */
	refused: readonly Kept<What>[];
	heldUp?: HeldUp;
}

export interface NewItem<What = unknown> {
	/** A UUID; the server is sent it in the body, under whatever name it has there. */
	id: string;
	url: string;
	/** Sent as JSON; a picture (a Blob) as itself, with PUT. */
	body: unknown;
	what: What;
}

export interface Queue<What = unknown> {
	readonly view: QueueView<What>;
	add(item: NewItem<What>): Promise<void>;
	/** Takes back what has not set out yet; false when it may have reached the server. */
	takeBack(id: string): Promise<boolean>;
	/** Lets go of a refused item. */
	drop(id: string): Promise<void>;
	/** Tries at once. */
	hurry(): void;
	/** What is under way ends; nothing more sets out. */
	close(): Promise<void>;
}

export interface QueueOptions<What = unknown> {
	/** The code of whoever is signed in. */
	owner: string;
	onView?: (view: QueueView<What>) => void;
	/** An item took effect; `answer` is what the server said. May come twice where an answer was lost. */
	onAnswer?: (item: Kept<What>, answer: unknown) => void;
	/** Name of the browser's database. */
	name?: string;
	fetch?: typeof fetch;
	/** Absent where the browser has none: it gives locks to secure pages only, and an office may not have TLS. */
	locks?: LockManager | undefined;
	random?: () => number;
	/** Milliseconds. */
	wait?: (ms: number, signal: AbortSignal) => Promise<void>;
	now?: () => number;
}

/** An answer that takes longer is as good as none. */
const ANSWER_MS = 20_000;
/** Longer than an answer may take, so that no other tab begins while this one still waits for it. */
const LEASE_MS = 25_000;
const NAME = 'longhubang-queue';

type Verdict =
	| { is: 'done'; answer: unknown }
	| { is: 'refused'; problems: Problem[] }
	| { is: 'later'; heldUp: HeldUp };

const later = (heldUp: HeldUp): Verdict => ({ is: 'later', heldUp });

/** Neither a success nor a refusal: the same request may do better in a while. */
const isPassing = (status: number): boolean =>
	status === 408 || status === 425 || status === 429 || status >= 500;

/**
 * Only what our server says counts (QUEUE-4): the welcome page of a hotel's Wi-Fi is a 200, and a proxy whose server
 * restarts answers a 404, but neither speaks JSON of ours.
 */
export async function judge(response: Response): Promise<Verdict> {
	const { status } = response;
	if (status === 401) return later('signed-out');
	if (isPassing(status)) return later('busy');
	if (!response.headers.get('content-type')?.includes('json')) return later('offline');
	const answer = (await response.json()) as { problems?: Problem[]; message?: string };
	if (response.ok) return { is: 'done', answer };
	if (status < 400) return later('offline');
	return {
		is: 'refused',
		problems: answer.problems ?? [{ path: '', text: answer.message ?? String(status) }]
	};
}

/** What is written down is posted as JSON; a file is put where its address says, as it is. */
export function requestOf(body: unknown): Pick<RequestInit, 'method' | 'headers' | 'body'> {
	const accept = 'application/json';
	return body instanceof Blob
		? { method: 'PUT', headers: { 'content-type': body.type, accept }, body }
		: {
				method: 'POST',
				headers: { 'content-type': 'application/json', accept },
				body: JSON.stringify(body)
			};
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		if (signal.aborted) return resolve();
		const timer = setTimeout(resolve, ms);
		signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
	});
}

export async function openQueue<What = unknown>(options: QueueOptions<What>): Promise<Queue<What>> {
	const {
		owner,
		name = NAME,
		fetch: ask = globalThis.fetch.bind(globalThis),
		locks = 'locks' in options ? options.locks : globalThis.navigator?.locks,
		random = Math.random,
		wait = pause,
		now = Date.now
	} = options;
	const store: QueueStore = await openQueueStore(name);
	const me = newId();
	const closing = new AbortController();
	let view: QueueView<What> = { waiting: [], refused: [] };
	let heldUp: HeldUp | undefined;
	let attempt = 0;
	let running: Promise<void> | undefined;
	let again = false;
	let nap = new AbortController();

	// Other tabs show the same queue.
	const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(name);

	async function show(): Promise<void> {
		if (closing.signal.aborted) return;
		const items = (await store.all(owner)) as Kept<What>[];
		view = {
			waiting: items.filter((item) => !item.refused),
			refused: items.filter((item) => item.refused),
			...(heldUp ? { heldUp } : {})
		};
		options.onView?.(view);
	}

	async function changed(): Promise<void> {
		channel?.postMessage('changed');
		await show();
	}

	async function send(item: Kept<What>): Promise<Verdict> {
		const silence = new AbortController();
		const timer = setTimeout(() => silence.abort(), ANSWER_MS);
		closing.signal.addEventListener('abort', () => silence.abort(), { signal: silence.signal });
		try {
			return await judge(
				await ask(item.url, {
					...requestOf(item.body),
					credentials: 'same-origin',
					// Leading elsewhere is what a network does that one has to sign in to.
					redirect: 'error',
					cache: 'no-store',
					signal: silence.signal
				})
			);
		} catch {
			// Whether it arrived, nobody knows: it sets out again, under the same id.
			return later('offline');
		} finally {
			clearTimeout(timer);
		}
	}

	/** Sends what waits until nothing does, or one cannot be sent now. Only one page of the browser does this at a time. */
	async function drain(keep: () => Promise<boolean>): Promise<void> {
		while (!closing.signal.aborted && (await keep())) {
			const item = ((await store.all(owner)) as Kept<What>[]).find(({ refused }) => !refused);
			if (!item) return void (heldUp = undefined);
			if (!(await store.setOut(item.id))) continue;
			const verdict = await send(item);
			if (verdict.is === 'later') {
				heldUp = verdict.heldUp;
				return;
			}
			heldUp = undefined;
			attempt = 0;
			if (verdict.is === 'refused') await store.refuse(item.id, verdict.problems);
			else if (await store.drop(item.id)) options.onAnswer?.(item, verdict.answer);
			await changed();
		}
	}

	/** The turn of this page; where another has it, that one sends. */
	async function takeTurn(): Promise<void> {
		const turn = `${name}:${owner}`;
		if (locks) return locks.request(turn, () => drain(() => Promise.resolve(true)));
		const keep = () => store.lease(turn, me, now(), now() + LEASE_MS);
		if (!(await keep())) return;
		try {
			await drain(keep);
		} finally {
			await store.release(turn, me);
		}
	}

	async function run(): Promise<void> {
		do {
			again = false;
			await takeTurn();
			await show();
			if (view.waiting.length === 0 || closing.signal.aborted) continue;
			nap = new AbortController();
			await wait(backOff(attempt++, random), nap.signal);
		} while (!closing.signal.aborted && (again || view.waiting.length > 0));
	}

	function start(): void {
		again = true;
		nap.abort();
		if (closing.signal.aborted) return;
		running ??= run()
			.catch(() => {})
			.finally(() => {
				running = undefined;
				if (again) start();
			});
	}

	function hurry(): void {
		attempt = 0;
		start();
	}

	const page = typeof window === 'undefined' ? undefined : window;
	const onSeen = () => document.visibilityState === 'visible' && hurry();
	page?.addEventListener('online', hurry);
	page?.document.addEventListener('visibilitychange', onSeen);
	channel?.addEventListener('message', () => void show());
	await show();
	start();

	return {
		get view() {
			return view;
		},

		async add({ id, url, body, what }) {
			await store.add({ id, owner, url, body, what, madeAt: now(), tried: 0 });
			await changed();
			hurry();
		},

		async takeBack(id) {
			const gone = await store.drop(id, ({ tried }) => tried > 0);
			await changed();
			return gone;
		},

		async drop(id) {
			await store.drop(id, ({ refused }) => !refused);
			await changed();
		},

		hurry,

		async close() {
			closing.abort();
			nap.abort();
			page?.removeEventListener('online', hurry);
			page?.document.removeEventListener('visibilitychange', onSeen);
			await running;
			channel?.close();
			store.close();
		}
	};
}
