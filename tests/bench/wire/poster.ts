import { connect } from 'node:net';
import type { Socket } from 'node:net';

export interface Target {
	port: number;
	key: string;
}

export interface Posted {
	status: number;
	body: string;
}

/**
 * One keep-alive HTTP connection that posts and waits, by hand: on a machine that the server shares with its
 * load, an HTTP client library would cost more than the server.
 */
export class Poster {
	readonly #socket: Socket;
	readonly #head: string;
	#received: Buffer = Buffer.alloc(0);
	#answered: ((posted: Posted) => void) | undefined;
	#failed: ((error: Error) => void) | undefined;

	private constructor(socket: Socket, { port, key }: Target) {
		this.#socket = socket;
		this.#head = [
			'POST /api/v1/entries HTTP/1.1',
			`host: 127.0.0.1:${port}`,
			`authorization: Bearer ${key}`,
			'content-type: application/json',
			'content-length: '
		].join('\r\n');
		socket.setNoDelay(true);
		socket.on('data', (chunk) => this.#receive(chunk));
		socket.on('error', (error) => this.#failed?.(error));
		socket.on('close', () => this.#failed?.(new Error('the server closed the connection')));
	}

	static async open(target: Target): Promise<Poster> {
		const socket = connect(target.port, '127.0.0.1');
		const poster = new Poster(socket, target);
		await new Promise<void>((resolve, reject) => {
			socket.once('connect', resolve);
			poster.#failed = reject;
		});
		return poster;
	}

	post(body: string): Promise<Posted> {
		return new Promise((resolve, reject) => {
			this.#answered = resolve;
			this.#failed = reject;
			this.#socket.write(`${this.#head}${Buffer.byteLength(body)}\r\n\r\n${body}`);
		});
	}

	close(): void {
		this.#failed = undefined;
		this.#socket.destroy();
	}

	#receive(chunk: Buffer): void {
		this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
		const end = this.#received.indexOf('\r\n\r\n');
		if (end === -1) return;
		const head = this.#received.toString('latin1', 0, end);
		const length = /\r\ncontent-length: (\d+)/i.exec(head);
		if (!length) return this.#failed?.(new Error(`an answer without length: ${head}`));
		const from = end + 4;
		const to = from + Number(length[1]);
		if (this.#received.length < to) return;
		const body = this.#received.toString('utf8', from, to);
		this.#received = this.#received.subarray(to);
		this.#answered?.({ status: Number(head.slice(9, 12)), body });
	}
}
