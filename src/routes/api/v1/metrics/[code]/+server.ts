import { getSubject, putSubject } from '$lib/api/directory.ts';

export const GET = getSubject('metrics');
export const PUT = putSubject('metrics');
