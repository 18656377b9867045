import type { Log } from '../../server/embedded/log.ts';

const say = process.env.DEBUG
	? (fields: object, message: string) => console.error(message, fields)
	: () => undefined;

/** For tests whose log is nobody's business; `DEBUG=1` shows it. */
export const silentLog: Log = { debug: say, info: say, warn: say, error: say };
