import type { IsoDate } from '../../src/lib/domain/period.ts';
import { QUESTIONS } from '../../src/lib/domain/report.ts';
import type { Answers } from '../../src/lib/domain/report.ts';
import type { Doings, DoingsRow } from '../../src/lib/scenes/states.ts';
import { keptReading } from './kept.ts';
import { toRows } from './month.ts';
import type { LiveServices, SceneContext, SceneMaker, Source } from './scene.ts';

interface Person extends DoingsRow {
	team: { code: string; name: string };
}

interface Day {
	cutOff: number;
	/** Everybody who works today. */
	people: Person[];
}

interface DaySource extends Source {
	read(today: IsoDate): Promise<Day>;
}

/** How far everybody in a unit is with their day, shared by the scenes of a room. */
const dayOf = (context: SceneContext<LiveServices>): DaySource =>
	context.share(`doings:${context.unit.id}`, () => createDay(context));

function createDay({ process, directory, unit }: SceneContext<LiveServices>): DaySource {
	const { mirror } = directory;

	async function read(today: IsoDate): Promise<Day> {
		const [teams, cutOff] = await Promise.all([
			process.reports.summary(today, [unit.code]),
			process.reports.cutOffOf(today)
		]);
		const codes = teams.flatMap(({ reps }) => reps.map(({ code }) => code));
		const ids = codes.map((code) => mirror.reps.named(code)!.id);
		const visits = await process.visits.between(ids, today, today);
		const people = teams.flatMap(({ team, reps }) =>
			reps.map(({ code, name, report }): Person => {
				const own = visits.get(code) ?? [];
				const done = own.filter(({ state }) => state === 'done').length;
				const planned = own.filter(({ state }) => state === 'planned').length;
				return {
					code,
					name,
					team,
					people: 1,
					answered: answered(report.answers),
					full: report.state === 'full' ? 1 : 0,
					visits: planned + done,
					visitsDone: done
				};
			})
		);
		return { cutOff, people };
	}

	return {
		hears: 'process',
		note: () => false,
		...keptReading(read)
	};
}

function answered(answers: Answers): Doings['answered'] {
	const of = (question: keyof Answers) => (answers[question]?.trim() ? 1 : 0);
	return { yesterday: of('yesterday'), today: of('today'), tomorrow: of('tomorrow') };
}

function summed(people: readonly Doings[]): Doings {
	const sum = (of: (one: Doings) => number) => people.reduce((total, one) => total + of(one), 0);
	const [yesterday, today, tomorrow] = QUESTIONS.map((question) =>
		sum(({ answered }) => answered[question])
	) as [number, number, number];
	return {
		people: sum(({ people }) => people),
		answered: { yesterday, today, tomorrow },
		full: sum(({ full }) => full),
		visits: sum(({ visits }) => visits),
		visitsDone: sum(({ visitsDone }) => visitsDone)
	};
}

function teamsOf(people: readonly Person[]): DoingsRow[] {
	const codes = [...new Set(people.map(({ team }) => team.code))];
	return codes.map((code) => {
		const members = people.filter(({ team }) => team.code === code);
		return { ...members[0]!.team, ...summed(members) };
	});
}

/** Whoever is done stands first; of equals who has answered more, then by code, so that nothing jumps. */
function byDone(a: DoingsRow, b: DoingsRow): number {
	const share = (row: DoingsRow) => row.full / row.people;
	const given = ({ answered, people }: DoingsRow) =>
		(answered.yesterday + answered.today + answered.tomorrow) / people;
	return share(b) - share(a) || given(b) - given(a) || (a.code < b.code ? -1 : 1);
}

export const activity: SceneMaker<'activity', LiveServices> = (context, options) => {
	const source = dayOf(context);
	const { code, name, kind } = context.unit;
	const byName = options.names && kind === 'team';
	return {
		sources: [source],
		async compose({ today }) {
			const { cutOff, people } = await source.read(today);
			const rows = byName ? people.map(({ team: _team, ...row }) => row) : teamsOf(people);
			return {
				unit: { code, name, kind },
				cutOff,
				total: summed(people),
				level: byName ? 'rep' : 'team',
				rows: toRows(rows.sort(byDone), (row) => row.code)
			};
		}
	};
};
