ALTER TABLE "erasure" ADD COLUMN "quiet_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "generation" ADD COLUMN "kept_key" text;--> statement-breakpoint
CREATE INDEX "account_token_change" ON "account_token" USING btree ("email_change_id");--> statement-breakpoint
CREATE INDEX "credit_entry_lot" ON "credit_entry" USING btree ("lot_id");--> statement-breakpoint
CREATE INDEX "directive_executor_directive" ON "directive_executor" USING btree ("directive_id");--> statement-breakpoint
-- From here on by hand: results that are under way keep their object.
UPDATE "generation" SET "kept_key" = "provider_result" ->> 'keptKey' WHERE "provider_result" ->> 'keptKey' IS NOT NULL;
