import { getSubject, putSubject } from '$lib/api/directory.ts';

export const GET = getSubject('customers');
export const PUT = putSubject('customers');
