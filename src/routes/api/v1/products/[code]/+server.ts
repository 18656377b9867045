import { getSubject, putSubject } from '$lib/api/directory.ts';

export const GET = getSubject('products');
export const PUT = putSubject('products');
