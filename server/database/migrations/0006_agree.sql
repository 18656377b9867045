CREATE TABLE "split_answers" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "split_answers_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"round_id" integer NOT NULL,
	"unit_id" integer,
	"rep_id" integer,
	"kind" text NOT NULL,
	"offered" bigint NOT NULL,
	"amount" bigint NOT NULL,
	"reason" text NOT NULL,
	"answered_at" timestamp with time zone NOT NULL,
	"answered_by" text NOT NULL,
	"on_behalf" boolean NOT NULL,
	CONSTRAINT "split_answers_one_child" CHECK (num_nonnulls("split_answers"."unit_id", "split_answers"."rep_id") = 1),
	CONSTRAINT "split_answers_kind" CHECK ("split_answers"."kind" in ('accept', 'counter', 'silence')),
	CONSTRAINT "split_answers_amount" CHECK ("split_answers"."amount" >= 0 and ("split_answers"."kind" = 'counter') = ("split_answers"."amount" <> "split_answers"."offered"))
);
--> statement-breakpoint
CREATE TABLE "split_rounds" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "split_rounds_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"split_id" integer NOT NULL,
	"round" integer NOT NULL,
	"issued_at" timestamp with time zone NOT NULL,
	"issued_by" text NOT NULL,
	"deadline" timestamp with time zone NOT NULL,
	"silence_accepts" boolean NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by" text,
	"ending" text,
	"reminded_at" timestamp with time zone,
	"missed_at" timestamp with time zone,
	CONSTRAINT "split_rounds_of_version" UNIQUE("split_id","round"),
	CONSTRAINT "split_rounds_ending" CHECK ("split_rounds"."ending" in ('settled', 'withdrawn', 'reissued')),
	CONSTRAINT "split_rounds_ended" CHECK (num_nonnulls("split_rounds"."ended_at", "split_rounds"."ended_by", "split_rounds"."ending") in (0, 3))
);
--> statement-breakpoint
ALTER TABLE "organisation" ADD COLUMN "silence_accepts" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "split_answers" ADD CONSTRAINT "split_answers_round_id_split_rounds_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."split_rounds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "split_answers" ADD CONSTRAINT "split_answers_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "split_answers" ADD CONSTRAINT "split_answers_rep_id_reps_id_fk" FOREIGN KEY ("rep_id") REFERENCES "public"."reps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "split_rounds" ADD CONSTRAINT "split_rounds_split_id_splits_id_fk" FOREIGN KEY ("split_id") REFERENCES "public"."splits"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "split_answers_round" ON "split_answers" USING btree ("round_id");--> statement-breakpoint
CREATE INDEX "split_answers_rep" ON "split_answers" USING btree ("rep_id");--> statement-breakpoint
CREATE INDEX "split_answers_unit" ON "split_answers" USING btree ("unit_id");--> statement-breakpoint
CREATE INDEX "split_rounds_open" ON "split_rounds" USING btree ("deadline") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "splits_issued" ON "splits" USING btree ("id") WHERE state = 'issued';--> statement-breakpoint
-- Written by hand from here on.
-- AGREE-6: what was said stays said.
CREATE FUNCTION refuse_answer_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'answers are only ever added'
		USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER split_answers_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON split_answers
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_answer_change();
--> statement-breakpoint
-- A round that has ended takes no answer.
CREATE FUNCTION check_answered_round() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF EXISTS (
		SELECT FROM split_rounds
		WHERE ended_at IS NOT NULL AND id IN (SELECT DISTINCT round_id FROM added)
	) THEN
		RAISE EXCEPTION 'the round has ended'
			USING ERRCODE = 'restrict_violation';
	END IF;
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER split_answers_in_open_rounds AFTER INSERT ON split_answers
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION check_answered_round();
--> statement-breakpoint
-- Of a round only its end and what was reminded are written later, and nothing once it has ended.
CREATE FUNCTION check_round_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL
		OR (OLD.split_id, OLD.round, OLD.issued_at, OLD.issued_by, OLD.deadline, OLD.silence_accepts)
			IS DISTINCT FROM
			(NEW.split_id, NEW.round, NEW.issued_at, NEW.issued_by, NEW.deadline, NEW.silence_accepts)
	THEN
		RAISE EXCEPTION 'round % stays as it was opened', OLD.id
			USING ERRCODE = 'restrict_violation';
	END IF;
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER split_rounds_stay BEFORE UPDATE OR DELETE ON split_rounds
	FOR EACH ROW EXECUTE FUNCTION check_round_change();
