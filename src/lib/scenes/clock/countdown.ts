/** What is left until an instant, in whole days and by the clock. */
export interface Left {
	days: number;
	/** 09:27:12 */
	time: string;
}

const two = (n: number): string => String(n).padStart(2, '0');

export function leftUntil(until: number, now: number): Left {
	const seconds = Math.max(0, Math.ceil((until - now) / 1000));
	const [days, rest] = [Math.floor(seconds / 86_400), seconds % 86_400];
	const [hours, minutes] = [Math.floor(rest / 3_600), Math.floor(rest / 60) % 60];
	return { days, time: `${two(hours)}:${two(minutes)}:${two(rest % 60)}` };
}
