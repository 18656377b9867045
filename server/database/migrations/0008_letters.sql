CREATE TABLE "commitment_signatures" (
	"commitment_id" integer NOT NULL,
	"side" text NOT NULL,
	"person" text NOT NULL,
	"name" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"drawing" text,
	"hash" text NOT NULL,
	CONSTRAINT "commitment_signatures_commitment_id_side_pk" PRIMARY KEY("commitment_id","side"),
	CONSTRAINT "commitment_signatures_side" CHECK ("commitment_signatures"."side" in ('company', 'receiver')),
	CONSTRAINT "commitment_signatures_drawing" CHECK ("commitment_signatures"."drawing" ~ '^[ML0-9 ]+$')
);
--> statement-breakpoint
CREATE TABLE "commitment_terms" (
	"unit_id" integer PRIMARY KEY NOT NULL,
	"terms" jsonb NOT NULL,
	"saved_at" timestamp with time zone NOT NULL,
	"saved_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "commitments" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "commitments_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"rep_id" integer,
	"unit_id" integer,
	"receiver" text NOT NULL,
	"period_unit" text NOT NULL,
	"period_start" date NOT NULL,
	"version" integer NOT NULL,
	"state" text NOT NULL,
	"content" jsonb NOT NULL,
	"hash" text NOT NULL,
	"prepared_at" timestamp with time zone NOT NULL,
	"prepared_by" text NOT NULL,
	"closed_at" timestamp with time zone,
	"closed_by" text,
	"closed_reason" text,
	CONSTRAINT "commitments_version" UNIQUE NULLS NOT DISTINCT("rep_id","unit_id","receiver","period_unit","period_start","version"),
	CONSTRAINT "commitments_one_subject" CHECK (num_nonnulls("commitments"."rep_id", "commitments"."unit_id") = 1),
	CONSTRAINT "commitments_state" CHECK ("commitments"."state" in ('draft', 'offered', 'signed', 'superseded', 'ended')),
	CONSTRAINT "commitments_period_unit" CHECK ("commitments"."period_unit" in ('month', 'quarter', 'year'))
);
--> statement-breakpoint
ALTER TABLE "commitment_signatures" ADD CONSTRAINT "commitment_signatures_commitment_id_commitments_id_fk" FOREIGN KEY ("commitment_id") REFERENCES "public"."commitments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commitment_terms" ADD CONSTRAINT "commitment_terms_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commitments" ADD CONSTRAINT "commitments_rep_id_reps_id_fk" FOREIGN KEY ("rep_id") REFERENCES "public"."reps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commitments" ADD CONSTRAINT "commitments_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "commitments_open" ON "commitments" USING btree ("receiver",coalesce(unit_id, 0),"period_unit","period_start") WHERE state in ('draft', 'offered');--> statement-breakpoint
CREATE UNIQUE INDEX "commitments_in_force" ON "commitments" USING btree ("receiver",coalesce(unit_id, 0),"period_unit","period_start") WHERE state = 'signed';--> statement-breakpoint
CREATE INDEX "commitments_period" ON "commitments" USING btree ("period_unit","period_start");--> statement-breakpoint
-- LETTER-7: what both sides signed never changes; it can only be followed by another version, or ended.
CREATE FUNCTION keep_signed_commitment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'UPDATE' AND OLD.state = 'signed' AND NEW.state IN ('superseded', 'ended')
		AND ROW(OLD.id, OLD.rep_id, OLD.unit_id, OLD.receiver, OLD.period_unit, OLD.period_start, OLD.version,
			OLD.content, OLD.hash, OLD.prepared_at, OLD.prepared_by)
		IS NOT DISTINCT FROM ROW(NEW.id, NEW.rep_id, NEW.unit_id, NEW.receiver, NEW.period_unit, NEW.period_start,
			NEW.version, NEW.content, NEW.hash, NEW.prepared_at, NEW.prepared_by)
	THEN
		RETURN NEW;
	END IF;
	RAISE EXCEPTION 'commitment % is %: it stays as it is', OLD.id, OLD.state
		USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER commitments_signed_stay BEFORE UPDATE OR DELETE ON commitments
	FOR EACH ROW WHEN (OLD.state IN ('signed', 'superseded', 'ended')) EXECUTE FUNCTION keep_signed_commitment();
--> statement-breakpoint
-- LETTER-5: signed is what carries both signatures, of the very text that it says.
CREATE FUNCTION check_commitment_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF (SELECT count(*) FROM commitment_signatures WHERE commitment_id = NEW.id AND hash = NEW.hash) <> 2 THEN
		RAISE EXCEPTION 'commitment % is not signed by both', NEW.id USING ERRCODE = 'restrict_violation';
	END IF;
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER commitments_signed_by_both BEFORE UPDATE ON commitments
	FOR EACH ROW WHEN (NEW.state = 'signed' AND OLD.state <> 'signed') EXECUTE FUNCTION check_commitment_signed();
--> statement-breakpoint
CREATE FUNCTION refuse_born_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'a commitment begins open' USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER commitments_begin_open BEFORE INSERT ON commitments
	FOR EACH ROW WHEN (NEW.state NOT IN ('draft', 'offered')) EXECUTE FUNCTION refuse_born_signed();
--> statement-breakpoint
-- A signature is given or voided, never altered; of a version that is not open any more not even that.
CREATE FUNCTION keep_commitment_signature() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	touched integer;
BEGIN
	IF TG_OP = 'UPDATE' THEN
		RAISE EXCEPTION 'a signature is never altered' USING ERRCODE = 'restrict_violation';
	END IF;
	touched := CASE TG_OP WHEN 'INSERT' THEN NEW.commitment_id ELSE OLD.commitment_id END;
	IF EXISTS (SELECT FROM commitments WHERE id = touched AND state IN ('signed', 'superseded', 'ended')) THEN
		RAISE EXCEPTION 'commitment % is closed: its signatures stay', touched USING ERRCODE = 'restrict_violation';
	END IF;
	RETURN CASE TG_OP WHEN 'INSERT' THEN NEW ELSE OLD END;
END $$;
--> statement-breakpoint
CREATE TRIGGER commitment_signatures_stay BEFORE INSERT OR UPDATE OR DELETE ON commitment_signatures
	FOR EACH ROW EXECUTE FUNCTION keep_commitment_signature();
