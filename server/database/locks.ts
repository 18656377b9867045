/** Advisory locks, one number each: what only one process of a cluster does at a time. */
export const lockIds = {
	migration: 7001,
	projector: 7002,
	firstRun: 7003
} as const;
