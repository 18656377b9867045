import type { Log } from '../log.ts';
import type { Mailer } from '../notifications/mail.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Outcome } from '../problems.ts';
import { loadTexts } from '../texts.ts';
import type { Accounts } from './accounts.ts';
import type { Limits } from './limits.ts';
import { linkPath } from './links.ts';
import type { Links } from './links.ts';

export type Forgotten = ReturnType<typeof createForgotten>;

/** Reset links by mail, for whoever forgot the password. */
export function createForgotten(options: {
	accounts: Accounts;
	links: Links;
	limits: Limits;
	organisation: Organisation;
	/** Absent: an administrator makes the link. */
	mailer: Mailer | undefined;
	/** Never taken from a request: whoever asks chooses its Host header, and the mail goes to somebody else. */
	publicUrl: string | undefined;
	log: Log;
}) {
	const { accounts, links, limits, organisation, mailer, publicUrl, log } = options;

	async function send(login: string): Promise<void> {
		const account = await accounts.named(login);
		if (!account?.email || account.disabledAt) return;
		const kind = 'reset';
		const { secret } = await links.create({ account: account.code, kind, actor: 'forgotten' });
		const m = await loadTexts('forgot_mail_');
		const locale = account.locale ?? organisation.settings.locale;
		const words = {
			name: account.name,
			organisation: organisation.settings.name,
			link: `${publicUrl}${linkPath(secret)}`
		};
		await mailer!.send({
			to: account.email,
			subject: m.forgot_mail_subject(words, { locale }),
			text: m.forgot_mail_text(words, { locale })
		});
	}

	return {
		/** Whether a link can be sent at all; otherwise an administrator makes one. */
		byMail: mailer !== undefined && publicUrl !== undefined,

		/**
		 * Sends a link if the login names an account with an e-mail. The answer is the same, and as quick, whether it does or
		 * not: the work goes on behind it. Problem: `too-many-tries`.
		 */
		async ask(login: string, address: string): Promise<Outcome<object>> {
			const taken = await limits.reset.take(address, login);
			if (taken.ok && this.byMail)
				send(login).catch((error: unknown) =>
					log.error({ err: error }, 'a reset link could not be sent')
				);
			return taken;
		}
	};
}
