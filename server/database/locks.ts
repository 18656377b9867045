/** Advisory locks, one number each: what only one process of a cluster does at a time. */
export const lockIds = {
	migration: 7001,
	projector: 7002,
	firstRun: 7003,
	/** By itself: writing one batch at a time; with a batch's number: that somebody works on it. */
	imports: 7004,
	/** Whoever follows the ledger for the alerts. */
	alerts: 7005,
	/** Looking through the ledger for moments, and settling contests. */
	celebrations: 7006
} as const;
