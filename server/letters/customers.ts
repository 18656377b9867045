/** Through whom a target can be reached: the receiver's own customers, with what they brought. docs/SPEC.md, LETTER-4. */
import type { CustomerLine, MetricTarget } from '../../src/lib/domain/commitment.ts';
import { leadingTarget } from '../../src/lib/domain/commitment.ts';
import type { Period } from '../../src/lib/domain/period.ts';
import type { LetterCustomer } from '../../src/lib/forms/letter.ts';
import type { Directory } from '../directory/directory.ts';
import type { Customer } from '../directory/mirror.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import { periodsBefore } from '../targets/past.ts';
import type { Past } from '../targets/past.ts';
import type { Targets } from '../targets/targets.ts';
import type { Party } from './parties.ts';

export interface CustomerSuggestion {
	code: string;
	name: string;
	dealer: boolean;
	/** Results of the leading metric in the periods before, nearest first. */
	past: number[];
	/** The dealer's own target of the period. */
	target: number | null;
}

const PERIODS = 3;
/** A region may have thousands; the best of them are offered. */
const MOST = 300;

export type LetterCustomers = ReturnType<typeof createLetterCustomers>;

export function createLetterCustomers(options: {
	directory: Directory;
	organisation: Organisation;
	past: Past;
	targets: Targets;
}) {
	const { directory, organisation, past, targets } = options;
	const { mirror } = directory;

	/** A rep's own; a unit's are those of whoever is in it now. */
	function ownerTest({ kind, ref }: Party): (customer: Customer) => boolean {
		if (kind === 'rep') return ({ ownerId }) => ownerId === ref.id;
		const today = organisation.today();
		const teams = new Set(mirror.below(ref.id, 'team').map(({ id }) => id));
		return ({ ownerId }) => ownerId !== null && teams.has(mirror.teamOn(ownerId, today) ?? 0);
	}

	return {
		/** Who brought most first. */
		async suggest(
			party: Party,
			period: Period,
			letterTargets: readonly MetricTarget[]
		): Promise<CustomerSuggestion[]> {
			const metric = mirror.metrics.named(leadingTarget(letterTargets)?.code ?? '');
			const own = [...mirror.customers.all()].filter(ownerTest(party));
			if (!metric || own.length === 0) return [];
			const subjects = own.map(({ id, code, name }) => ({
				key: `dealer:${code}`,
				kind: 'dealer' as const,
				level: 'dealer' as const,
				code,
				name,
				ref: { kind: 'customer' as const, id }
			}));
			const [results, sheet] = await Promise.all([
				past.sums(metric.id, subjects, periodsBefore(period, PERIODS)),
				targets.sheet(metric.id, period)
			]);
			const sum = (all: readonly number[]) => all.reduce((a, b) => a + b, 0);
			return own
				.map(({ code, name, kind }, i) => ({
					code,
					name,
					dealer: kind === 'dealer',
					past: results.get(subjects[i]!.key)!,
					target: sheet.of(subjects[i]!.ref) ?? null
				}))
				.sort((a, b) => sum(b.past) - sum(a.past) || (a.code < b.code ? -1 : 1))
				.slice(0, MOST);
		},

		/** The lines as the letter says them, or what is wrong: only one's own, each once. `kept` stood there before. */
		resolve(
			party: Party,
			lines: readonly LetterCustomer[],
			kept: readonly CustomerLine[]
		): Outcome<{ customers: CustomerLine[] }> {
			const isOwn = ownerTest(party);
			const was = new Set(kept.map(({ code }) => code));
			const taken = new Set<string>();
			const customers: CustomerLine[] = [];
			for (const { code, name, amount } of lines) {
				if (code === null) {
					customers.push({ code, name, amount });
					continue;
				}
				const customer = mirror.customers.named(code);
				if (!customer || !(isOwn(customer) || was.has(code)))
					return failed(problem('customers', 'letter-not-your-customer', customer ? code : name));
				if (taken.has(code))
					return failed(problem('customers', 'letter-customer-twice', customer.name));
				taken.add(code);
				customers.push({ code, name: customer.name, amount });
			}
			return { ok: true, customers };
		}
	};
}
