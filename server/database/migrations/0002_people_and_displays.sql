CREATE TABLE "access_links" (
	"secret_hash" text PRIMARY KEY NOT NULL,
	"account" text NOT NULL,
	"kind" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "access_links_kind" CHECK ("access_links"."kind" in ('invitation', 'reset'))
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"phone" text,
	"password_hash" text,
	"administrator" boolean DEFAULT false NOT NULL,
	"viewer" boolean DEFAULT false NOT NULL,
	"locale" text,
	"created_at" timestamp with time zone NOT NULL,
	"disabled_at" timestamp with time zone,
	CONSTRAINT "accounts_locale" CHECK ("accounts"."locale" in ('zh-CN', 'en'))
);
--> statement-breakpoint
CREATE TABLE "identities" (
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"account" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "identities_issuer_subject_pk" PRIMARY KEY("issuer","subject")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id_hash" text PRIMARY KEY NOT NULL,
	"account" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"user_agent" text,
	"address" text
);
--> statement-breakpoint
CREATE TABLE "setup_code" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"code_hash" text NOT NULL,
	CONSTRAINT "setup_code_is_one_row" CHECK ("setup_code"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "unit_managers" (
	"unit_id" integer NOT NULL,
	"account" text NOT NULL,
	CONSTRAINT "unit_managers_unit_id_account_pk" PRIMARY KEY("unit_id","account")
);
--> statement-breakpoint
CREATE TABLE "boards" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"metric_id" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "displays" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"board" text NOT NULL,
	"unit_id" integer NOT NULL,
	"locale" text,
	"secret_hash" text NOT NULL,
	"former_secret_hash" text,
	"rotated_at" timestamp with time zone NOT NULL,
	"paired_at" timestamp with time zone NOT NULL,
	"paired_by" text NOT NULL,
	"last_seen_at" timestamp with time zone,
	"report" jsonb,
	"muted" boolean DEFAULT false NOT NULL,
	"blank_until" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "displays_locale" CHECK ("displays"."locale" in ('zh-CN', 'en'))
);
--> statement-breakpoint
CREATE TABLE "pairings" (
	"code" text PRIMARY KEY NOT NULL,
	"claim_hash" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"display" text
);
--> statement-breakpoint
CREATE TABLE "import_batches" (
	"id" text PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"state" text NOT NULL,
	"map" jsonb,
	"progress" jsonb,
	"report" jsonb,
	"finished_at" timestamp with time zone,
	CONSTRAINT "import_batches_state" CHECK ("import_batches"."state" in ('uploaded', 'running', 'done', 'failed', 'undoing', 'undone'))
);
--> statement-breakpoint
CREATE TABLE "import_files" (
	"batch" text NOT NULL,
	"name" text NOT NULL,
	"part" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "import_files_batch_name_part_pk" PRIMARY KEY("batch","name","part")
);
--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "scopes" text[] DEFAULT '{read,entries,directory,targets,imports,settings}' NOT NULL;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "last_used_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "organisation" ADD COLUMN "public_boards" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "access_links" ADD CONSTRAINT "access_links_account_accounts_code_fk" FOREIGN KEY ("account") REFERENCES "public"."accounts"("code") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identities" ADD CONSTRAINT "identities_account_accounts_code_fk" FOREIGN KEY ("account") REFERENCES "public"."accounts"("code") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_account_accounts_code_fk" FOREIGN KEY ("account") REFERENCES "public"."accounts"("code") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit_managers" ADD CONSTRAINT "unit_managers_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit_managers" ADD CONSTRAINT "unit_managers_account_accounts_code_fk" FOREIGN KEY ("account") REFERENCES "public"."accounts"("code") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "boards" ADD CONSTRAINT "boards_metric_id_metrics_id_fk" FOREIGN KEY ("metric_id") REFERENCES "public"."metrics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "displays" ADD CONSTRAINT "displays_board_boards_code_fk" FOREIGN KEY ("board") REFERENCES "public"."boards"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "displays" ADD CONSTRAINT "displays_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairings" ADD CONSTRAINT "pairings_display_displays_id_fk" FOREIGN KEY ("display") REFERENCES "public"."displays"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_files" ADD CONSTRAINT "import_files_batch_import_batches_id_fk" FOREIGN KEY ("batch") REFERENCES "public"."import_batches"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_links_account" ON "access_links" USING btree ("account");--> statement-breakpoint
CREATE UNIQUE INDEX "accounts_email" ON "accounts" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "accounts_phone" ON "accounts" USING btree ("phone");--> statement-breakpoint
CREATE INDEX "accounts_user_name" ON "accounts" USING btree (lower("code"));--> statement-breakpoint
CREATE INDEX "sessions_account" ON "sessions" USING btree ("account");--> statement-breakpoint
CREATE INDEX "unit_managers_account" ON "unit_managers" USING btree ("account");--> statement-breakpoint
CREATE INDEX "displays_unit" ON "displays" USING btree ("unit_id");--> statement-breakpoint
CREATE INDEX "pairings_claim" ON "pairings" USING btree ("claim_hash");--> statement-breakpoint
INSERT INTO boards (code, name, metric_id)
SELECT code, CASE code WHEN 'sales' THEN '销售龙虎榜' ELSE '回款龙虎榜' END, id
FROM metrics WHERE code IN ('sales', 'collection');
