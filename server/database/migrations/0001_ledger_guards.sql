-- What the rules of docs/SPEC.md say and a table definition cannot.

-- LEDGER-1: entries are only ever added.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION '% is append-only: correct an entry by a reversal and a new entry', TG_TABLE_NAME
		USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entries
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER entry_credits_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entry_credits
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint

-- LEDGER-4: every entry is credited, by shares of exactly 100 % and amounts of exactly the entry's.
-- Statement triggers see all rows of a group commit at once: one check, however many entries. It looks every
-- entry up by its keys: a connection plans this once, for the sizes that it sees at its first insert, and a
-- join planned for a first import into an empty ledger reads the whole of it for every later sale.
CREATE FUNCTION check_credits() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
	wrong bigint;
BEGIN
	SELECT a.position INTO wrong
	FROM (SELECT DISTINCT position FROM added) AS a
	WHERE NOT (
		-- A scalar subquery stays one: it is never made into a join.
		SELECT coalesce(sum(c.share), 0) = 10000 AND coalesce(sum(c.amount), 0) = (
			SELECT e.amount FROM entries e WHERE e.position = a.position
		)
		FROM entry_credits c
		WHERE c.position = a.position AND c.role = 'credit'
	)
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'credits of entry % do not sum to the entry', wrong
			USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_credits_sum';
	END IF;
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER entries_are_credited AFTER INSERT ON entries
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION check_credits();
--> statement-breakpoint
CREATE TRIGGER entry_credits_sum AFTER INSERT ON entry_credits
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION check_credits();
--> statement-breakpoint

-- LEDGER-8: a closed period takes no entries. LEDGER-2: positions do not run ahead of the head.
CREATE FUNCTION check_head() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	head ledger_head;
BEGIN
	SELECT * INTO head FROM ledger_head;
	IF EXISTS (SELECT FROM added WHERE business_date <= head.closed_through) THEN
		RAISE EXCEPTION 'the period up to % is closed', head.closed_through
			USING ERRCODE = 'check_violation', CONSTRAINT = 'entries_period_open';
	END IF;
	IF EXISTS (SELECT FROM added WHERE position > head.position) THEN
		RAISE EXCEPTION 'an entry lies beyond the head of the ledger (%)', head.position
			USING ERRCODE = 'check_violation', CONSTRAINT = 'entries_within_head';
	END IF;
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER entries_within_head AFTER INSERT ON entries
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION check_head();
--> statement-breakpoint

-- A rep is in one team at a time. Ranges of ids stand in for btree_gist, which the embedded server lacks.
ALTER TABLE memberships ADD CONSTRAINT memberships_one_team_at_a_time EXCLUDE USING gist (
	int4range(rep_id, rep_id, '[]') WITH &&,
	daterange(since, until, '[]') WITH &&
);
--> statement-breakpoint

-- Day totals are updated in place: leave room on the page, so that no index is touched.
ALTER TABLE day_totals SET (fillfactor = 70);
--> statement-breakpoint
ALTER TABLE ledger_head SET (fillfactor = 10);
--> statement-breakpoint

-- What every installation has.
INSERT INTO ledger_head DEFAULT VALUES;
--> statement-breakpoint
INSERT INTO organisation
	(name, time_zone, currency, fraction_digits, locale, working_hours, pace_thresholds, big_deal, stretch)
VALUES
	('龙虎榜', 'Asia/Shanghai', 'CNY', 2, 'zh-CN', '{"start":"09:00","end":"18:00"}',
	 '{"ahead":1,"onTrack":0.95,"behind":0.8}', 5000000, 500);
--> statement-breakpoint
INSERT INTO calendars (week, holidays) VALUES ('{100,100,100,100,100,0,0}', 'CN');
--> statement-breakpoint
INSERT INTO metrics (code, name, kind, points_micro, built_in) VALUES
	('sales', '销售额', 'money', 100, true),
	('collection', '回款', 'money', 100, true),
	('orders', '订单', 'count', 1000000, true),
	('units', '销量', 'count', 0, true),
	('new-customers', '新客户', 'count', 10000000, true),
	('visits', '拜访', 'count', 1000000, true);
