CREATE TABLE "transfer_notice" (
	"account_id" uuid NOT NULL,
	"version" text NOT NULL,
	"locale" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "transfer_notice_account_id_version_pk" PRIMARY KEY("account_id","version")
);
--> statement-breakpoint
ALTER TABLE "transfer_notice" ADD CONSTRAINT "transfer_notice_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- By hand: the role that serves adds what was acknowledged and changes nothing of it; the eraser removes it with the account.
GRANT SELECT, INSERT ON "transfer_notice" TO app;
