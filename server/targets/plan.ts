/** The targets of a period, level by level: whether the children carry their parent, and how far each split is. */
import type { PastPeriod } from '../../src/lib/domain/methods.ts';
import { periodOf, previousPeriod } from '../../src/lib/domain/period.ts';
import type { IsoDate, Period } from '../../src/lib/domain/period.ts';
import { checkSplit } from '../../src/lib/domain/split.ts';
import type { SplitCheck } from '../../src/lib/domain/split.ts';
import type { Directory } from '../directory/directory.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { Past } from './past.ts';
import type { PeriodWithTarget } from './schema.ts';
import type { SplitVersion, SplitViews } from './split-view.ts';
import { nameOnly } from './subjects.ts';
import type { PlanSubject, PlanSubjects, SubjectName } from './subjects.ts';
import { nameOf } from './targets.ts';
import type { TargetSheet, Targets } from './targets.ts';

export interface PlanNode extends SubjectName {
	/** 0 for the company. */
	depth: number;
	/** Codes of its unit and those above, for the permissions. */
	line: string[];
	target: number | undefined;
	/** The period before. */
	before: PastPeriod['amount'];
	/** Against the children; absent without a target or without children. */
	check: SplitCheck | undefined;
	children: number;
	/** Children that have a target. */
	set: number;
	split: SplitVersion | undefined;
	/** The children stand below it. */
	open: boolean;
}

export interface PlanView {
	metric: { code: string; name: string; kind: 'money' | 'count' };
	period: Period;
	today: IsoDate;
	stretch: number;
	nodes: PlanNode[];
}

export function createPlan(options: {
	directory: Directory;
	organisation: Organisation;
	subjects: PlanSubjects;
	past: Past;
	splits: Pick<SplitViews, 'states'>;
	targets: Targets;
}) {
	const { directory, organisation, subjects, past, splits, targets } = options;
	const { mirror } = directory;

	/** Units with everything below them, and what is below a team or rep that was opened. */
	function walk(root: PlanSubject, period: Period, opened: ReadonlySet<string>) {
		const found: { subject: PlanSubject; depth: number; children: PlanSubject[]; open: boolean }[] =
			[];
		const visit = (subject: PlanSubject, depth: number) => {
			const children = subjects.childrenOf(subject, period);
			const ofUnits = subject.level === 'company' || subject.level === 'region';
			const open = subject.level !== 'dealer' && (ofUnits || opened.has(subject.key));
			found.push({ subject, depth, children, open });
			if (open) for (const child of children) visit(child, depth + 1);
		};
		visit(root, 0);
		return found;
	}

	async function resultsBefore(
		metricId: number,
		all: readonly PlanSubject[],
		period: Period
	): Promise<Map<string, number>> {
		const found = new Map<string, number>();
		for (const kind of ['unit', 'rep', 'dealer'] as const) {
			const some = all.filter((subject) => subject.kind === kind);
			for (const [key, [amount]] of await past.sums(metricId, some, [previousPeriod(period)]))
				found.set(key, amount!);
		}
		return found;
	}

	function checkOf(
		subject: PlanSubject,
		children: readonly PlanSubject[],
		sheet: TargetSheet
	): { check: SplitCheck | undefined; set: number } {
		const amounts = children
			.map(({ ref }) => sheet.of(ref))
			.filter((amount) => amount !== undefined);
		const target = sheet.of(subject.ref);
		// A dealer's products are cells of the two, which no sheet holds.
		const applies = target !== undefined && children.length > 0 && subject.level !== 'dealer';
		return {
			check: applies ? checkSplit(target, amounts, organisation.settings.stretch) : undefined,
			set: amounts.length
		};
	}

	return {
		/** `open`: keys of the teams and reps whose children are shown. */
		async read(query: {
			metric: string;
			unit: PeriodWithTarget;
			date: IsoDate;
			open: readonly string[];
		}): Promise<Outcome<{ plan: PlanView }>> {
			const metric = mirror.metrics.named(query.metric);
			if (!metric) return failed(problem('metric', 'unknown-metric', query.metric));
			const company = mirror.company();
			const period = periodOf(query.unit, query.date);
			const rows = company ? walk(subjects.unit(company), period, new Set(query.open)) : [];
			const [sheet, states, before] = await Promise.all([
				targets.sheet(metric.id, period),
				splits.states(metric.id, period),
				resultsBefore(
					metric.id,
					rows.map(({ subject }) => subject),
					period
				)
			]);
			return {
				ok: true,
				plan: {
					metric: { code: metric.code, name: metric.name, kind: metric.kind },
					period,
					today: organisation.today(),
					stretch: organisation.settings.stretch,
					nodes: rows.map(({ subject, depth, children, open }) => ({
						...nameOnly(subject),
						depth,
						line: lineOf(subject, period),
						target: sheet.of(subject.ref),
						before: before.get(subject.key) ?? 0,
						...checkOf(subject, children, sheet),
						children: children.length,
						split: states.get(nameOf(subject.ref)),
						open
					}))
				}
			};
		},

		/** Whose a target of a period is: its unit of that period and all above (TARGET-8). */
		lineOf(key: string, unit: PeriodWithTarget, date: IsoDate): string[] {
			const found = subjects.find(key);
			return found.ok ? lineOf(found.subject, periodOf(unit, date)) : [];
		}
	};

	function lineOf(subject: PlanSubject, period: Period): string[] {
		if (subject.kind === 'product') return [];
		if (subject.kind === 'unit') return mirror.lineOf(subject.ref.id).map(({ code }) => code);
		const parent = subjects.parentOf(subject, period);
		return parent ? lineOf(parent, period) : [];
	}
}
