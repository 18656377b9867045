/** Amounts and metrics as a letter writes them: all digits, in the currency that it was signed in. */
import type { LetterText, MetricTarget } from '$lib/domain/commitment.ts';
import { showTyped } from '$lib/forms/typed-amount.ts';
import { moneyText } from '$lib/format/money.ts';
import type { Locale } from '$lib/format/locale.ts';
import { unitName } from '../../unit-name.ts';

type Kind = Pick<MetricTarget, 'kind'>;

/** Of a target or a customer; nothing due is said by a dash. */
export const shown = (text: LetterText, amount: number | null, { kind }: Kind): string =>
	amount === null || amount === 0
		? '–'
		: showTyped(amount, kind === 'money' ? text.fractionDigits : 0);

/** What a column of amounts is counted in. */
export const unitOf = ({ fractionDigits, currency }: LetterText, { kind }: Kind): string =>
	unitName({ kind, fractionDigits }, currency);

/** A reward or penalty, without digits that say nothing. */
export const money = (text: LetterText, amount: number, locale: Locale): string =>
	moneyText(amount, text, locale).replace(/[.,]0+$/, '');
