CREATE TABLE "policy_notice" (
	"account_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"mailed_at" timestamp (3) with time zone,
	"seen_at" timestamp (3) with time zone,
	"seen_how" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "policy_notice_account_id_version_pk" PRIMARY KEY("account_id","version")
);
--> statement-breakpoint
ALTER TABLE "mail" ADD COLUMN "policy_version" integer;--> statement-breakpoint
ALTER TABLE "policy_notice" ADD CONSTRAINT "policy_notice_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- By hand: the role that serves writes them; the role that erases removes them with the account.
GRANT SELECT, INSERT, UPDATE ON "policy_notice" TO app;
