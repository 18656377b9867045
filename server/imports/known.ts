import type { ReferredKind } from '../../src/lib/forms/import-map.ts';
import type { Directory } from '../directory/directory.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Known } from './guess.ts';

/** What the guess knows of this installation. */
export function knownTo({ mirror }: Directory, organisation: Organisation): Known {
	const names = new Map<ReferredKind, Set<string>>();
	function namesOf(kind: ReferredKind): Set<string> {
		const known = names.get(kind);
		if (known) return known;
		const made = new Set([...mirror[kind].all()].map(({ name }) => name));
		names.set(kind, made);
		return made;
	}
	return {
		isCode: (kind, text) => mirror[kind].named(text) !== undefined,
		isName: (kind, text) => namesOf(kind).has(text),
		metric: (text) =>
			(mirror.metrics.named(text) ?? [...mirror.metrics.all()].find(({ name }) => name === text))
				?.code,
		company: mirror.company()?.code,
		month: `${organisation.today().slice(0, 7)}-01`
	};
}
