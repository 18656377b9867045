import type { SceneKind } from '../../src/lib/scenes/kinds.ts';
import { alerts } from './alerts.ts';
import { announcement } from './announcement.ts';
import { chart } from './chart.ts';
import { clock } from './clock.ts';
import { collections } from './collections.ts';
import { daily } from './daily.ts';
import { dealers } from './dealers.ts';
import { leaderboard } from './leaderboard.ts';
import { movers } from './movers.ts';
import { overview } from './overview.ts';
import { page } from './page.ts';
import { progress } from './progress.ts';
import { race } from './race.ts';
import type { SceneMaker } from './scene.ts';
import { slogans } from './slogans.ts';

/** How the scenes of each kind are composed. */
export const SCENE_MAKERS: { readonly [Kind in SceneKind]: SceneMaker<Kind> } = {
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
	announcement,
	slogans,
	clock,
	page
};
