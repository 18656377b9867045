/** Two soft tones, a third apart; made, not loaded. */
const TONES = [659, 784];
const LENGTH = 0.35;

/** A browser that has not been touched yet stays silent. */
export function ring(): void {
	try {
		const context = new AudioContext();
		TONES.forEach((frequency, i) => {
			const [tone, volume] = [context.createOscillator(), context.createGain()];
			const begin = context.currentTime + i * 0.18;
			tone.frequency.value = frequency;
			volume.gain.setValueAtTime(0, begin);
			volume.gain.linearRampToValueAtTime(0.15, begin + 0.02);
			volume.gain.exponentialRampToValueAtTime(0.001, begin + LENGTH);
			tone.connect(volume).connect(context.destination);
			tone.start(begin);
			tone.stop(begin + LENGTH);
			if (i === TONES.length - 1) tone.onended = () => void context.close();
		});
	} catch {
		// No sound is no reason to fail.
	}
}

const SOUND = 'alerts-sound';

/** Off unless somebody turned it on, on this device. */
export const wantsSound = (): boolean => localStorage.getItem(SOUND) === 'on';
export const keepSound = (on: boolean): void => localStorage.setItem(SOUND, on ? 'on' : 'off');
