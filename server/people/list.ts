import type pg from 'pg';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import { anywhere } from '../../src/lib/list-query.ts';
import type { ListPage, ListQuery } from '../../src/lib/list-query.ts';
import { normalPhone } from '../auth/accounts.ts';
import type { Mirror } from '../directory/mirror.ts';

export type PersonSort = 'name' | 'code' | 'team' | 'state';
export type PersonRole = 'administrator' | 'manager' | 'rep' | 'viewer';
/** Whether they can sign in: not at all yet, by a link that is still open, with a password, not any more. */
export type AccessState = 'none' | 'invited' | 'active' | 'disabled';

export interface PeopleQuery extends ListQuery<PersonSort> {
	/** Codes of the units to whose people, and those of all units below, the list is limited; undefined: everybody. */
	within: readonly string[] | undefined;
	/** Filters: code of a unit (and all below), role, state. */
	unit?: string | undefined;
	role?: PersonRole | undefined;
	state?: AccessState | undefined;
	/** Only these. */
	codes?: readonly string[] | undefined;
}

interface Named {
	code: string;
	name: string;
}

export interface PersonRow {
	code: string;
	name: string;
	phone: string | null;
	email: string | null;
	/** The team of today, else the last or the next one; absent for who never was in one. */
	team: Named | undefined;
	/** Whether they belong to `team` today. */
	sells: boolean;
	administrator: boolean;
	viewer: boolean;
	leads: Named[];
	state: AccessState;
}

interface Found extends Omit<PersonRow, 'team' | 'leads'> {
	teamId: number | null;
	leads: number[];
	total: number;
}

/**
 * Everybody: reps and accounts, joined by code (PEOPLE-1). $1 today, $2 now, $3 what to search for, $4 a phone to search
 * for, $5 units that limit the list, $6 units of the filter, $7 role, $8 state, $9 codes.
 */
const EVERYBODY = `
WITH place AS (
	SELECT DISTINCT ON (rep_id) rep_id, team_id,
		since <= $1 AND (until IS NULL OR until >= $1) AS today
	FROM memberships
	ORDER BY rep_id, (since <= $1 AND (until IS NULL OR until >= $1)) DESC, since DESC
), led AS (
	SELECT account, array_agg(unit_id ORDER BY unit_id) AS units FROM unit_managers GROUP BY account
), invited AS (
	SELECT DISTINCT account FROM access_links WHERE used_at IS NULL AND expires_at > $2
), person AS (
	SELECT
		coalesce(r.code, a.code) AS code,
		coalesce(r.name, a.name) AS name,
		a.phone, a.email,
		place.team_id AS "teamId",
		coalesce(place.today, false) AS sells,
		coalesce(a.administrator, false) AS administrator,
		coalesce(a.viewer, false) AS viewer,
		coalesce(led.units, '{}') AS leads,
		CASE
			WHEN a.disabled_at IS NOT NULL THEN 'disabled'
			WHEN a.password_hash IS NOT NULL OR a.code IN (SELECT account FROM identities) THEN 'active'
			WHEN invited.account IS NOT NULL THEN 'invited'
			ELSE 'none'
		END AS state
	FROM reps r
	FULL JOIN accounts a ON a.code = r.code
	LEFT JOIN place ON place.rep_id = r.id
	LEFT JOIN led ON led.account = a.code
	LEFT JOIN invited ON invited.account = a.code
), found AS (
	SELECT * FROM person
	WHERE ($3::text IS NULL OR name ILIKE $3 OR code ILIKE $3 OR email ILIKE $3 OR phone LIKE $4)
		AND ($5::int[] IS NULL OR "teamId" = ANY ($5)
			OR "teamId" IS NULL AND leads <> '{}' AND leads <@ $5)
		AND ($6::int[] IS NULL OR "teamId" = ANY ($6) OR leads && $6)
		AND CASE $7::text
			WHEN 'administrator' THEN administrator
			WHEN 'manager' THEN leads <> '{}'
			WHEN 'rep' THEN sells
			WHEN 'viewer' THEN viewer
			ELSE true
		END
		AND ($8::text IS NULL OR state = $8)
		AND ($9::text[] IS NULL OR code = ANY ($9))
)
SELECT found.*, (count(*) OVER ())::int AS total
FROM found LEFT JOIN units ON units.id = found."teamId"`;

const ORDER: Record<PersonSort, string> = {
	name: 'found.name COLLATE "zh-x-icu"',
	code: 'found.code',
	team: 'units.name COLLATE "zh-x-icu"',
	state: `array_position(ARRAY['none', 'invited', 'active', 'disabled'], found.state)`
};

/** The units of these codes and all below, by id. */
function allBelow(mirror: Mirror, codes: readonly string[]): number[] {
	const tops = new Set(codes.flatMap((code) => mirror.units.named(code)?.id ?? []));
	return [...mirror.units.all()]
		.filter((unit) => mirror.lineOf(unit.id).some(({ id }) => tops.has(id)))
		.map(({ id }) => id);
}

/** One page of everybody who fits. */
export async function listPeople(
	pool: pg.Pool,
	mirror: Mirror,
	query: PeopleQuery,
	{ today, now }: { today: IsoDate; now: Date }
): Promise<ListPage<PersonRow>> {
	const { q, sort, descending, page, size } = query;
	const phone = normalPhone(q);
	const direction = descending ? 'DESC' : 'ASC';
	const { rows } = await pool.query<Found>(
		`${EVERYBODY}
		ORDER BY ${ORDER[sort]} ${direction} NULLS LAST, found.code ${direction}
		LIMIT ${size} OFFSET ${(page - 1) * size}`,
		[
			today,
			now,
			q === '' ? null : anywhere(q),
			phone === '' ? null : anywhere(phone),
			query.within ? allBelow(mirror, query.within) : null,
			query.unit === undefined ? null : allBelow(mirror, [query.unit]),
			query.role ?? null,
			query.state ?? null,
			query.codes ?? null
		]
	);
	const named = (id: number): Named[] => {
		const unit = mirror.units.get(id);
		return unit ? [{ code: unit.code, name: unit.name }] : [];
	};
	return {
		total: rows[0]?.total ?? 0,
		rows: rows.map(({ total: _, teamId, leads, ...row }) => ({
			...row,
			team: teamId === null ? undefined : named(teamId)[0],
			leads: leads.flatMap(named)
		}))
	};
}
