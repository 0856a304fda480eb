-- Days of the log are dropped by the purge, which is the eraser then, and by nobody else.
REVOKE EXECUTE ON FUNCTION drop_day_partition(text, date), empty_default_partition(text, text, timestamptz) FROM app;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION drop_day_partition(text, date), empty_default_partition(text, text, timestamptz) TO eraser;
