/**
 * As a TV's browser is before somebody touches it: sound is suspended until the page resumes it. (Whoever drives a page from
 * outside counts as touching it.) Counts the notes that the page strikes.
 */
export const asUntouched = () => {
	window.AudioContext = class extends AudioContext {
		constructor() {
			super();
			void this.suspend();
		}
	};
	Object.assign(window, { notes: 0 });
	const strike = OscillatorNode.prototype.start;
	OscillatorNode.prototype.start = function (...when) {
		(window as unknown as { notes: number }).notes++;
		return strike.apply(this, when);
	};
};
