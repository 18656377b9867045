CREATE TABLE "board_pictures" (
	"hash" text PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	"added_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "boards" ADD COLUMN "plan" jsonb DEFAULT '{"scenes":[],"ticker":{"show":"none","text":""}}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "boards" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;