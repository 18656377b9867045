/** An expected outcome as a value. A reason is a message key; exceptions are left for bugs. */
export type Failure<Reason extends string> = { ok: false; reason: Reason };

export type Result<Value extends object, Reason extends string> =
	({ ok: true } & Value) | Failure<Reason>;

export const fail = <Reason extends string>(reason: Reason): Failure<Reason> => ({
	ok: false,
	reason
});
