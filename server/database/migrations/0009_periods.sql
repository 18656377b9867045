CREATE TABLE "history" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "history_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"relation" text NOT NULL,
	"key" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"image" jsonb
);
--> statement-breakpoint
CREATE TABLE "period_closings" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "period_closings_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"month" date NOT NULL,
	"closed_at" timestamp with time zone NOT NULL,
	"closed_by" text NOT NULL,
	"position" bigint NOT NULL,
	"entries" integer NOT NULL,
	"figures" jsonb NOT NULL,
	"reopened_at" timestamp with time zone,
	"reopened_by" text,
	"reason" text,
	CONSTRAINT "period_closings_reopened_for_a_reason" CHECK (num_nonnulls("period_closings"."reopened_at", "period_closings"."reopened_by", "period_closings"."reason") in (0, 3))
);
--> statement-breakpoint
CREATE INDEX "history_of" ON "history" USING btree ("relation","key","at","id");--> statement-breakpoint
CREATE INDEX "history_targets" ON "history" USING btree ((image ->> 'period_start'),(image ->> 'metric_id')) WHERE relation = 'targets';--> statement-breakpoint
CREATE INDEX "history_target_days" ON "history" USING btree ((image ->> 'target_id')) WHERE relation = 'target_days';--> statement-breakpoint
CREATE UNIQUE INDEX "period_closings_closed_once" ON "period_closings" USING btree ("month") WHERE "period_closings"."reopened_at" is null;--> statement-breakpoint
-- By hand from here on.

-- CHANGE-14: every state of what the boards are reckoned from stays. The triggers wait for the end of the transaction:
-- by then its line in the audit log has said when it happens, by the clock of whoever changed it.
CREATE FUNCTION tell_when() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM set_config('longhubang.at', NEW.at::text, true);
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_tells_when AFTER INSERT ON audit FOR EACH ROW EXECUTE FUNCTION tell_when();
--> statement-breakpoint
CREATE FUNCTION keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	image jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
BEGIN
	IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN
		RETURN NULL;
	END IF;
	-- Cells below a dealer are on no board, and their splits are versions that stay.
	IF TG_TABLE_NAME = 'targets' AND (
		SELECT count(*) > 1 FROM unnest('{unit_id,rep_id,customer_id,product_id}'::text[]) AS c
		WHERE image ->> c IS NOT NULL
	) THEN
		RETURN NULL;
	END IF;
	INSERT INTO history (relation, key, at, image) VALUES (
		TG_TABLE_NAME,
		concat_ws(':', image ->> TG_ARGV[0], image ->> TG_ARGV[1]),
		coalesce(nullif(current_setting('longhubang.at', true), '')::timestamptz, clock_timestamp()),
		CASE WHEN TG_OP <> 'DELETE' THEN image END
	);
	RETURN NULL;
END $$;
--> statement-breakpoint
DO $$
DECLARE
	kept record;
BEGIN
	FOR kept IN
		SELECT * FROM (VALUES
			('organisation', '{id}'::text[]), ('calendars', '{id}'), ('calendar_days', '{date}'),
			('units', '{id}'), ('reps', '{id}'), ('memberships', '{id}'), ('rep_leave', '{id}'),
			('customers', '{id}'), ('products', '{id}'), ('metrics', '{id}'),
			('targets', '{id}'), ('target_days', '{target_id,day}')
		) AS t (relation, key)
	LOOP
		-- What is there already was always so, as far as anybody can tell now.
		EXECUTE format(
			'INSERT INTO history (relation, key, at, image)
			SELECT %L, concat_ws('':'', image ->> %L, image ->> %L), ''-infinity'', image
			FROM (SELECT to_jsonb(r) AS image FROM %I r) rows',
			kept.relation, kept.key[1], kept.key[2], kept.relation
		);
		EXECUTE format(
			'CREATE CONSTRAINT TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %I
			DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION keep_history(%s)',
			kept.relation || '_history', kept.relation,
			(SELECT string_agg(quote_literal(c), ', ') FROM unnest(kept.key) AS c)
		);
	END LOOP;
END $$;
--> statement-breakpoint
CREATE TRIGGER history_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON history
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint

-- PERIOD-4: targets, their fixed days and splits, own dates and leave stay as a closed period had them. A key share of the ledger's
-- head waits for a closing under way and no append; a closing waits for whoever holds one.
CREATE FUNCTION refuse_closed_targets() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	closed date;
BEGIN
	SELECT closed_through INTO closed FROM ledger_head FOR KEY SHARE;
	IF EXISTS (
		SELECT FROM touched
		WHERE closed + 1 >= period_start + CASE period_unit
			WHEN 'month' THEN interval '1 month' WHEN 'quarter' THEN interval '3 months' ELSE interval '1 year'
		END
	) THEN
		RAISE EXCEPTION 'the period up to % is closed', closed
			USING ERRCODE = 'check_violation', CONSTRAINT = 'targets_period_open', DETAIL = closed;
	END IF;
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION refuse_closed_days() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	closed date;
BEGIN
	SELECT closed_through INTO closed FROM ledger_head FOR KEY SHARE;
	IF EXISTS (SELECT FROM touched WHERE (to_jsonb(touched) ->> TG_ARGV[0])::date <= closed) THEN
		RAISE EXCEPTION 'the period up to % is closed', closed
			USING ERRCODE = 'check_violation', CONSTRAINT = 'days_period_open', DETAIL = closed;
	END IF;
	RETURN NULL;
END $$;
--> statement-breakpoint
DO $$
DECLARE
	guarded record;
BEGIN
	-- A draft of a split may be thrown away whenever; what is settled stays anyway (SPLIT-12).
	FOR guarded IN
		SELECT * FROM (VALUES
			('targets', '{insert,update,delete}'::text[], 'refuse_closed_targets()'),
			('splits', '{insert,update}', 'refuse_closed_targets()'),
			('target_days', '{insert,update,delete}', 'refuse_closed_days(''day'')'),
			('calendar_days', '{insert,update,delete}', 'refuse_closed_days(''date'')'),
			('rep_leave', '{insert,update,delete}', 'refuse_closed_days(''from'')')
		) AS t (relation, events, check_call), unnest(events) AS event
	LOOP
		EXECUTE format(
			'CREATE TRIGGER %I AFTER %s ON %I REFERENCING %s TABLE AS touched
			FOR EACH STATEMENT EXECUTE FUNCTION %s',
			guarded.relation || '_period_open_' || guarded.event, guarded.event, guarded.relation,
			CASE guarded.event WHEN 'delete' THEN 'OLD' ELSE 'NEW' END, guarded.check_call
		);
	END LOOP;
END $$;
