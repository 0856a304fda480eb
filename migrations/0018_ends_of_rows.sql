DROP INDEX "account_last_sign_in";--> statement-breakpoint
DROP INDEX "session_expiry";--> statement-breakpoint
DROP INDEX "throttle_expiry";--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "idle_notices" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "idle_noticed_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "account_idle" ON "account" USING btree (coalesce("last_sign_in_at", "created_at")) WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "account_unverified" ON "account" USING btree ("created_at") WHERE state = 'unverified';--> statement-breakpoint
CREATE INDEX "clock_run_started" ON "clock_run" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "consent_event_ended" ON "consent_event" USING btree ("relation_ended_at");--> statement-breakpoint
CREATE INDEX "email_change_created" ON "email_change" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "media_unfinished" ON "media" USING btree ("created_at") WHERE state in ('uploading', 'refused');--> statement-breakpoint
CREATE INDEX "recent_prompt_created" ON "recent_prompt" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "remembered_settings_used" ON "remembered_settings" USING btree ("used_at");--> statement-breakpoint
CREATE INDEX "session_created" ON "session" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "throttle_window" ON "throttle" USING btree ("window_start");--> statement-breakpoint
ALTER TABLE "account_token" DROP COLUMN "used_at";
--> statement-breakpoint
-- From here on by hand. The end of the log: whole days of it are dropped, and none that is younger than a year, whoever
-- asks (policy 06 iv: one year, no earlier). The eraser gives rows of the log pseudonyms; it removes none.
REVOKE DELETE ON "security_event", "security_event_default" FROM eraser;
--> statement-breakpoint
-- The database's own clock, which whoever serves cannot set.
CREATE FUNCTION database_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT now() $$;
--> statement-breakpoint
CREATE FUNCTION refuse_young_days(until timestamptz) RETURNS void
LANGUAGE plpgsql STABLE SET timezone = 'UTC' SET search_path = public, pg_temp AS $$
BEGIN
  IF until > database_now() - interval '1 year' THEN
    RAISE EXCEPTION 'a day of less than a year stays' USING ERRCODE = 'restrict_violation';
  END IF;
END $$;
--> statement-breakpoint
-- Drops the partition of one day (in UTC) of a table that is partitioned by day. Returns how many rows went with it. It
-- waits a few seconds at most for its lock, so that nobody waits behind it: the next run tries again.
CREATE FUNCTION drop_day_partition(parent text, day date) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET timezone = 'UTC' SET lock_timeout = '5s' SET search_path = public, pg_temp AS $$
DECLARE
  partition text := parent || '_' || to_char(day, 'YYYYMMDD');
  dropped bigint;
BEGIN
  PERFORM refuse_young_days((day + 1)::timestamp AT TIME ZONE 'UTC');
  PERFORM 1 FROM pg_inherits
    JOIN pg_class whole ON whole.oid = inhparent AND whole.relnamespace = 'public'::regnamespace
    JOIN pg_class part ON part.oid = inhrelid
    WHERE whole.relname = parent AND part.relname = partition;
  IF NOT FOUND THEN RETURN 0; END IF;
  EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', parent, partition);
  EXECUTE format('SELECT count(*) FROM %I', partition) INTO dropped;
  EXECUTE format('DROP TABLE %I', partition);
  RETURN dropped;
END $$;
--> statement-breakpoint
-- The same for what lies in the default partition, because its day was never prepared: the rows up to an instant go.
CREATE FUNCTION empty_default_partition(parent text, clock text, until timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET timezone = 'UTC' SET search_path = public, pg_temp AS $$
DECLARE
  removed bigint;
BEGIN
  PERFORM refuse_young_days(until);
  IF to_regclass(parent || '_default') IS NULL THEN RETURN 0; END IF;
  EXECUTE format('DELETE FROM %I WHERE %I <= $1', parent || '_default', clock) USING until;
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION drop_day_partition(text, date), empty_default_partition(text, text, timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION drop_day_partition(text, date), empty_default_partition(text, text, timestamptz) TO app;
--> statement-breakpoint
-- The partitions as well: those that are there, and those to come.
DO $$ DECLARE partition regclass; BEGIN
  FOR partition IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'security_event'::regclass LOOP
    EXECUTE format('REVOKE DELETE ON %s FROM eraser', partition);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION prepare_security_event_days(first_day date, days integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  day date;
  partition text;
  prepared integer := 0;
BEGIN
  FOR day IN SELECT first_day + n FROM generate_series(0, days - 1) AS n LOOP
    partition := 'security_event_' || to_char(day, 'YYYYMMDD');
    CONTINUE WHEN to_regclass(partition) IS NOT NULL;
    EXECUTE format('CREATE TABLE %I (LIKE security_event INCLUDING DEFAULTS)', partition);
    EXECUTE format('REVOKE DELETE ON %I FROM eraser', partition);
    EXECUTE format(
      'WITH moved AS (DELETE FROM security_event_default WHERE at >= %1$L AND at < %2$L RETURNING *)
       INSERT INTO %3$I SELECT * FROM moved',
      day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC', partition);
    EXECUTE format('ALTER TABLE security_event ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
      partition, day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC');
    prepared := prepared + 1;
  END LOOP;
  RETURN prepared;
END $$;
