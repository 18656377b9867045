import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Mirror } from './mirror.ts';

export interface FoundRep {
	code: string;
	name: string;
	/** Name of the team of the day, or of the last one. */
	team?: string;
}

/** Reps whose name or code contains the text, in order of name; only members of the units or of units below them. */
export function findReps(
	mirror: Mirror,
	today: IsoDate,
	query: { text: string; within: readonly string[] | undefined; limit: number }
): FoundRep[] {
	const text = query.text.trim().toLowerCase();
	const found: FoundRep[] = [];
	for (const rep of mirror.reps.all()) {
		if (!rep.name.toLowerCase().includes(text) && !rep.code.toLowerCase().includes(text)) continue;
		const teamId = mirror.teamOn(rep.id, today) ?? mirror.membershipsOf(rep.id).at(-1)?.teamId;
		const line = teamId === undefined ? [] : mirror.lineOf(teamId);
		if (query.within && !line.some(({ code }) => query.within!.includes(code))) continue;
		found.push({ code: rep.code, name: rep.name, ...(line[0] ? { team: line[0].name } : {}) });
	}
	return found
		.sort((a, b) => a.name.localeCompare(b.name, 'zh-CN') || (a.code < b.code ? -1 : 1))
		.slice(0, query.limit);
}
