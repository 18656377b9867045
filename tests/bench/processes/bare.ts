/**
 * The floor under the product: an HTTP server that records a sale by the product's own group commit and then
 * sends a frame of the product's to everybody — over a Socket.IO room, or over bare `ws` sockets. No
 * directory, no rankings, no board is computed. Forked by the bench.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createAppend } from '../../../server/ledger/append.ts';
import { createLog } from '../../../server/log.ts';
import { createRecord } from '../../../server/record.ts';
import type { EntryForm } from '../../../src/lib/forms/entry.ts';
import { answerCalls } from '../wire/calls.ts';
import type { Protocol } from '../wire/wall.ts';
import { BARE_PAGE } from './bare-page.ts';
import { bareRoom, bareSockets } from './broadcast.ts';
import { fillRecord } from './fill.ts';
import { frameMaker } from './frame-maker.ts';
import type { Newest } from './frame-maker.ts';

/** As the product: the first change at once, a burst together. */
const TICK_MS = 50;

export interface OpenBare {
	databaseUrl: string;
	protocol: Protocol;
}

let frames: ReturnType<typeof frameMaker> | undefined;
let close = async () => {};

async function open({ databaseUrl, protocol }: OpenBare): Promise<number> {
	const record = await createRecord({ databaseUrl, clock: Date.now, log: createLog('warn') });
	await fillRecord(record);
	const { mirror } = record.directory;
	const metricId = mirror.metrics.named('sales')!.id;
	const businessDate = record.organisation.today();

	let newest: Newest | undefined;
	let running = false;
	async function broadcast(): Promise<void> {
		if (running || !frames) return;
		running = true;
		while (newest) {
			send(frames(newest));
			newest = undefined;
			await delay(TICK_MS);
		}
		running = false;
	}

	const append = createAppend({
		database: record.database,
		clock: Date.now,
		onCommitted: (entries) => {
			const { position, amount } = entries.at(-1)!;
			newest = { position, amount };
			void broadcast();
		}
	});

	async function book(form: EntryForm): Promise<string> {
		const rep = mirror.reps.named(form.rep!)!;
		const teamId = mirror.teamOn(rep.id, businessDate)!;
		const { amount } = form;
		const appended = await append({
			source: form.source,
			externalId: form.externalId,
			kind: form.kind,
			metricId,
			amount,
			customerId: null,
			productId: null,
			quantity: null,
			occurredAt: Date.parse(form.occurredAt),
			businessDate,
			note: null,
			reverses: null,
			corrects: null,
			recordedBy: 'bench',
			credits: [{ repId: rep.id, teamId, role: 'credit', share: 10_000, amount }]
		});
		if (!appended.ok) throw new Error(JSON.stringify(appended.problems));
		return JSON.stringify({ id: appended.entry.position, ...form });
	}

	const http = createServer((request, response) => {
		if (request.method === 'GET')
			return void response.writeHead(200, { 'content-type': 'text/html' }).end(BARE_PAGE);
		let text = '';
		request.setEncoding('utf8');
		request.on('data', (chunk: string) => (text += chunk));
		request.on('end', () => {
			book(JSON.parse(text) as EntryForm).then(
				(body) =>
					response
						.writeHead(201, {
							'content-type': 'application/json',
							'content-length': Buffer.byteLength(body)
						})
						.end(body),
				(error: unknown) => response.writeHead(500, { 'content-length': 0 }).end(String(error))
			);
		});
	});
	const send = protocol === 'ws' ? bareSockets(http) : bareRoom(http);
	await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
	close = record.close;
	return (http.address() as AddressInfo).port;
}

answerCalls({
	open,
	/** The frame to send from now on, as the product sent it once. */
	frame: (sample: string) => {
		frames = frameMaker(sample);
	},
	close: () => close()
});
