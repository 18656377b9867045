import type { SceneMaker } from './scene.ts';

/** The page of ours that holds the other site (src/routes/tv/frame): there the browser is told what it may load. */
export const page: SceneMaker<'page'> = (_, { address, zoom }) => ({
	sources: [],
	compose: () => ({
		frame: address === '' ? '' : `/tv/frame?address=${encodeURIComponent(address)}&zoom=${zoom}`
	})
});
