CREATE TABLE "walks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"rep_id" integer NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "walks" ADD CONSTRAINT "walks_rep_id_reps_id_fk" FOREIGN KEY ("rep_id") REFERENCES "public"."reps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "walks_rep" ON "walks" USING btree ("rep_id","at");