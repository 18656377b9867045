CREATE TABLE "best_sales" (
	"rep_id" integer NOT NULL,
	"metric_id" integer NOT NULL,
	"amount" bigint NOT NULL,
	"position" bigint NOT NULL,
	"day" date NOT NULL,
	CONSTRAINT "best_sales_rep_id_metric_id_pk" PRIMARY KEY("rep_id","metric_id")
);
--> statement-breakpoint
CREATE TABLE "celebration_head" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"position" bigint NOT NULL,
	CONSTRAINT "celebration_head_is_one_row" CHECK ("celebration_head"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "celebration_marks" (
	"mark" text PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "celebrations" (
	"id" text PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL,
	"reason" text NOT NULL,
	"meanings" jsonb NOT NULL,
	"metric_id" integer NOT NULL,
	"rep_id" integer,
	"unit_id" integer NOT NULL,
	"team_ids" integer[] NOT NULL,
	"amount" bigint NOT NULL,
	"customer" text,
	"rank" integer,
	"day" date NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"told" boolean NOT NULL,
	"withdrawn_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "cheers" (
	"id" text PRIMARY KEY NOT NULL,
	"celebration_id" text NOT NULL,
	"kind" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "badges" (
	"rep_id" integer NOT NULL,
	"badge" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "badges_rep_id_badge_pk" PRIMARY KEY("rep_id","badge")
);
--> statement-breakpoint
CREATE TABLE "contests" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "contests_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"level" text NOT NULL,
	"unit_id" integer NOT NULL,
	"metric_id" integer,
	"weights" jsonb,
	"handicap" boolean NOT NULL,
	"goal" bigint,
	"from" date NOT NULL,
	"to" date NOT NULL,
	"prize" text,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"seeds" text[],
	"settled_at" timestamp with time zone,
	"outcome" jsonb,
	CONSTRAINT "contests_dates" CHECK ("contests"."to" >= "contests"."from"),
	CONSTRAINT "contests_count_something" CHECK (num_nonnulls("contests"."metric_id", "contests"."weights") = 1),
	CONSTRAINT "contests_goal" CHECK (("contests"."kind" = 'first-to-goal') = ("contests"."goal" is not null))
);
--> statement-breakpoint
CREATE TABLE "people_media" (
	"code" text NOT NULL,
	"kind" text NOT NULL,
	"hash" text NOT NULL,
	"type" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	"set_at" timestamp with time zone NOT NULL,
	CONSTRAINT "people_media_code_kind_pk" PRIMARY KEY("code","kind")
);
--> statement-breakpoint
ALTER TABLE "best_sales" ADD CONSTRAINT "best_sales_rep_id_reps_id_fk" FOREIGN KEY ("rep_id") REFERENCES "public"."reps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "best_sales" ADD CONSTRAINT "best_sales_metric_id_metrics_id_fk" FOREIGN KEY ("metric_id") REFERENCES "public"."metrics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "celebrations" ADD CONSTRAINT "celebrations_metric_id_metrics_id_fk" FOREIGN KEY ("metric_id") REFERENCES "public"."metrics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "celebrations" ADD CONSTRAINT "celebrations_rep_id_reps_id_fk" FOREIGN KEY ("rep_id") REFERENCES "public"."reps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "celebrations" ADD CONSTRAINT "celebrations_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cheers" ADD CONSTRAINT "cheers_celebration_id_celebrations_id_fk" FOREIGN KEY ("celebration_id") REFERENCES "public"."celebrations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "badges" ADD CONSTRAINT "badges_rep_id_reps_id_fk" FOREIGN KEY ("rep_id") REFERENCES "public"."reps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contests" ADD CONSTRAINT "contests_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contests" ADD CONSTRAINT "contests_metric_id_metrics_id_fk" FOREIGN KEY ("metric_id") REFERENCES "public"."metrics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "celebration_marks_position" ON "celebration_marks" USING btree ("position");--> statement-breakpoint
CREATE INDEX "celebrations_at" ON "celebrations" USING btree ("at");--> statement-breakpoint
CREATE INDEX "celebrations_position" ON "celebrations" USING btree ("position");--> statement-breakpoint
CREATE INDEX "cheers_celebration" ON "cheers" USING btree ("celebration_id");--> statement-breakpoint
CREATE INDEX "cheers_by" ON "cheers" USING btree ("by","at");--> statement-breakpoint
CREATE INDEX "people_media_hash" ON "people_media" USING btree ("hash");