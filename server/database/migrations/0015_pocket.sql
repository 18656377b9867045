ALTER TABLE "cheers" ALTER COLUMN "celebration_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "cheers" ADD COLUMN "rep_id" integer;--> statement-breakpoint
ALTER TABLE "cheers" ADD CONSTRAINT "cheers_rep_id_reps_id_fk" FOREIGN KEY ("rep_id") REFERENCES "public"."reps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cheers_rep" ON "cheers" USING btree ("rep_id","at");--> statement-breakpoint
ALTER TABLE "cheers" ADD CONSTRAINT "cheers_are_for_something" CHECK ("cheers"."celebration_id" IS NOT NULL OR "cheers"."rep_id" IS NOT NULL);--> statement-breakpoint
-- By hand: whom the cheers so far were for.
UPDATE "cheers" SET "rep_id" = "celebrations"."rep_id" FROM "celebrations" WHERE "celebrations"."id" = "cheers"."celebration_id";
