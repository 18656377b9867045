/** What a rep records on the phone. */
export const POCKET_KINDS = ['sale', 'collection', 'return'] as const;
export type PocketKind = (typeof POCKET_KINDS)[number];
