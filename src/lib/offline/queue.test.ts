import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newId } from './id.ts';
import { judge, openQueue, type Queue, type QueueOptions } from './queue.ts';

const json = (status: number, body: unknown = {}) =>
	new Response(JSON.stringify(body), {
		status,
		headers: { 'content-type': 'application/json; charset=utf-8' }
	});

/** What may happen to one request on its way. */
const FATES = [
	'arrives',
	'request lost',
	'answer lost',
	503,
	500,
	429,
	408,
	401,
	'portal'
] as const;
type Fate = (typeof FATES)[number];

interface Sent {
	id: string;
	bad?: boolean;
}

/** A server as ours: what it knows by its id is answered again and takes no effect. */
function createServer(fates: Fate[]) {
	const effects: string[] = [];
	const seen = new Set<string>();
	/** Requests that are at the server at this moment. */
	let inside = 0;
	let together = 0;
	function take({ id, bad }: Sent): Response {
		if (bad) return json(422, { problems: [{ path: 'amount', text: 'no' }] });
		if (!seen.has(id)) effects.push(id);
		seen.add(id);
		return json(200, { id });
	}
	return {
		effects,
		seen,
		get together() {
			return together;
		},
		fetch: (async (_url: string, init: RequestInit) => {
			together = Math.max(together, ++inside);
			const sent = JSON.parse(init.body as string) as Sent;
			await new Promise((resolve) => setImmediate(resolve));
			inside--;
			const fate = fates.shift() ?? 'arrives';
			if (fate === 'request lost') throw new TypeError('network');
			if (fate === 'portal') return new Response('<html>sign in to the Wi-Fi</html>');
			if (typeof fate === 'number') return json(fate, { message: 'later' });
			const answer = take(sent);
			if (fate === 'answer lost') throw new TypeError('network');
			return answer;
		}) as unknown as typeof fetch
	};
}

const soon = () => new Promise<void>((resolve) => setImmediate(resolve));
const options = (server: { fetch: typeof fetch }): QueueOptions => ({
	owner: 'R1',
	name: newId(),
	fetch: server.fetch,
	random: () => 0,
	wait: soon
});

const item = (id: string, bad = false) => ({ id, url: '/x', body: { id, bad }, what: id });

async function until(condition: () => boolean): Promise<void> {
	for (let i = 0; i < 5_000 && !condition(); i++) await soon();
	expect(condition()).toBe(true);
}
const empty = (queue: Queue) => () => queue.view.waiting.length === 0;

describe('the queue of what this device did', () => {
	test('[QUEUE-1] [QUEUE-2] whatever the network does, each item takes effect once and in order', async () => {
		const step = fc.oneof(
			{ weight: 4, arbitrary: fc.constant('add' as const) },
			{ weight: 1, arbitrary: fc.constant('add bad' as const) },
			{ weight: 2, arbitrary: fc.constant('reload' as const) },
			{ weight: 3, arbitrary: fc.constant('pass' as const) }
		);
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.constantFrom(...FATES), { maxLength: 30 }),
				fc.array(step, { minLength: 1, maxLength: 12 }),
				fc.boolean(),
				async (fates, steps, secure) => {
					const server = createServer([...fates]);
					const with_ = { ...options(server), ...(secure ? {} : { locks: undefined }) };
					let queue = await openQueue(with_);
					const good: string[] = [];
					const bad: string[] = [];
					for (const [i, what] of steps.entries()) {
						const id = `${i}`;
						if (what === 'pass') await soon();
						else if (what === 'reload') {
							await queue.close();
							queue = await openQueue(with_);
						} else {
							(what === 'add' ? good : bad).push(id);
							await queue.add(item(id, what === 'add bad'));
						}
					}
					await until(empty(queue));
					expect(server.effects).toEqual(good);
					expect(queue.view.refused.map(({ id }) => id)).toEqual(bad);
					await queue.close();
				}
			),
			{ numRuns: 60 }
		);
	});

	test('[QUEUE-3] of two tabs one sends at a time, also where the browser has no locks', async () => {
		for (const secure of [true, false]) {
			const server = createServer(['answer lost', 'request lost', 503]);
			const with_ = { ...options(server), ...(secure ? {} : { locks: undefined }) };
			const tabs = [await openQueue(with_), await openQueue(with_)] as const;
			for (let i = 0; i < 10; i++) await tabs[i % 2]!.add(item(String(i)));
			await until(() => server.effects.length === 10);
			expect(server.effects).toEqual([...'0123456789']);
			expect(server.together).toBe(1);
			for (const tab of tabs) await tab.close();
		}
	});

	test('[QUEUE-3] a tab that died with its turn is stepped over once the lease is over', async () => {
		const dead = createServer([]);
		const never = { fetch: (() => new Promise(() => {})) as unknown as typeof fetch };
		let clock = 0;
		const base = { ...options(dead), locks: undefined, now: () => clock };
		const first = await openQueue({ ...base, fetch: never.fetch });
		await first.add(item('a'));
		const second = await openQueue(base);
		await soon();
		expect(dead.effects).toEqual([]);
		clock = 26_000;
		second.hurry();
		await until(() => dead.effects.length === 1);
		await until(empty(second));
		await second.close();
	});

	test('[QUEUE-5] what has not set out can be taken back without a trace, what has cannot', async () => {
		const server = createServer([]);
		let open = () => {};
		const gate = new Promise<void>((resolve) => (open = resolve));
		const slow = (async (url: string, init: RequestInit) => {
			await gate;
			return server.fetch(url, init);
		}) as typeof fetch;
		const queue = await openQueue({ ...options(server), fetch: slow });
		await queue.add(item('first'));
		await queue.add(item('second'));
		await until(() => queue.view.waiting.length === 2);
		await soon();
		expect(await queue.takeBack('second')).toBe(true);
		expect(await queue.takeBack('first')).toBe(false);
		open();
		await until(empty(queue));
		expect(server.effects).toEqual(['first']);
		await queue.close();
	});

	test('[QUEUE-4] only an answer of ours counts', async () => {
		const html = (status: number) => new Response('<html>', { status });
		expect(await judge(html(200))).toMatchObject({ is: 'later' });
		expect(await judge(html(404))).toMatchObject({ is: 'later' });
		expect(await judge(json(401))).toEqual({ is: 'later', heldUp: 'signed-out' });
		expect(await judge(json(503))).toEqual({ is: 'later', heldUp: 'busy' });
		expect(await judge(json(201, { a: 1 }))).toEqual({ is: 'done', answer: { a: 1 } });
		expect(await judge(json(403, { message: 'no' }))).toEqual({
			is: 'refused',
			problems: [{ path: '', text: 'no' }]
		});
	});

	test('[QUEUE-6] what somebody else left behind on this device is not shown and not sent', async () => {
		const server = createServer(Array.from({ length: 50 }, () => 'request lost' as const));
		const with_ = options(server);
		const hers = await openQueue({ ...with_, wait: () => new Promise(() => {}) });
		await hers.add(item('hers'));
		await soon();
		const his = await openQueue({ ...with_, owner: 'R2' });
		await his.add(item('his'));
		expect(his.view.waiting.map(({ id }) => id)).not.toContain('hers');
		await until(empty(his));
		expect(server.effects).toEqual(['his']);
		expect(hers.view.waiting.map(({ id }) => id)).toEqual(['hers']);
		await his.close();
	});

	test('[QUEUE-7] a picture waits as itself, survives a reload and arrives before the note that names it', async () => {
		const arrived: { url: string; method: string; type: string; text: string }[] = [];
		let away = true;
		const ask = (async (url: string, { method, headers, body }: RequestInit) => {
			if (away) throw new TypeError('network');
			const type = (headers as Record<string, string>)['content-type']!;
			const text = body instanceof Blob ? await body.text() : (body as string);
			arrived.push({ url, method: method!, type, text });
			return json(200);
		}) as typeof fetch;
		const with_ = { ...options({ fetch: ask }), fetch: ask };
		const photo = new Blob(['jpeg'], { type: 'image/jpeg' });
		const first = await openQueue(with_);
		await first.add({ id: 'photo', url: '/photos/photo', body: photo, what: 'photo' });
		await first.add({ id: 'note', url: '/notes', body: { photo: 'photo' }, what: 'note' });
		await first.close();
		away = false;
		const second = await openQueue(with_);
		await until(empty(second));
		expect(arrived).toEqual([
			{ url: '/photos/photo', method: 'PUT', type: 'image/jpeg', text: 'jpeg' },
			{ url: '/notes', method: 'POST', type: 'application/json', text: '{"photo":"photo"}' }
		]);
		await second.close();
	});

	test('[QUEUE-1] adding the same id again adds nothing', async () => {
		const server = createServer(['request lost', 'request lost']);
		const queue = await openQueue(options(server));
		await Promise.all([queue.add(item('same')), queue.add(item('same'))]);
		await until(empty(queue));
		expect(server.effects).toEqual(['same']);
		await queue.close();
	});
});
