CREATE TABLE "erasure" (
	"id" uuid PRIMARY KEY NOT NULL,
	"pseudonym" uuid NOT NULL,
	"reason" text NOT NULL,
	"step" text NOT NULL,
	"person" "bytea",
	"traces" "bytea",
	"counts" jsonb NOT NULL,
	"certificate" jsonb,
	"attempts" integer DEFAULT 0 NOT NULL,
	"claimed_at" timestamp (3) with time zone,
	"wake_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"erased_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "erasure_pseudonym_unique" UNIQUE("pseudonym")
);
--> statement-breakpoint
CREATE INDEX "erasure_wake" ON "erasure" USING btree ("wake_at");--> statement-breakpoint
CREATE INDEX "erasure_finished" ON "erasure" USING btree ("finished_at");
--> statement-breakpoint
-- From here on by hand. Who serves begins erasures and moves them on; records of erasures are removed by the purge alone.
GRANT SELECT, INSERT, UPDATE ON "erasure" TO app;
