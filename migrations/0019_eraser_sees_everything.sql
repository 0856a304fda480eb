-- The scan after an erasure reads every table that there is, that of the migrations included: what was not looked at is
-- not known to be empty. A schema that comes later has to let the eraser in the same way, or the scan refuses to run.
GRANT USAGE ON SCHEMA drizzle TO eraser;
--> statement-breakpoint
GRANT SELECT ON ALL TABLES IN SCHEMA drizzle TO eraser;
