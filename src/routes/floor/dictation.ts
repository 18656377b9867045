/** Speech to text by the browser, where it has it. Typed here: the standard library of TypeScript does not know it. */
interface Result {
	readonly isFinal: boolean;
	readonly [index: number]: { readonly transcript: string };
}

interface Recognition {
	lang: string;
	interimResults: boolean;
	continuous: boolean;
	onresult: ((event: { results: ArrayLike<Result> }) => void) | null;
	onerror: ((event: { error: string }) => void) | null;
	onend: (() => void) | null;
	start(): void;
	stop(): void;
	abort(): void;
}

type Maker = new () => Recognition;

function maker(): Maker | undefined {
	const names = globalThis as unknown as Partial<
		Record<'SpeechRecognition' | 'webkitSpeechRecognition', Maker>
	>;
	return names.SpeechRecognition ?? names.webkitSpeechRecognition;
}

export const canDictate = (): boolean => maker() !== undefined;

interface Heard {
	lang: string;
	/** All that was heard so far. */
	onText: (text: string) => void;
	/** `failed`: without a microphone or a network. */
	onEnd: (failed: boolean) => void;
}

/** Listens until it is stopped. Gives the function that stops it. */
export function dictate({ lang, onText, onEnd }: Heard): () => void {
	const recognition = new (maker()!)();
	let failed = false;
	recognition.lang = lang;
	recognition.interimResults = true;
	recognition.continuous = true;
	recognition.onresult = ({ results }) =>
		onText(
			Array.from(results, (result) => result[0]!.transcript)
				.join('')
				.trim()
		);
	// Silence is no failure, nor is being stopped.
	recognition.onerror = ({ error }) => (failed = error !== 'no-speech' && error !== 'aborted');
	recognition.onend = () => onEnd(failed);
	recognition.start();
	return () => recognition.stop();
}
