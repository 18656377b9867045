/** A reminder as a mail. */
import { amountText } from '../../src/lib/format/amount.ts';
import type { Locale } from '../../src/lib/format/locale.ts';
import { periodTitle } from '../../src/lib/format/period.ts';
import { momentTitle } from '../../src/lib/format/time.ts';
import type { Mail } from '../notifications/mail.ts';
import { loadTexts } from '../texts.ts';
import type { Reminder } from './reminders.ts';

export async function reminderMail(
	{ occasion, deadline, metric, period, parent }: Reminder,
	to: {
		name: string;
		offered: number;
		organisation: string;
		fractionDigits: number;
		zone: string;
		link: string;
		locale: Locale;
	}
): Promise<Omit<Mail, 'to'>> {
	const m = await loadTexts('agree_mail_');
	const { locale } = to;
	const words = {
		...to,
		parent: parent.name,
		period: periodTitle(period, locale),
		amount: amountText(
			to.offered,
			{ kind: metric.kind, fractionDigits: to.fractionDigits },
			locale
		),
		deadline: momentTitle(deadline, to.zone, locale)
	};
	const said = { locale };
	switch (occasion) {
		case 'opened':
			return {
				subject: m.agree_mail_opened_subject(words, said),
				text: m.agree_mail_opened_text(words, said)
			};
		case 'soon':
			return {
				subject: m.agree_mail_soon_subject(words, said),
				text: m.agree_mail_soon_text(words, said)
			};
		case 'missed':
			return {
				subject: m.agree_mail_missed_subject(words, said),
				text: m.agree_mail_missed_text(words, said)
			};
	}
}
