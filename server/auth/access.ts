import type { Clock } from '../clock.ts';
import { createMailer } from '../notifications/mail.ts';
import type { MailConfig } from '../notifications/mail.ts';
import type { BooksOfRecord } from '../record.ts';
import type { Log } from '../log.ts';
import { createAccounts } from './accounts.ts';
import { createForgotten } from './forgotten.ts';
import { createIdentities } from './identities.ts';
import { createKeyRing, createKeyStore } from './keys.ts';
import { createLimits } from './limits.ts';
import { createLinks } from './links.ts';
import { createOidc } from './oidc.ts';
import type { OidcConfig } from './oidc.ts';
import { createOwnAccount } from './own-account.ts';
import { createSessions } from './sessions.ts';
import { createSignIn } from './sign-in.ts';

/** How often sessions that expired are forgotten. */
const SWEEP_MS = 3_600_000;

/** Everything about who gets in and how, wired: accounts, their sessions, links, providers; and the keys of programs. */
export async function createAccess(options: {
	record: Pick<BooksOfRecord, 'database' | 'listener' | 'directory' | 'organisation'>;
	redisTarget: string;
	publicUrl: string | undefined;
	mail: MailConfig | undefined;
	oidc: OidcConfig | undefined;
	clock: Clock;
	log: Log;
}) {
	const { record, redisTarget, publicUrl, clock, log } = options;
	const { database, listener, directory, organisation } = record;

	const keyRing = await createKeyRing({
		database,
		listener,
		clock,
		onError: (error) => log.error({ err: error }, 'the keys could not be read again')
	});
	const accounts = createAccounts({ database, directory, organisation, clock });
	const sessions = createSessions({ database, listener, clock });
	const limits = await createLimits({ redisTarget, log });
	const links = createLinks({ database, sessions, limits, clock });
	const mailer = options.mail && createMailer(options.mail);

	const sweep = setInterval(() => {
		sessions
			.sweep()
			.catch((error: unknown) => log.warn({ err: error }, 'old sessions stay for now'));
	}, SWEEP_MS);
	sweep.unref();

	function oidcOf(config: OidcConfig) {
		const identities = createIdentities({
			database,
			directory,
			clock,
			createAccounts: config.createAccounts
		});
		return createOidc({ config, identities, sessions, clock, log });
	}

	return {
		keys: { ...createKeyStore({ database, clock, onChange: keyRing.renew }), ...keyRing },
		accounts,
		sessions,
		limits,
		links,
		/** Absent where no mail server is configured. */
		mailer,
		signIn: createSignIn({ accounts, sessions, limits }),
		forgotten: createForgotten({
			accounts,
			links,
			limits,
			organisation,
			mailer,
			publicUrl,
			log
		}),
		ownAccount: createOwnAccount({ database, sessions, limits, clock }),
		/** Absent where no provider is configured. */
		oidc: options.oidc && oidcOf(options.oidc),

		close(): void {
			clearInterval(sweep);
			limits.close();
			mailer?.close();
		}
	};
}
