import type { Channel } from '../../server/live/channel.ts';
import type { Joined, Place, Room } from '../../src/lib/live/protocol.ts';

type Handler = (...args: unknown[]) => void;
type Answer = (silence: Error | null, joined?: Joined) => void;

/**
 * A network between one screen and the server that moves only when a test flushes it by hand: `FakeSocket`
 * is what the screen believes to be Socket.IO, `FakeNetwork` carries its messages, loses them, and breaks.
 */
export class FakeNetwork {
	/** What is on its way, oldest first. */
	readonly #up: (() => void)[] = [];
	readonly #down: (() => void)[] = [];
	readonly #deltas = new WeakSet<() => void>();
	readonly #delivered: (() => void)[] = [];
	/** The one connection there is; a message of an older one is lost. */
	#connection: FakeSocket | undefined;
	#dialling: FakeSocket | undefined;
	#joined = false;
	reachable = true;
	/** Whoever joins is in the room at once, and answered a moment later. */
	slow = false;
	/** The server's room; another one after a restart. Undefined: it is not ready. */
	channel: Channel | undefined;

	constructor(channel: Channel) {
		this.channel = channel;
	}

	/** The server pushes to whoever is in the room. */
	push(room: Room, delta: unknown): void {
		const to = this.#connection;
		if (!this.#joined || !to) return;
		const message = () => {
			this.#delivered.push(message);
			to.receive('delta', room, delta);
		};
		this.#deltas.add(message);
		this.#down.push(message);
	}

	dial(socket: FakeSocket): void {
		this.#dialling = socket;
		this.#up.push(() => {
			if (!this.reachable) return this.break();
			this.#connection = socket;
			this.#joined = false;
			this.#down.push(() => {
				this.#dialling = undefined;
				socket.open();
			});
		});
	}

	join(socket: FakeSocket, room: Room, place: Place | undefined, answer: Answer): void {
		this.#up.push(() => {
			if (this.#connection !== socket) return;
			const { channel } = this;
			if (!channel)
				return void this.#down.push(() => answer(null, { ok: false, reason: 'not-ready' }));
			this.#joined = true;
			const reply = () => {
				const deltas = place && channel.since(structuredClone(place));
				const joined: Joined = structuredClone({
					ok: true,
					place: channel.place,
					now: Date.now(),
					...(deltas ? { deltas } : { snapshot: channel.state })
				});
				this.#down.push(() => answer(null, joined));
			};
			if (this.slow) this.#up.unshift(reply);
			else reply();
		});
	}

	/** One of the latest deltas comes a second time, behind newer ones. */
	repeat(): void {
		const [message] = this.#delivered.slice(-3);
		if (message && this.#connection) this.#down.push(message);
	}

	/** The next delta on its way is lost, and nobody notices. */
	swallow(): void {
		const lost = this.#down.findIndex((message) => this.#deltas.has(message));
		if (lost >= 0) this.#down.splice(lost, 1);
	}

	/** Carries one message; false when there is none. */
	carry(direction: 'up' | 'down'): boolean {
		const message = (direction === 'up' ? this.#up : this.#down).shift();
		message?.();
		return message !== undefined;
	}

	/** The screen hung up. */
	hangUp(): void {
		this.#connection = undefined;
		this.#dialling = undefined;
		this.#joined = false;
		this.#noticing = undefined;
		this.#up.length = 0;
		this.#down.length = 0;
	}

	/** Everything on its way is lost, and sooner or later the screen notices. */
	break(): void {
		const [socket, dialling] = [this.#connection, this.#dialling];
		const noticing = this.#noticing;
		this.hangUp();
		if (dialling) this.#notice(() => dialling.receive('connect_error'));
		else if (socket) this.#notice(() => socket.lose());
		else if (noticing) this.#notice(noticing);
	}

	/** What the screen is yet to notice is lost to no second break. */
	#noticing: (() => void) | undefined;
	#notice(event: () => void): void {
		this.#noticing = event;
		this.#down.push(() => {
			this.#noticing = undefined;
			event();
		});
	}
}

export class FakeSocket {
	connected = false;
	readonly io = { on: () => {} };
	readonly #handlers = new Map<string, Handler>();
	readonly #acks = new Set<Answer>();
	readonly #network: FakeNetwork;

	constructor(network: FakeNetwork) {
		this.#network = network;
	}

	on(event: string, handler: Handler): void {
		this.#handlers.set(event, handler);
	}
	off(): this {
		this.#handlers.clear();
		return this;
	}
	connect(): void {
		this.#network.dial(this);
	}
	disconnect(): void {
		this.#network.hangUp();
		this.lose();
	}
	timeout(ms: number) {
		return {
			emit: (_event: 'join', room: Room, place: Place | undefined, answer: Answer) => {
				const once: Answer = (silence, joined) => {
					if (!this.#acks.delete(once)) return;
					clearTimeout(timer);
					answer(silence, joined);
				};
				const timer = setTimeout(() => once(new Error('timeout')), ms);
				this.#acks.add(once);
				this.#network.join(this, room, place, once);
			}
		};
	}

	receive(event: string, ...args: unknown[]): void {
		if (event === 'delta' && !this.connected) return;
		this.#handlers.get(event)?.(...args.map((arg) => structuredClone(arg)));
	}
	open(): void {
		this.connected = true;
		this.receive('connect');
	}
	lose(): void {
		if (!this.connected) return;
		this.connected = false;
		this.receive('disconnect');
		for (const ack of [...this.#acks]) ack(new Error('disconnected'));
	}
}
