/** Server-sent events as an answer: a body that goes on until the reader or the server ends. */

/** A proxy or a phone drops a connection on which nothing is said. */
const HEARTBEAT_MS = 20_000;
/** Then the browser comes again, through the gate: whoever may not look any more is refused there. */
const LONGEST_MS = 10 * 60_000;

export interface Stream {
	send(data: string): void;
	end(): void;
}

/** `begin` gives the function that is called when the stream has ended, whoever ended it. */
export function eventStream(begin: (stream: Stream) => () => void): Response {
	const encoder = new TextEncoder();
	let stop = () => {};
	const body = new ReadableStream<Uint8Array>({
		start(controller) {
			let ended = false;
			const write = (text: string) => {
				if (!ended) controller.enqueue(encoder.encode(text));
			};
			const beat = setInterval(() => write(':\n\n'), HEARTBEAT_MS);
			const limit = setTimeout(() => end(), LONGEST_MS);
			function end(): void {
				if (ended) return;
				stop();
				controller.close();
			}
			write('retry: 1000\n\n');
			const finish = begin({ send: (data) => write(`data: ${data}\n\n`), end });
			stop = () => {
				if (ended) return;
				ended = true;
				clearInterval(beat);
				clearTimeout(limit);
				finish();
			};
		},
		cancel: () => stop()
	});
	return new Response(body, {
		headers: {
			'content-type': 'text/event-stream',
			'cache-control': 'no-store',
			// A proxy in front shall not wait for more.
			'x-accel-buffering': 'no'
		}
	});
}
