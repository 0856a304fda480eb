CREATE TABLE "directive" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"event" text NOT NULL,
	"creations" text,
	"account" text,
	"credit_history" text,
	"executor_digest" text,
	"notice_version" text NOT NULL,
	"locale" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "directive_version" UNIQUE("account_id","version")
);
--> statement-breakpoint
CREATE TABLE "directive_executor" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"directive_id" uuid NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "purge_while_restricted" text;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "lift_announced_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "closing_asked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "closes_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "grace_waived_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "generation" ADD COLUMN "sealed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "mail" ADD COLUMN "instant" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "media" ADD COLUMN "sealed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "directive" ADD CONSTRAINT "directive_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "directive_executor" ADD CONSTRAINT "directive_executor_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "directive_executor" ADD CONSTRAINT "directive_executor_directive_id_directive_id_fk" FOREIGN KEY ("directive_id") REFERENCES "public"."directive"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "directive_account" ON "directive" USING btree ("account_id","version");--> statement-breakpoint
CREATE INDEX "account_closes" ON "account" USING btree ("closes_at") WHERE state = 'closing';
--> statement-breakpoint
-- From here on by hand. Directives only ever grow: a revocation is a further version. Whom they name may go.
CREATE TRIGGER directive_append_only BEFORE UPDATE OR DELETE ON "directive" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER directive_no_truncate BEFORE TRUNCATE ON "directive" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
GRANT SELECT, INSERT ON "directive" TO app;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON "directive_executor" TO app;
