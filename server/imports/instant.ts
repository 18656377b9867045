import { Temporal } from 'temporal-polyfill';
import type { WrittenDate } from '../../src/lib/domain/date-format.ts';

const NOON = '12:00:00';
/** Files are in order of date more often than not; a few days answer nearly all rows. */
const REMEMBERED = 1_000;

/**
 * When something written in a file happened, RFC 3339: in the zone, unless it says its own offset; at noon when it
 * says no time, so that no change of clocks moves it to another day (IMPORT-7).
 */
export function instantReader(zone: string): (written: WrittenDate) => string {
	const noons = new Map<string, string>();

	const inZone = (date: string, time: string) =>
		Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone).toInstant().toString();

	return ({ date, time, offset }) => {
		if (offset !== undefined) return `${date}T${time ?? NOON}${offset}`;
		if (time !== undefined) return inZone(date, time);
		const known = noons.get(date);
		if (known !== undefined) return known;
		const instant = inZone(date, NOON);
		if (noons.size >= REMEMBERED) noons.clear();
		noons.set(date, instant);
		return instant;
	};
}
