import { frameOf } from '$lib/access/frame.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => ({ frame: await frameOf(event) });
