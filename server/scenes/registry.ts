import type { SceneKind } from '../../src/lib/scenes/kinds.ts';
import { activity } from './activity.ts';
import { alerts } from './alerts.ts';
import { announcement } from './announcement.ts';
import { chart } from './chart.ts';
import { clock } from './clock.ts';
import { collections } from './collections.ts';
import { contest } from './contest.ts';
import { daily } from './daily.ts';
import { dealers } from './dealers.ts';
import { leaderboard } from './leaderboard.ts';
import { movers } from './movers.ts';
import { overview } from './overview.ts';
import { page } from './page.ts';
import { progress } from './progress.ts';
import { race } from './race.ts';
import type { LiveServices, SceneMaker } from './scene.ts';
import { slogans } from './slogans.ts';
import { sprint } from './sprint.ts';

/** How the scenes of each kind are composed. */
export const SCENE_MAKERS: { readonly [Kind in SceneKind]: SceneMaker<Kind, LiveServices> } = {
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
