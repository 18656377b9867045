/** The kinds of scenes there are: their options. A kind that stands here must stand in states.ts, components.ts and server/scenes/registry.ts too: the types see to it. */
import type { z } from 'zod';
import { activity } from './activity/options.ts';
import { alerts } from './alerts/options.ts';
import { announcement } from './announcement/options.ts';
import { chart } from './chart/options.ts';
import { clock } from './clock/options.ts';
import { collections } from './collections/options.ts';
import { contest } from './contest/options.ts';
import { daily } from './daily/options.ts';
import { dealers } from './dealers/options.ts';
import { leaderboard } from './leaderboard/options.ts';
import { movers } from './movers/options.ts';
import { overview } from './overview/options.ts';
import { page } from './page/options.ts';
import { progress } from './progress/options.ts';
import { race } from './race/options.ts';
import { slogans } from './slogans/options.ts';
import { sprint } from './sprint/options.ts';
import type { SceneKindDefinition } from './kind.ts';

/** In the order in which they are offered. */
const DEFINITIONS = {
	overview,
	leaderboard,
	progress,
	race,
	chart,
	daily,
	dealers,
	collections,
	movers,
	alerts,
	activity,
	contest,
	sprint,
	announcement,
	slogans,
	clock,
	page
};

export type SceneKind = keyof typeof DEFINITIONS;
export type SceneOptions<Kind extends SceneKind = SceneKind> = z.output<
	(typeof DEFINITIONS)[Kind]['options']
>;

export const SCENE_KINDS: { readonly [Kind in SceneKind]: SceneKindDefinition } = DEFINITIONS;
export const isSceneKind = (name: string): name is SceneKind =>
	Object.prototype.hasOwnProperty.call(DEFINITIONS, name);
