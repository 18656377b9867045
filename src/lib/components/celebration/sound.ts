/**
 * The sound of a celebration: a few struck notes, made here, or the person's own clip. A browser plays nothing until somebody
 * has touched the page, unless it was told otherwise; `blocked` says so.
 */

/** A clip is cut after this long, with its end faded (CELEBRATE-14). */
const LONGEST_S = 10;
const FADE_S = 0.4;

/** Of the pentatonic scale, each struck after the one before: Hz. */
const NOTES = {
	small: [659.25, 783.99, 1046.5],
	great: [523.25, 659.25, 783.99, 1046.5, 1318.51]
} as const;
const STEP_S = 0.16;
const RING_S = 1.8;
const LOUDNESS = 0.16;

export interface CelebrationSound {
	/** Gives the function that stops it. */
	play(of: { clip?: string | undefined; great: boolean }): () => void;
	close(): void;
}

/** A struck bell: the note and a soft partial above it, dying away. */
function strike(audio: AudioContext, into: AudioNode, note: number, at: number): void {
	for (const [partial, share] of [
		[1, 1],
		[2.76, 0.25]
	] as const) {
		const tone = audio.createOscillator();
		const gain = audio.createGain();
		tone.type = 'sine';
		tone.frequency.value = note * partial;
		gain.gain.setValueAtTime(0, at);
		gain.gain.linearRampToValueAtTime(LOUDNESS * share, at + 0.012);
		gain.gain.exponentialRampToValueAtTime(0.0001, at + RING_S);
		tone.connect(gain).connect(into);
		tone.start(at);
		tone.stop(at + RING_S);
	}
}

function playNotes(audio: AudioContext, into: AudioNode, great: boolean): void {
	const notes = great ? NOTES.great : NOTES.small;
	notes.forEach((note, i) => strike(audio, into, note, audio.currentTime + i * STEP_S));
}

async function playClip(audio: AudioContext, into: GainNode, address: string): Promise<void> {
	const answer = await fetch(address);
	if (!answer.ok) throw new Error(String(answer.status));
	const data = await audio.decodeAudioData(await answer.arrayBuffer());
	const source = audio.createBufferSource();
	source.buffer = data;
	const length = Math.min(data.duration, LONGEST_S);
	into.gain.setValueAtTime(1, audio.currentTime + Math.max(0, length - FADE_S));
	into.gain.linearRampToValueAtTime(0, audio.currentTime + length);
	source.connect(into);
	source.start(0, 0, length);
}

/** Undefined where the browser makes no sound at all. */
export function createSound(onBlocked: (blocked: boolean) => void): CelebrationSound | undefined {
	if (typeof AudioContext === 'undefined') return undefined;
	const audio = new AudioContext();
	const tell = () => onBlocked(audio.state !== 'running');
	audio.onstatechange = tell;
	tell();
	// The first touch opens it, wherever it lands.
	const open = () => void audio.resume().catch(() => {});
	addEventListener('pointerdown', open);
	addEventListener('keydown', open);

	return {
		play({ clip, great }) {
			const out = audio.createGain();
			out.connect(audio.destination);
			// What a blocked browser is given now, it would play all at once when it is touched.
			if (audio.state !== 'running') return () => out.disconnect();
			if (clip === undefined) playNotes(audio, out, great);
			else playClip(audio, out, clip).catch(() => playNotes(audio, out, great));
			return () => out.disconnect();
		},
		close() {
			removeEventListener('pointerdown', open);
			removeEventListener('keydown', open);
			void audio.close().catch(() => {});
		}
	};
}
