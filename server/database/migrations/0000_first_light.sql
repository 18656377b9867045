CREATE TABLE "audit" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"before" jsonb,
	"after" jsonb
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"secret_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "customers_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"owner_id" integer,
	CONSTRAINT "customers_code_unique" UNIQUE("code"),
	CONSTRAINT "customers_kind" CHECK ("customers"."kind" in ('dealer', 'retail', 'prospect'))
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "memberships_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"rep_id" integer NOT NULL,
	"team_id" integer NOT NULL,
	"since" date NOT NULL,
	"until" date,
	CONSTRAINT "memberships_dates" CHECK ("memberships"."until" is null or "memberships"."until" >= "memberships"."since")
);
--> statement-breakpoint
CREATE TABLE "metrics" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "metrics_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"points_micro" bigint DEFAULT 0 NOT NULL,
	"built_in" boolean DEFAULT false NOT NULL,
	CONSTRAINT "metrics_code_unique" UNIQUE("code"),
	CONSTRAINT "metrics_kind" CHECK ("metrics"."kind" in ('money', 'count'))
);
--> statement-breakpoint
CREATE TABLE "products" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "products_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"name" text NOT NULL,
	"series" text,
	CONSTRAINT "products_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "rep_leave" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "rep_leave_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"rep_id" integer NOT NULL,
	"from" date NOT NULL,
	"to" date NOT NULL,
	"weight" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "rep_leave_dates" CHECK ("rep_leave"."to" >= "rep_leave"."from")
);
--> statement-breakpoint
CREATE TABLE "reps" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "reps_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "reps_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "units" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "units_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"parent_id" integer,
	CONSTRAINT "units_code_unique" UNIQUE("code"),
	CONSTRAINT "units_kind" CHECK ("units"."kind" in ('company', 'region', 'team')),
	CONSTRAINT "units_only_a_company_is_a_root" CHECK (("units"."kind" = 'company') = ("units"."parent_id" is null))
);
--> statement-breakpoint
CREATE TABLE "day_totals" (
	"kind" text NOT NULL,
	"metric_id" integer NOT NULL,
	"subject_id" integer NOT NULL,
	"day" date NOT NULL,
	"team_id" integer NOT NULL,
	"amount" bigint NOT NULL,
	"reached" bigint NOT NULL,
	CONSTRAINT "day_totals_kind_metric_id_subject_id_day_team_id_pk" PRIMARY KEY("kind","metric_id","subject_id","day","team_id")
);
--> statement-breakpoint
CREATE TABLE "entries" (
	"position" bigint PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"kind" text NOT NULL,
	"metric_id" integer NOT NULL,
	"amount" bigint NOT NULL,
	"customer_id" integer,
	"product_id" integer,
	"quantity" bigint,
	"occurred_at" timestamp with time zone NOT NULL,
	"business_date" date NOT NULL,
	"booked_at" timestamp with time zone NOT NULL,
	"note" text,
	"reverses" bigint,
	"corrects" bigint,
	"recorded_by" text NOT NULL,
	CONSTRAINT "entries_kind" CHECK ("entries"."kind" in ('sale', 'return', 'collection', 'adjustment', 'reversal')),
	CONSTRAINT "entries_reversal_names_its_entry" CHECK (("entries"."kind" = 'reversal') = ("entries"."reverses" is not null)),
	CONSTRAINT "entries_reverse_the_past" CHECK ("entries"."reverses" < "entries"."position"),
	CONSTRAINT "entries_return_is_negative" CHECK ("entries"."kind" <> 'return' or "entries"."amount" < 0),
	CONSTRAINT "entries_sale_is_not_negative" CHECK ("entries"."kind" not in ('sale', 'collection') or "entries"."amount" >= 0)
);
--> statement-breakpoint
CREATE TABLE "entry_credits" (
	"position" bigint NOT NULL,
	"rep_id" integer NOT NULL,
	"team_id" integer NOT NULL,
	"role" text NOT NULL,
	"share" integer NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "entry_credits_position_rep_id_role_pk" PRIMARY KEY("position","rep_id","role"),
	CONSTRAINT "entry_credits_role" CHECK ("entry_credits"."role" in ('credit', 'overlay')),
	CONSTRAINT "entry_credits_share" CHECK ("entry_credits"."share" between 1 and 10000)
);
--> statement-breakpoint
CREATE TABLE "ledger_head" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"position" bigint DEFAULT 0 NOT NULL,
	"closed_through" date,
	CONSTRAINT "ledger_head_is_one_row" CHECK ("ledger_head"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "calendar_days" (
	"date" date NOT NULL,
	"weight" integer NOT NULL,
	"note" text,
	CONSTRAINT "calendar_days_date_pk" PRIMARY KEY("date"),
	CONSTRAINT "calendar_days_weight" CHECK ("calendar_days"."weight" between 0 and 1000)
);
--> statement-breakpoint
CREATE TABLE "calendars" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"week" integer[] NOT NULL,
	"holidays" text,
	CONSTRAINT "calendars_is_one_row" CHECK ("calendars"."id" = 1),
	CONSTRAINT "calendars_week_has_seven_days" CHECK (array_length("calendars"."week", 1) = 7)
);
--> statement-breakpoint
CREATE TABLE "organisation" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"currency" text NOT NULL,
	"fraction_digits" smallint NOT NULL,
	"locale" text NOT NULL,
	"working_hours" jsonb NOT NULL,
	"pace_thresholds" jsonb NOT NULL,
	"big_deal" bigint,
	"stretch" integer NOT NULL,
	CONSTRAINT "organisation_is_one_row" CHECK ("organisation"."id" = 1),
	CONSTRAINT "organisation_fraction_digits" CHECK ("organisation"."fraction_digits" between 0 and 4)
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"topic" text NOT NULL,
	"key" text NOT NULL,
	"payload" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "targets" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "targets_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"metric_id" integer NOT NULL,
	"period_unit" text NOT NULL,
	"period_start" date NOT NULL,
	"unit_id" integer,
	"rep_id" integer,
	"customer_id" integer,
	"product_id" integer,
	"amount" bigint NOT NULL,
	"set_at" timestamp with time zone NOT NULL,
	CONSTRAINT "targets_subject_and_period" UNIQUE NULLS NOT DISTINCT("metric_id","period_unit","period_start","unit_id","rep_id","customer_id","product_id"),
	CONSTRAINT "targets_one_subject" CHECK (num_nonnulls("targets"."unit_id", "targets"."rep_id", "targets"."customer_id", "targets"."product_id") = 1),
	CONSTRAINT "targets_amount" CHECK ("targets"."amount" >= 0),
	CONSTRAINT "targets_period_unit" CHECK ("targets"."period_unit" in ('month', 'quarter', 'year'))
);
--> statement-breakpoint
ALTER TABLE "customers" ADD CONSTRAINT "customers_owner_id_reps_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."reps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_rep_id_reps_id_fk" FOREIGN KEY ("rep_id") REFERENCES "public"."reps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_team_id_units_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rep_leave" ADD CONSTRAINT "rep_leave_rep_id_reps_id_fk" FOREIGN KEY ("rep_id") REFERENCES "public"."reps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "units" ADD CONSTRAINT "units_parent_id_units_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entries" ADD CONSTRAINT "entries_metric_id_metrics_id_fk" FOREIGN KEY ("metric_id") REFERENCES "public"."metrics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entries" ADD CONSTRAINT "entries_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entries" ADD CONSTRAINT "entries_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry_credits" ADD CONSTRAINT "entry_credits_position_entries_position_fk" FOREIGN KEY ("position") REFERENCES "public"."entries"("position") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry_credits" ADD CONSTRAINT "entry_credits_rep_id_reps_id_fk" FOREIGN KEY ("rep_id") REFERENCES "public"."reps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry_credits" ADD CONSTRAINT "entry_credits_team_id_units_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "targets" ADD CONSTRAINT "targets_metric_id_metrics_id_fk" FOREIGN KEY ("metric_id") REFERENCES "public"."metrics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "targets" ADD CONSTRAINT "targets_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "targets" ADD CONSTRAINT "targets_rep_id_reps_id_fk" FOREIGN KEY ("rep_id") REFERENCES "public"."reps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "targets" ADD CONSTRAINT "targets_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "targets" ADD CONSTRAINT "targets_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_subject" ON "audit" USING btree ("action","subject");--> statement-breakpoint
CREATE INDEX "memberships_team" ON "memberships" USING btree ("team_id");--> statement-breakpoint
CREATE INDEX "rep_leave_rep" ON "rep_leave" USING btree ("rep_id");--> statement-breakpoint
CREATE UNIQUE INDEX "units_one_company" ON "units" USING btree ("kind") WHERE "units"."kind" = 'company';--> statement-breakpoint
CREATE UNIQUE INDEX "entries_source_external_id" ON "entries" USING btree ("source","external_id");--> statement-breakpoint
CREATE UNIQUE INDEX "entries_reversed_once" ON "entries" USING btree ("reverses") WHERE "entries"."reverses" is not null;--> statement-breakpoint
CREATE INDEX "entries_business_date" ON "entries" USING btree ("business_date");