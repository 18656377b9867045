/** The server's clock, which goes on while a page is open: a deadline passes without a reload. */
const TICK_MS = 5_000;

/** `served`: what the server's clock showed when the page was read. Call it while a component is made. */
export function runningClock(served: () => number): { readonly now: number } {
	const read = $derived({ served: served(), since: performance.now() });
	let passed = $state(0);
	$effect(() => {
		passed = 0;
		const { since } = read;
		const timer = setInterval(() => (passed = performance.now() - since), TICK_MS);
		return () => clearInterval(timer);
	});
	return {
		get now() {
			return read.served + passed;
		}
	};
}
