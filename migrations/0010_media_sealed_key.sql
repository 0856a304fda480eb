ALTER TABLE "media" ADD COLUMN "sealed_key" text;--> statement-breakpoint
-- Nothing has been sealed yet: the column that the key replaces was added in this same release.
ALTER TABLE "media" DROP COLUMN "sealed_at";
