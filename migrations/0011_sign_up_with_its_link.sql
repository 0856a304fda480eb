-- Nullable columns without defaults: no table is rewritten, the lock is short. Links made before hold no sign-up and confirm
-- the account as it is; the last of them end two days later.
ALTER TABLE "account_token" ADD COLUMN "signed_up_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "account_token" ADD COLUMN "first_name" text;--> statement-breakpoint
ALTER TABLE "account_token" ADD COLUMN "last_name" text;--> statement-breakpoint
ALTER TABLE "account_token" ADD COLUMN "locale" text;--> statement-breakpoint
ALTER TABLE "account_token" ADD COLUMN "password_hash" text;