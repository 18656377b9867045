CREATE TABLE "alert_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "alert_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"alert_id" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"kind" text NOT NULL,
	"by" text,
	"note" text,
	"until" timestamp with time zone,
	"outcome" jsonb,
	CONSTRAINT "alert_events_kind" CHECK ("alert_events"."kind" in ('raised', 'recovered', 'lapsed', 'carried', 'acknowledged', 'snoozed', 'woke', 'turned'))
);
--> statement-breakpoint
CREATE TABLE "alert_thresholds" (
	"unit_id" integer PRIMARY KEY NOT NULL,
	"own" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "alerts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"rep_id" integer NOT NULL,
	"rule" text NOT NULL,
	"day" date NOT NULL,
	"since" date NOT NULL,
	"days" smallint NOT NULL,
	"cause" jsonb NOT NULL,
	"step" jsonb NOT NULL,
	"urgency" smallint NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"ending" text,
	"acknowledged_at" timestamp with time zone,
	"acknowledged_by" text,
	"snoozed_until" timestamp with time zone,
	"rep_acknowledged_at" timestamp with time zone,
	"rep_snoozed_until" timestamp with time zone,
	CONSTRAINT "alerts_rep_rule_and_day" UNIQUE("rep_id","rule","day"),
	CONSTRAINT "alerts_rule" CHECK ("alerts"."rule" in ('pace', 'idle', 'collection', 'report', 'check')),
	CONSTRAINT "alerts_ending" CHECK ("alerts"."ending" in ('recovered', 'lapsed', 'carried')),
	CONSTRAINT "alerts_end_has_a_reason" CHECK (("alerts"."ended_at" is null) = ("alerts"."ending" is null))
);
--> statement-breakpoint
ALTER TABLE "alert_events" ADD CONSTRAINT "alert_events_alert_id_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."alerts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_thresholds" ADD CONSTRAINT "alert_thresholds_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_rep_id_reps_id_fk" FOREIGN KEY ("rep_id") REFERENCES "public"."reps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alert_events_alert" ON "alert_events" USING btree ("alert_id");--> statement-breakpoint
CREATE INDEX "alerts_day" ON "alerts" USING btree ("day");--> statement-breakpoint
CREATE INDEX "alerts_open" ON "alerts" USING btree ("rep_id") WHERE "alerts"."ended_at" is null;