/** What the pages of letters send, and what is made of it. Amounts as they were typed. */
import { z } from 'zod';
import type { Clause, Terms } from '../domain/commitment.ts';
import type { Problem } from '../../../server/problems.ts';
import { code, isoDate, name } from './fields.ts';
import { readTyped, showTyped } from './typed-amount.ts';

/**
 * Several lines. Nothing that nobody sees, and nothing that turns the order of letters around: the text is signed. (Emoji are
 * joined by U+200D.)
 */
const lines = (most: number) =>
	z
		.string()
		.trim()
		.max(most)
		.regex(/^(?:\P{C}|[\r\n\t\u200c\u200d])*$/u, { error: 'bad-name' })
		.default('');

/** As it is kept: browsers send line ends of their own. */
export const plainLines = (text: string): string => text.replace(/\r\n?/g, '\n').trim();

const typed = z.string().trim().max(40).default('');
const clause = lines(300);

const terms = {
	rewardAmount: typed,
	reward: clause,
	penaltyAmount: typed,
	penalty: clause,
	earlyAmount: typed,
	early: clause
};

export const prepareForm = z.object({
	/** Code of the unit whose people get letters. */
	unit: code,
	/** `2026-11`, `2026-Q4`, `2026` */
	period: z.string().min(4).max(7),
	/** `rep/R001`; empty: everybody below who has none. */
	who: z.string().max(200).default(''),
	...terms,
	deadline: isoDate,
	/** The next letters of the unit begin with these terms. */
	keep: z.boolean().default(true),
	/** Their receivers see them at once. */
	offer: z.boolean().default(true)
});

export const termsForm = z.object({ ...terms, deadline: isoDate });

export const reasonForm = z.object({ reason: lines(500) });

export const answerForm = z.object({
	/** The text that was on the screen. */
	hash: z.string().max(64).default(''),
	commitment: lines(2_000),
	customers: z.string().max(100_000).default('[]')
});

const minor = z.int().min(0).max(10_000_000_000_000);

export const letterCustomers = z
	.array(z.object({ code: code.nullable(), name, amount: minor }))
	.max(200);
export type LetterCustomer = z.output<typeof letterCustomers>[number];

export const signForm = z.object({
	/** Of the text that was on the screen. */
	hash: z.string().max(64).default(''),
	how: z.enum(['drawn', 'typed']).default('drawn'),
	drawing: z.string().max(50_000).default(''),
	name: z.string().trim().max(100).default(''),
	password: z.string().max(200).default('')
});

export type PrepareForm = z.output<typeof prepareForm>;
export type TermsForm = z.output<typeof termsForm>;
export type SignForm = z.output<typeof signForm>;

type ClauseName = 'reward' | 'penalty' | 'early';

/** The terms, or which amount cannot be read; none is left out. */
export function readTerms(
	form: TermsForm,
	fractionDigits: number
): { ok: true; terms: Terms } | { ok: false; problems: Problem[] } {
	const problems: Problem[] = [];
	const read = (field: ClauseName): Clause => {
		const text = form[`${field}Amount`];
		if (text === '') return { amount: null, text: plainLines(form[field]) };
		const amount = readTyped(text, fractionDigits);
		if (amount.ok) return { amount: amount.amount, text: plainLines(form[field]) };
		problems.push({
			path: `${field}Amount`,
			reason: amount.reason,
			value: text,
			params: { digits: fractionDigits }
		});
		return { amount: null, text: form[field] };
	};
	const [reward, penalty, early] = [read('reward'), read('penalty'), read('early')];
	if (problems.length > 0) return { ok: false, problems };
	return { ok: true, terms: { reward, penalty, early, deadline: form.deadline } };
}

export function showTerms(terms: Omit<Terms, 'deadline'>, fractionDigits: number) {
	const shown = (of: Clause) => (of.amount === null ? '' : showTyped(of.amount, fractionDigits));
	return {
		rewardAmount: shown(terms.reward),
		reward: terms.reward.text,
		penaltyAmount: shown(terms.penalty),
		penalty: terms.penalty.text,
		earlyAmount: shown(terms.early),
		early: terms.early.text
	};
}
