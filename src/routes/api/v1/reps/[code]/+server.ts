import { getSubject, putSubject } from '$lib/api/directory.ts';

export const GET = getSubject('reps');
export const PUT = putSubject('reps');
