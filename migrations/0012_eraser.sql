ALTER TABLE "consent_event" ADD COLUMN "relation_ended_at" timestamp (3) with time zone;
--> statement-breakpoint
-- From here on by hand. The role of the engines of erasure and purge: it alone may remove what otherwise only grows. Who
-- serves may take it on, explicitly and for one transaction (core/base/database.ts), and inherits nothing of it. Roles
-- belong to the whole server, so it may exist already.
DO $$ BEGIN
  CREATE ROLE eraser NOLOGIN;
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
--> statement-breakpoint
GRANT eraser TO app WITH INHERIT FALSE, SET TRUE;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO eraser;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO eraser;
--> statement-breakpoint
-- Tables that come later fall under erasure and purge without a line here.
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO eraser;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user = 'eraser' AND TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  IF current_user = 'eraser' AND TG_OP = 'UPDATE' THEN RETURN NEW; END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
