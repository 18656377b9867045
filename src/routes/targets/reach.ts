/** Whose a target is, and whether somebody may change it, as every route of this folder asks. */
import type { RequestEvent } from '@sveltejs/kit';
import { demand } from '$lib/access/guard.ts';
import { may, type Action, type Subject } from '$lib/domain/permissions.ts';
import type { Problem } from '$server/problems.ts';
import { readPlanAddress, type PlanAddress, type PlanUnit } from '$lib/plan-query.ts';

interface Asked {
	unit: PlanUnit;
	date: string;
	subject: string;
}

/** A rep's and a dealer's belong to the unit of that period (TARGET-8); a product's to nobody. */
function belongsTo({ locals }: Pick<RequestEvent, 'locals'>, asked: Asked): Subject {
	const person = /^rep:(.*)$/.exec(asked.subject)?.[1];
	const line = locals.app.plan.lineOf(asked.subject, asked.unit, asked.date);
	return { line, ...(person === undefined ? {} : { person }) };
}

export const mayOn = (event: Pick<RequestEvent, 'locals'>, action: Action, asked: Asked): boolean =>
	may(event.locals.principal, action, belongsTo(event, asked));

export const demandOn = (event: Pick<RequestEvent, 'locals'>, action: Action, asked: Asked): void =>
	demand(event, action, belongsTo(event, asked));

/** What the page is asked for; the company's where no subject is named. */
export function addressOf({
	locals: { app },
	url
}: Pick<RequestEvent, 'locals' | 'url'>): PlanAddress {
	const at = readPlanAddress(url, app.organisation.today());
	const company = app.directory.mirror.company();
	return { ...at, subject: at.subject || (company ? `unit:${company.code}` : '') };
}

/** The subject is no field of the page of one target. */
export const besideAmount = (problems: readonly Problem[]): Problem[] =>
	problems.map((problem) => ({ ...problem, path: 'amount' }));

/** Parts are no field that a message could stand beside. */
export const aboveParts = (problems: readonly Problem[]): Problem[] =>
	problems.map((problem) =>
		['reason', 'deadlineDate'].includes(problem.path) ? problem : { ...problem, path: '' }
	);
