import { createAuditSearch } from '../../audit/search.ts';
import type { AuditRow } from '../../audit/search.ts';
import { exportList } from '../list.ts';

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

export const auditList = exportList<AuditRow>({
	action: 'audit.read',
	columns: [
		{ heading: 'id', kind: 'number', of: (row) => row.id },
		{ heading: 'at', kind: 'instant', of: (row) => row.at },
		{ heading: 'actor', of: (row) => row.actor },
		{ heading: 'actor_name', of: (row) => row.actorName },
		{ heading: 'action', of: (row) => row.action },
		{ heading: 'subject', of: (row) => row.subject },
		{ heading: 'subject_name', of: (row) => row.subjectName },
		{ heading: 'before', of: (row) => json(row.before) },
		{ heading: 'after', of: (row) => json(row.after) }
	],
	read(books, asked) {
		const search = createAuditSearch(books);
		const query = {
			q: asked.q,
			what: asked.filter('what'),
			from: asked.filter('from'),
			to: asked.filter('to')
		};
		return { rows: search.all(query), count: () => search.count(query) };
	}
});
