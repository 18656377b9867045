/** Calls `work` at once, and whatever else is asked for within `tickMs` milliseconds together behind them. */
export function throttle(work: () => void, tickMs: number): { run: () => void; stop: () => void } {
	let timer: NodeJS.Timeout | undefined;
	let again = false;

	function rest(): void {
		timer = again ? begin() : undefined;
		if (again) work();
		again = false;
	}

	function begin(): NodeJS.Timeout {
		return setTimeout(rest, tickMs).unref();
	}

	return {
		run() {
			if (timer) {
				again = true;
				return;
			}
			timer = begin();
			work();
		},
		stop: () => clearTimeout(timer)
	};
}
