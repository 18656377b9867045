CREATE TABLE "split_parts" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "split_parts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"split_id" integer NOT NULL,
	"unit_id" integer,
	"rep_id" integer,
	"customer_id" integer,
	"product_id" integer,
	"amount" bigint NOT NULL,
	"weight" bigint NOT NULL,
	"locked" boolean NOT NULL,
	CONSTRAINT "split_parts_subject" UNIQUE NULLS NOT DISTINCT("split_id","unit_id","rep_id","customer_id","product_id"),
	CONSTRAINT "split_parts_one_subject_or_pair" CHECK (num_nonnulls(unit_id, rep_id, customer_id, product_id) = 1
	OR (num_nonnulls(unit_id, rep_id, customer_id, product_id) = 2 AND customer_id IS NOT NULL AND unit_id IS NULL)),
	CONSTRAINT "split_parts_amount" CHECK ("split_parts"."amount" >= 0)
);
--> statement-breakpoint
CREATE TABLE "splits" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "splits_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"metric_id" integer NOT NULL,
	"period_unit" text NOT NULL,
	"period_start" date NOT NULL,
	"unit_id" integer,
	"rep_id" integer,
	"customer_id" integer,
	"version" integer NOT NULL,
	"state" text NOT NULL,
	"basis" text NOT NULL,
	"parent_amount" bigint NOT NULL,
	"stretch" integer NOT NULL,
	"reason" text NOT NULL,
	"saved_at" timestamp with time zone NOT NULL,
	"saved_by" text NOT NULL,
	"revision" integer NOT NULL,
	CONSTRAINT "splits_parent_and_version" UNIQUE NULLS NOT DISTINCT("metric_id","period_unit","period_start","unit_id","rep_id","customer_id","version"),
	CONSTRAINT "splits_one_parent" CHECK (num_nonnulls("splits"."unit_id", "splits"."rep_id", "splits"."customer_id") = 1),
	CONSTRAINT "splits_state" CHECK ("splits"."state" in ('draft', 'issued', 'settled')),
	CONSTRAINT "splits_basis" CHECK ("splits"."basis" in ('history', 'equal', 'factors', 'last'))
);
--> statement-breakpoint
CREATE TABLE "target_days" (
	"target_id" integer NOT NULL,
	"day" date NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "target_days_target_id_day_pk" PRIMARY KEY("target_id","day"),
	CONSTRAINT "target_days_amount" CHECK ("target_days"."amount" >= 0)
);
--> statement-breakpoint
CREATE TABLE "target_factors" (
	"metric_id" integer NOT NULL,
	"period_unit" text NOT NULL,
	"period_start" date NOT NULL,
	"unit_id" integer NOT NULL,
	"capacity" bigint NOT NULL,
	"share" integer NOT NULL,
	"penetration" integer NOT NULL,
	"growth" integer NOT NULL,
	"potential" integer NOT NULL,
	CONSTRAINT "target_factors_metric_id_period_unit_period_start_unit_id_pk" PRIMARY KEY("metric_id","period_unit","period_start","unit_id"),
	CONSTRAINT "target_factors_capacity" CHECK ("target_factors"."capacity" >= 0)
);
--> statement-breakpoint
ALTER TABLE "targets" DROP CONSTRAINT "targets_one_subject";--> statement-breakpoint
ALTER TABLE "split_parts" ADD CONSTRAINT "split_parts_split_id_splits_id_fk" FOREIGN KEY ("split_id") REFERENCES "public"."splits"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "split_parts" ADD CONSTRAINT "split_parts_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "split_parts" ADD CONSTRAINT "split_parts_rep_id_reps_id_fk" FOREIGN KEY ("rep_id") REFERENCES "public"."reps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "split_parts" ADD CONSTRAINT "split_parts_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "split_parts" ADD CONSTRAINT "split_parts_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "splits" ADD CONSTRAINT "splits_metric_id_metrics_id_fk" FOREIGN KEY ("metric_id") REFERENCES "public"."metrics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "splits" ADD CONSTRAINT "splits_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "splits" ADD CONSTRAINT "splits_rep_id_reps_id_fk" FOREIGN KEY ("rep_id") REFERENCES "public"."reps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "splits" ADD CONSTRAINT "splits_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "target_days" ADD CONSTRAINT "target_days_target_id_targets_id_fk" FOREIGN KEY ("target_id") REFERENCES "public"."targets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "target_factors" ADD CONSTRAINT "target_factors_metric_id_metrics_id_fk" FOREIGN KEY ("metric_id") REFERENCES "public"."metrics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "target_factors" ADD CONSTRAINT "target_factors_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "targets_alone" ON "targets" USING btree ("metric_id","period_unit","period_start") WHERE num_nonnulls(unit_id, rep_id, customer_id, product_id) = 1;--> statement-breakpoint
ALTER TABLE "targets" ADD CONSTRAINT "targets_one_subject_or_pair" CHECK (num_nonnulls(unit_id, rep_id, customer_id, product_id) = 1
	OR (num_nonnulls(unit_id, rep_id, customer_id, product_id) = 2 AND customer_id IS NOT NULL AND unit_id IS NULL));--> statement-breakpoint
-- SPLIT-12: a settled version never changes.
CREATE FUNCTION refuse_settled_split() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'split % is settled: change it by a new version', OLD.id
		USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER splits_settled_stay BEFORE UPDATE OR DELETE ON splits
	FOR EACH ROW WHEN (OLD.state = 'settled') EXECUTE FUNCTION refuse_settled_split();
--> statement-breakpoint
-- One look for a whole statement: a grid saves thousands of parts at once.
CREATE FUNCTION refuse_settled_parts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF EXISTS (
		SELECT FROM splits
		WHERE state = 'settled' AND id IN (SELECT DISTINCT split_id FROM touched)
	) THEN
		RAISE EXCEPTION 'parts of a settled split stay: change it by a new version'
			USING ERRCODE = 'restrict_violation';
	END IF;
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER split_parts_settled_added AFTER INSERT ON split_parts
	REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION refuse_settled_parts();
--> statement-breakpoint
CREATE TRIGGER split_parts_settled_changed AFTER UPDATE ON split_parts
	REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION refuse_settled_parts();
--> statement-breakpoint
CREATE TRIGGER split_parts_settled_removed AFTER DELETE ON split_parts
	REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION refuse_settled_parts();
