CREATE TABLE "target_checks" (
	"rep_id" integer NOT NULL,
	"metric_id" integer NOT NULL,
	"day" date NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"note" text,
	"day_target" bigint NOT NULL,
	"day_actual" bigint NOT NULL,
	"month_target" bigint NOT NULL,
	"month_actual" bigint NOT NULL,
	"status" text,
	CONSTRAINT "target_checks_rep_id_metric_id_day_pk" PRIMARY KEY("rep_id","metric_id","day"),
	CONSTRAINT "target_checks_status" CHECK ("target_checks"."status" in ('done', 'ahead', 'on-track', 'behind', 'at-risk'))
);
--> statement-breakpoint
ALTER TABLE "target_checks" ADD CONSTRAINT "target_checks_rep_id_reps_id_fk" FOREIGN KEY ("rep_id") REFERENCES "public"."reps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "target_checks" ADD CONSTRAINT "target_checks_metric_id_metrics_id_fk" FOREIGN KEY ("metric_id") REFERENCES "public"."metrics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "target_checks_day" ON "target_checks" USING btree ("day");