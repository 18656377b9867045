import type { ReferredKind } from '../../src/lib/forms/import-map.ts';
import type { Mirror } from '../directory/mirror.ts';

/**
 * Who bears a name, as it is when first asked: what an import itself creates by name has the code that its name gives
 * (derive-code.ts), and need not be found.
 */
export function namesOf(mirror: Mirror): (kind: ReferredKind, name: string) => readonly string[] {
	const shelves = new Map<ReferredKind, Map<string, string[]>>();

	function shelf(kind: ReferredKind): Map<string, string[]> {
		const known = shelves.get(kind);
		if (known) return known;
		const made = new Map<string, string[]>();
		for (const { code, name } of mirror[kind].all()) {
			const codes = made.get(name);
			if (codes) codes.push(code);
			else made.set(name, [code]);
		}
		shelves.set(kind, made);
		return made;
	}

	return (kind, name) => shelf(kind).get(name) ?? [];
}
