import { listSubjects } from '$lib/api/directory.ts';

export const GET = listSubjects('units');
