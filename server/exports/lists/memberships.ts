import { SINCE_EVER } from '../../directory/reps.ts';
import type { Membership, Rep, Unit } from '../../directory/mirror.ts';
import { exportList, foundAll, unitIds } from '../list.ts';

interface Row extends Pick<Membership, 'since' | 'until'> {
	rep: Rep;
	team: Unit;
}

export const membershipsList = exportList<Row>({
	action: 'people.read',
	columns: [
		{ heading: 'rep', of: ({ rep }) => rep.code },
		{ heading: 'rep_name', of: ({ rep }) => rep.name },
		{ heading: 'team', of: ({ team }) => team.code },
		{ heading: 'team_name', of: ({ team }) => team.name },
		{ heading: 'since', kind: 'date', of: ({ since }) => (since === SINCE_EVER ? null : since) },
		{ heading: 'until', kind: 'date', of: ({ until }) => until }
	],
	read(books, asked) {
		const { mirror, search } = books.directory;
		const mine = unitIds(books, asked.within);
		const { rows } = search('reps', { q: asked.q });
		return foundAll(
			rows.flatMap(({ code }) => {
				const rep = mirror.reps.named(code)!;
				return mirror
					.membershipsOf(rep.id)
					.filter(({ teamId }) => !mine || mine.has(teamId))
					.map(({ teamId, since, until }) => ({
						rep,
						team: mirror.units.get(teamId)!,
						since,
						until
					}));
			})
		);
	}
});
