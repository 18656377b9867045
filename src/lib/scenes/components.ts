/** What draws the scenes of each kind. The overview comes with the page; the others when a board has them. */
import type { Component } from 'svelte';
import type { SceneKind } from './kinds.ts';
import Overview from './overview/Scene.svelte';
import type { SceneProps } from './scene.ts';

export type AnyScene = Component<SceneProps<never>>;

type Loaders = {
	readonly [Kind in SceneKind]: () => Promise<{ default: Component<SceneProps<Kind>> }>;
};

const LOADERS: Loaders = {
	overview: () => Promise.resolve({ default: Overview }),
	leaderboard: () => import('./leaderboard/Scene.svelte'),
	progress: () => import('./progress/Scene.svelte'),
	race: () => import('./race/Scene.svelte'),
	chart: () => import('./chart/Scene.svelte'),
	daily: () => import('./daily/Scene.svelte'),
	dealers: () => import('./dealers/Scene.svelte'),
	collections: () => import('./collections/Scene.svelte'),
	movers: () => import('./movers/Scene.svelte'),
	alerts: () => import('./alerts/Scene.svelte'),
	activity: () => import('./activity/Scene.svelte'),
	contest: () => import('./contest/Scene.svelte'),
	sprint: () => import('./sprint/Scene.svelte'),
	announcement: () => import('./announcement/Scene.svelte'),
	slogans: () => import('./slogans/Scene.svelte'),
	clock: () => import('./clock/Scene.svelte'),
	page: () => import('./page/Scene.svelte')
};

/** What is there from the beginning. */
export const atHand = (kind: SceneKind): AnyScene | undefined =>
	kind === 'overview' ? (Overview as unknown as AnyScene) : undefined;

/** A newer server may send kinds that this page does not know yet: undefined until it is loaded anew. */
export async function loadScene(kind: SceneKind): Promise<AnyScene | undefined> {
	const made = (await (LOADERS[kind] as Loaders[SceneKind] | undefined)?.())?.default;
	return made as unknown as AnyScene | undefined;
}
