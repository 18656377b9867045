import { importMap } from '../../src/lib/forms/import-map.ts';
import type { ImportMap } from '../../src/lib/forms/import-map.ts';
import { problemsOf } from '../../src/lib/forms/problems-of.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';

/** The map in a JSON text, or what is wrong with it and where. */
export function readMap(text: string): Outcome<{ map: ImportMap }> {
	let json: unknown;
	try {
		json = JSON.parse(text.replace(/^\ufeff/, ''));
	} catch (error) {
		return failed(problem('', 'map-not-json', (error as Error).message));
	}
	const parsed = importMap.safeParse(json);
	return parsed.success
		? { ok: true, map: parsed.data }
		: failed(...problemsOf(parsed.error, json));
}
