/** What a kind of scene says of itself; each in its folder, all of them listed in kinds.ts. docs/decisions/025. */
import { z } from 'zod';
import type { Schedule } from '../domain/schedule.ts';

/** How an option is filled in: its label and the names of its choices stand in routes/admin/boards/scene-words.ts. */
export interface OptionField<Name extends string = string> {
	name: Name;
	control:
		| 'metric'
		| 'contest'
		| 'choice'
		| 'number'
		| 'check'
		| 'line'
		| 'lines'
		| 'markdown'
		| 'moment'
		| 'picture';
	/** Of a choice. */
	of?: readonly string[];
	/** Of a number. */
	min?: number;
	max?: number;
	step?: number;
	/** Only asked where another option has one of these values. */
	when?: { name: Name; is: readonly unknown[] };
}

export interface SceneKindDefinition<Options extends z.ZodObject = z.ZodObject> {
	/** Every option has a default: a new scene shows something at once. */
	options: Options;
	fields: readonly OptionField<keyof z.output<Options> & string>[];
	/** How long a new scene stays. */
	seconds: number;
	/** When a new scene is on; absent: always. */
	schedule?: Schedule;
	/** It shows figures of a unit: the display's own, or one named in the scene. */
	ofUnit: boolean;
}

export const sceneKind = <Options extends z.ZodObject>(
	definition: SceneKindDefinition<Options>
): SceneKindDefinition<Options> => definition;

/** Code of a metric; empty: the board's. */
export const metricOption = z.string().trim().max(64).default('');
export const lineOption = z
	.string()
	.trim()
	.max(200)
	.regex(/^\P{C}*$/u, { error: 'bad-name' })
	.default('');
