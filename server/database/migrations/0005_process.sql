CREATE TABLE "actions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"rep_id" integer NOT NULL,
	"text" text NOT NULL,
	"due" date NOT NULL,
	"origin" text NOT NULL,
	"origin_id" text,
	"state" text DEFAULT 'open' NOT NULL,
	"outcome" text,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"settled_by" text,
	"settled_at" timestamp with time zone,
	CONSTRAINT "actions_state" CHECK ("actions"."state" in ('open', 'done', 'dropped')),
	CONSTRAINT "actions_settled" CHECK (("actions"."state" = 'open') = ("actions"."settled_at" is null))
);
--> statement-breakpoint
CREATE TABLE "calls" (
	"id" uuid PRIMARY KEY NOT NULL,
	"rep_id" integer NOT NULL,
	"note" text,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "coachings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"rep_id" integer NOT NULL,
	"topic" text NOT NULL,
	"shown" text NOT NULL,
	"next_step" text NOT NULL,
	"next_on" date NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "floor_notes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"rep_id" integer NOT NULL,
	"text" text NOT NULL,
	"tags" text[] NOT NULL,
	"photo_id" uuid,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "help_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"rep_id" integer NOT NULL,
	"obstacle" text NOT NULL,
	"text" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"taken_by" text,
	"taken_at" timestamp with time zone,
	"closed_by" text,
	"closed_at" timestamp with time zone,
	"outcome" text,
	"note" text,
	CONSTRAINT "help_requests_state" CHECK ("help_requests"."state" in ('open', 'taken', 'closed', 'withdrawn')),
	CONSTRAINT "help_requests_outcome" CHECK (("help_requests"."state" = 'closed') = ("help_requests"."outcome" is not null) and "help_requests"."outcome" in ('solved', 'partly', 'not')),
	CONSTRAINT "help_requests_taken" CHECK ("help_requests"."state" <> 'taken' or "help_requests"."taken_by" is not null)
);
--> statement-breakpoint
CREATE TABLE "photos" (
	"id" uuid PRIMARY KEY NOT NULL,
	"rep_id" integer NOT NULL,
	"type" text NOT NULL,
	"digest" text NOT NULL,
	"content" "bytea" NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "process_commands" (
	"id" uuid PRIMARY KEY NOT NULL,
	"digest" text NOT NULL,
	"answer" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "process_settings" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"report_cut_off" text DEFAULT '18:00' NOT NULL,
	"escalate_hours" smallint DEFAULT 2 NOT NULL,
	"note_tags" text[] DEFAULT '{}'::text[] NOT NULL,
	CONSTRAINT "process_settings_is_one_row" CHECK ("process_settings"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"rep_id" integer NOT NULL,
	"day" date NOT NULL,
	"yesterday" text DEFAULT '' NOT NULL,
	"today" text DEFAULT '' NOT NULL,
	"tomorrow" text DEFAULT '' NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"completed_at" timestamp with time zone,
	CONSTRAINT "reports_rep_id_day_pk" PRIMARY KEY("rep_id","day")
);
--> statement-breakpoint
CREATE TABLE "spot_checks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"rep_id" integer NOT NULL,
	"day" date NOT NULL,
	"kind" text NOT NULL,
	"ref" text NOT NULL,
	"seed" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"result" text,
	"note" text,
	"recorded_by" text,
	"recorded_at" timestamp with time zone,
	CONSTRAINT "spot_checks_kind" CHECK ("spot_checks"."kind" in ('entry', 'visit', 'report')),
	CONSTRAINT "spot_checks_result" CHECK ("spot_checks"."result" in ('right', 'wrong', 'unclear')),
	CONSTRAINT "spot_checks_recorded" CHECK (("spot_checks"."result" is null) = ("spot_checks"."recorded_at" is null))
);
--> statement-breakpoint
CREATE TABLE "visits" (
	"id" uuid PRIMARY KEY NOT NULL,
	"rep_id" integer NOT NULL,
	"date" date NOT NULL,
	"start" text,
	"end" text,
	"customer_id" integer,
	"customer_name" text,
	"purpose" text NOT NULL,
	"note" text,
	"state" text DEFAULT 'planned' NOT NULL,
	"result" text,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone,
	CONSTRAINT "visits_state" CHECK ("visits"."state" in ('planned', 'done', 'cancelled')),
	CONSTRAINT "visits_settled" CHECK (("visits"."state" = 'planned') = ("visits"."settled_at" is null))
);
--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_rep_id_reps_id_fk" FOREIGN KEY ("rep_id") REFERENCES "public"."reps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_rep_id_reps_id_fk" FOREIGN KEY ("rep_id") REFERENCES "public"."reps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coachings" ADD CONSTRAINT "coachings_rep_id_reps_id_fk" FOREIGN KEY ("rep_id") REFERENCES "public"."reps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "floor_notes" ADD CONSTRAINT "floor_notes_rep_id_reps_id_fk" FOREIGN KEY ("rep_id") REFERENCES "public"."reps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "floor_notes" ADD CONSTRAINT "floor_notes_photo_id_photos_id_fk" FOREIGN KEY ("photo_id") REFERENCES "public"."photos"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "help_requests" ADD CONSTRAINT "help_requests_rep_id_reps_id_fk" FOREIGN KEY ("rep_id") REFERENCES "public"."reps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "photos" ADD CONSTRAINT "photos_rep_id_reps_id_fk" FOREIGN KEY ("rep_id") REFERENCES "public"."reps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_rep_id_reps_id_fk" FOREIGN KEY ("rep_id") REFERENCES "public"."reps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "spot_checks" ADD CONSTRAINT "spot_checks_rep_id_reps_id_fk" FOREIGN KEY ("rep_id") REFERENCES "public"."reps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visits" ADD CONSTRAINT "visits_rep_id_reps_id_fk" FOREIGN KEY ("rep_id") REFERENCES "public"."reps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visits" ADD CONSTRAINT "visits_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "actions_rep" ON "actions" USING btree ("rep_id","due");--> statement-breakpoint
CREATE INDEX "actions_open" ON "actions" USING btree ("due") WHERE "actions"."state" = 'open';--> statement-breakpoint
CREATE INDEX "calls_rep" ON "calls" USING btree ("rep_id","at");--> statement-breakpoint
CREATE INDEX "coachings_rep" ON "coachings" USING btree ("rep_id","at");--> statement-breakpoint
CREATE INDEX "floor_notes_rep" ON "floor_notes" USING btree ("rep_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "floor_notes_photo" ON "floor_notes" USING btree ("photo_id");--> statement-breakpoint
CREATE INDEX "help_requests_rep" ON "help_requests" USING btree ("rep_id","at");--> statement-breakpoint
CREATE INDEX "help_requests_waiting" ON "help_requests" USING btree ("rep_id") WHERE "help_requests"."state" in ('open', 'taken');--> statement-breakpoint
CREATE INDEX "help_requests_closed" ON "help_requests" USING btree ("closed_at");--> statement-breakpoint
CREATE INDEX "photos_at" ON "photos" USING btree ("at");--> statement-breakpoint
CREATE INDEX "process_commands_at" ON "process_commands" USING btree ("at");--> statement-breakpoint
CREATE INDEX "reports_day" ON "reports" USING btree ("day");--> statement-breakpoint
CREATE INDEX "spot_checks_rep" ON "spot_checks" USING btree ("rep_id","at");--> statement-breakpoint
CREATE INDEX "spot_checks_day" ON "spot_checks" USING btree ("day");--> statement-breakpoint
CREATE UNIQUE INDEX "spot_checks_seed" ON "spot_checks" USING btree ("seed");--> statement-breakpoint
CREATE INDEX "visits_rep" ON "visits" USING btree ("rep_id","date");--> statement-breakpoint
CREATE INDEX "visits_date" ON "visits" USING btree ("date");