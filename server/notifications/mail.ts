import { createTransport } from 'nodemailer';

export interface MailConfig {
	smtpUrl: string;
	/** `Name <address>` or an address. */
	from: string;
}

export interface Mail {
	to: string;
	subject: string;
	text: string;
}

export interface Mailer {
	/** Resolves when the mail server has taken it over. */
	send(mail: Mail): Promise<void>;
	close(): void;
}

const PATIENCE_MS = 15_000;

/** Plain-text mails through the organisation's own mail server. */
export function createMailer({ smtpUrl, from }: MailConfig): Mailer {
	const transport = createTransport({
		url: smtpUrl,
		connectionTimeout: PATIENCE_MS,
		greetingTimeout: PATIENCE_MS,
		socketTimeout: PATIENCE_MS,
		disableFileAccess: true,
		disableUrlAccess: true
	});
	return {
		async send({ to, subject, text }) {
			// As an object: an address with a comma in it would otherwise be several.
			await transport.sendMail({ from, to: { name: '', address: to }, subject, text });
		},
		close: () => transport.close()
	};
}
