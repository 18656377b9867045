/** Letters of this month in each state: to be filled in, half signed, signed by both, a new version, ended. */
import { periodOf } from '../../src/lib/domain/period.ts';
import type { Person } from '../../src/lib/domain/permissions.ts';
import { seededRandom } from '../../src/lib/domain/random.ts';
import { pathOf } from '../../src/lib/domain/signature.ts';
import type { Terms } from '../../src/lib/domain/commitment.ts';
import type { LetterCustomer } from '../../src/lib/forms/letter.ts';
import type { App } from '../app.ts';
import { ACCOUNTS, REPS, TEAMS, dealersOf } from './company.ts';

const BY = { actor: 'person:M-EAST' };

const PROMISES: Omit<Terms, 'deadline'> = {
	reward: { amount: 500_000, text: '完成月度销售目标，次月随工资发放。' },
	early: { amount: 200_000, text: '当月 25 日前完成，另行奖励。' },
	penalty: { amount: null, text: '连续两个月低于 80%，主管约谈并重新商定计划。' }
};

const WORDS =
	'每周拜访全部经销商一次，新品进店率做到 80%。\n上旬完成 35%，中旬累计 70%，月底前三天只催款、不压货。';

/** Loops across the sheet, different for each hand. */
function handOf(code: string): string {
	const random = seededRandom(`signature ${code}`);
	return pathOf(
		Array.from({ length: 3 + Math.floor(random() * 2) }, (_, stroke) => {
			const [x0, y0, wide] = [120 + stroke * 190, 130 + random() * 80, 60 + random() * 60];
			return Array.from({ length: 26 }, (_, i) => {
				const turn = (i / 25) * Math.PI * (2 + random() * 0.2);
				return {
					x: Math.round(x0 + (i / 25) * 190 + Math.sin(turn) * wide * 0.5),
					y: Math.round(y0 + Math.cos(turn * 1.3) * wide)
				};
			});
		})
	);
}

const personOf = (code: string): Person => {
	const account = ACCOUNTS.find((one) => one.code === code);
	const rep = REPS.find((one) => one.code === code);
	return {
		kind: 'person',
		code,
		name: account?.name ?? rep?.name ?? code,
		administrator: code === 'admin',
		viewer: false,
		sells: rep !== undefined,
		leads: []
	};
};

export async function loadLetters({ letters, organisation }: App): Promise<void> {
	const period = periodOf('month', organisation.today());
	const form = { period, terms: { ...PROMISES, deadline: period.to }, keep: true };
	const mayWrite = () => true;
	const must = <T extends object>(outcome: { ok: true } & T): T => {
		if (!outcome.ok) throw new Error(`a demo letter does not fit: ${JSON.stringify(outcome)}`);
		return outcome;
	};
	const prepare = async (unit: string, who: string, offer: boolean) =>
		must(
			(await letters.prepare({ ...form, unit, who, offer }, { ...BY, mayWrite })) as {
				ok: true;
			} & {
				prepared: { id: number; key: string }[];
			}
		).prepared;

	/** Two thirds of the target on the dealers, and a customer to be won. */
	async function answer(id: number, code: string): Promise<void> {
		const { text, hash } = (await letters.read(id))!;
		const dealers = dealersOf(code);
		const each = Math.round((text.targets[0]!.amount * 0.72) / dealers.length / 1e6) * 1e6;
		const customers: LetterCustomer[] = [
			...dealers.map((dealer) => ({ code: dealer.code, name: dealer.name, amount: each })),
			{ code: null, name: '昆山新城家居广场', amount: Math.round((each * 0.6) / 1e6) * 1e6 }
		];
		must((await letters.answer(id, { hash, commitment: WORDS, customers }, BY)) as { ok: true });
	}
	async function sign(id: number, code: string, side: 'company' | 'receiver'): Promise<void> {
		const { hash } = (await letters.read(id))!;
		const drawn = { hash, how: 'drawn' as const, drawing: handOf(code), name: '', password: '' };
		const as = { side, person: personOf(code), address: '127.0.0.1' };
		must((await letters.sign(id, drawn, as)) as { ok: true });
	}

	const team = TEAMS[0]!.code;
	const [waits, half, ...rest] = await prepare(team, '', true);
	const codeOf = (letter: { key: string }) => letter.key.split('/')[1]!;
	// The first is left to whoever signs in as that rep.
	if (waits) await sign(waits.id, 'M-EAST', 'company');
	if (half) {
		await answer(half.id, codeOf(half));
		await sign(half.id, codeOf(half), 'receiver');
	}
	for (const letter of rest.slice(0, 3)) {
		await answer(letter.id, codeOf(letter));
		await sign(letter.id, codeOf(letter), 'receiver');
		await sign(letter.id, 'M-EAST', 'company');
	}
	const [, renewed, ended] = rest;
	if (renewed)
		must((await letters.renew(renewed.id, '客户划转，金额重新落实', BY)) as { ok: true });
	if (ended) must((await letters.end(ended.id, '转岗，责任书终止', BY)) as { ok: true });
	await prepare(TEAMS[1]!.code, '', false);
	const [manager] = await prepare('EAST', 'unit/EAST/M-EAST', true);
	if (manager) await sign(manager.id, 'admin', 'company');
}
