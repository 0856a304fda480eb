CREATE TABLE "consent_event" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"number" integer NOT NULL,
	"event" text NOT NULL,
	"method" text NOT NULL,
	"notice_version" text NOT NULL,
	"notice_hash" text NOT NULL,
	"locale" text NOT NULL,
	"session_hash" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "consent_event_number" UNIQUE("account_id","purpose","number")
);
--> statement-breakpoint
CREATE TABLE "page_count" (
	"day" date NOT NULL,
	"page" text NOT NULL,
	"locale" text NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "page_count_day_page_locale_pk" PRIMARY KEY("day","page","locale")
);
--> statement-breakpoint
CREATE TABLE "recent_prompt" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"prompt" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "remembered_settings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"settings" jsonb NOT NULL,
	"used_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "remembered_settings_kind" UNIQUE("account_id","kind")
);
--> statement-breakpoint
ALTER TABLE "recent_prompt" ADD CONSTRAINT "recent_prompt_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "remembered_settings" ADD CONSTRAINT "remembered_settings_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "consent_event_account" ON "consent_event" USING btree ("account_id","created_at","id");--> statement-breakpoint
CREATE INDEX "recent_prompt_account" ON "recent_prompt" USING btree ("account_id","created_at","id");
--> statement-breakpoint
-- From here on by hand: what drizzle cannot say. A proof of consent is never changed or removed, by the owner neither.
CREATE TRIGGER consent_event_append_only BEFORE UPDATE OR DELETE ON "consent_event" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER consent_event_no_truncate BEFORE TRUNCATE ON "consent_event" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
GRANT SELECT, INSERT ON "consent_event" TO app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "page_count", "recent_prompt", "remembered_settings" TO app;
