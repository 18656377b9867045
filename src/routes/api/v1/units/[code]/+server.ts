import { getSubject, putSubject } from '$lib/api/directory.ts';

export const GET = getSubject('units');
export const PUT = putSubject('units');
