import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	answersFor,
	countRound,
	isSilent,
	settleWarnings,
	standingAnswer,
	standingOf,
	type Answer,
	type SettledChild,
	type Standing
} from './agreement.ts';

// Few amounts, so that answers meet what is offered.
const amount = fc.integer({ min: 0, max: 4 });
const answer: fc.Arbitrary<Answer> = fc.oneof(
	amount.map((offered): Answer => ({ kind: 'accept', offered, amount: offered })),
	amount.map((offered): Answer => ({ kind: 'silence', offered, amount: offered })),
	fc
		.tuple(amount, amount)
		.filter(([offered, asked]) => offered !== asked)
		.map(([offered, asked]): Answer => ({ kind: 'counter', offered, amount: asked }))
);
const answers = fc.array(answer, { maxLength: 8 });
const terms = fc.record({ deadline: fc.nat(100), silenceAccepts: fc.boolean() });
const at = fc.nat(120);
const standing = fc.constantFrom<Standing>(
	'accepted',
	'countered',
	'met',
	'assumed',
	'waiting',
	'overdue'
);

describe('what stands for a child', () => {
	it('[AGREE-4] is its last answer about the amount offered now', () => {
		const said: Answer[] = [
			{ kind: 'accept', offered: 100, amount: 100 },
			{ kind: 'counter', offered: 120, amount: 90 }
		];
		const round = { deadline: 10, silenceAccepts: false };
		expect(standingOf(120, said, round, 0)).toBe('countered');
		expect(standingOf(90, said, round, 0)).toBe('met');
		expect(standingOf(110, said, round, 0)).toBe('waiting');
		expect(standingOf(110, said, round, 10)).toBe('overdue');
		expect(standingOf(100, said, round, 0)).toBe('accepted');
	});

	it('[AGREE-4] answers to other amounts change nothing, wherever they stand', () => {
		fc.assert(
			fc.property(amount, answers, terms, at, (offered, all, round, now) => {
				const about = all.filter(
					(one) => one.offered === offered || (one.kind === 'counter' && one.amount === offered)
				);
				expect(standingOf(offered, all, round, now)).toBe(standingOf(offered, about, round, now));
			})
		);
	});

	it('[AGREE-3] the last word counts: one more answer to what is offered decides, before or after the deadline', () => {
		fc.assert(
			fc.property(answers, answer, terms, at, (all, last, round, now) => {
				const stands = standingOf(last.offered, [...all, last], round, now);
				const expected = { accept: 'accepted', counter: 'countered', silence: 'assumed' } as const;
				expect(stands).toBe(expected[last.kind]);
			})
		);
	});

	it('[AGREE-5] silence waits until the deadline; from then on it is missed, or accepted where that was chosen', () => {
		fc.assert(
			fc.property(amount, answers, terms, at, (offered, all, round, now) => {
				const stands = standingOf(offered, all, round, now);
				if (standingAnswer(offered, all)) expect(isSilent(stands)).toBe(false);
				else if (now < round.deadline) expect(stands).toBe('waiting');
				else expect(stands).toBe(round.silenceAccepts ? 'assumed' : 'overdue');
			})
		);
	});

	it('[AGREE-5] nobody is agreed by silence unless that was chosen or written down', () => {
		fc.assert(
			fc.property(amount, answers, fc.nat(100), at, (offered, all, deadline, now) => {
				const spoken = all.filter(({ kind }) => kind !== 'silence');
				const stands = standingOf(offered, spoken, { deadline, silenceAccepts: false }, now);
				expect(stands).not.toBe('assumed');
			})
		);
	});

	it('counts everybody once', () => {
		fc.assert(
			fc.property(fc.array(standing), (all) => {
				const { agreed, countered, waiting, overdue } = countRound(all);
				expect(agreed + countered + waiting + overdue).toBe(all.length);
			})
		);
	});
});

describe('settling', () => {
	const child = fc
		.record({ key: fc.uuid(), standing, offered: amount, asked: amount, amount })
		.map(({ asked, ...one }): SettledChild =>
			one.standing === 'countered' ? { ...one, asked } : one
		);

	it('[AGREE-7] names each child that is passed over once, and nobody who gets what they agreed to or asked for', () => {
		fc.assert(
			fc.property(fc.array(child), (children) => {
				const { unanswered, overruled, changed } = settleWarnings(children);
				const named = [...unanswered, ...overruled, ...changed];
				expect(new Set(named).size).toBe(named.length);
				for (const { key, standing, offered, asked, amount } of children) {
					const content =
						standing === 'countered' ? amount === asked : amount === offered && !isSilent(standing);
					expect(named.includes(key)).toBe(!content);
				}
			})
		);
	});

	it('[AGREE-7] what is taken over from a counter overrules nobody', () => {
		const countered = { key: 'a', standing: 'countered', offered: 100, asked: 90 } as const;
		expect(settleWarnings([{ ...countered, amount: 90 }]).overruled).toEqual([]);
		expect(settleWarnings([{ ...countered, amount: 95 }]).overruled).toEqual(['a']);
	});
});

describe('[AGREE-2] who answers', () => {
	const person = { kind: 'person', code: 'x', administrator: false, sells: false, leads: [] };
	const rep = { ...person, code: 'r1', sells: true };
	const lead = { ...person, leads: ['t1'] };
	const above = { ...person, leads: ['east'] };
	const admin = { ...person, administrator: true };

	it.each([
		['a rep for themselves', rep, { kind: 'rep', code: 'r1' }, 'self'],
		['no rep for another', rep, { kind: 'rep', code: 'r2' }, undefined],
		['no rep for the team', rep, { kind: 'unit', code: 't1' }, undefined],
		['the manager for the unit', lead, { kind: 'unit', code: 't1' }, 'self'],
		['no manager for a rep', lead, { kind: 'rep', code: 'r1' }, undefined],
		['nobody from above for a unit below', above, { kind: 'unit', code: 't1' }, undefined],
		['an administrator on behalf of a rep', admin, { kind: 'rep', code: 'r1' }, 'behalf'],
		['an administrator on behalf of a unit', admin, { kind: 'unit', code: 't1' }, 'behalf'],
		['nobody for a dealer', admin, { kind: 'dealer', code: 'd1' }, undefined],
		['no somebody who left', { ...rep, sells: false }, { kind: 'rep', code: 'r1' }, undefined],
		['no key', { kind: 'key', code: 'r1', sells: true }, { kind: 'rep', code: 'r1' }, undefined]
	] as const)('%s', (_, by, child, expected) => expect(answersFor(by, child)).toBe(expected));
});
