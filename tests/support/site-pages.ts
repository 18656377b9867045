import { offeredPlaces } from './routes.ts';

export interface SitePage {
	/** `/admin/people/[code]` */
	route: string;
	/** `/admin/people/R001` */
	path: string;
	/** Whether whoever looks is signed in. */
	signedIn: boolean;
}

/** Pages that only somebody sees who is not signed in. */
const OUTSIDE = /^\/(login|forgot|welcome\/.*|setup|tv)$/;

/**
 * Every page there is, with something real in the place of each `[…]`. A page that `things` does not know is an error: whoever
 * adds one says what it shows.
 */
export async function sitePages(things: Readonly<Record<string, string>>): Promise<SitePage[]> {
	const routes = (await offeredPlaces()).filter(({ door }) => door === 'load');
	return routes.map(({ route }) => {
		const path = things[route] ?? route;
		if (path.includes('[')) throw new Error(`${route}: say which one to look at`);
		return { route, path, signedIn: !OUTSIDE.test(route) };
	});
}
