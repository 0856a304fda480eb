CREATE TABLE "journal_link" (
	"sequence" bigint PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"body" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "journal_pending" (
	"id" uuid PRIMARY KEY NOT NULL,
	"entry" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "journal_link_at" ON "journal_link" USING btree ("at");--> statement-breakpoint
CREATE INDEX "journal_pending_order" ON "journal_pending" USING btree ("created_at","id");--> statement-breakpoint
-- By hand. The role that serves adds to the journal and changes nothing of it; the eraser removes what is older than the
-- rule, and changes nothing either: a link that is not the one in the bucket keeps the service from starting.
GRANT SELECT, INSERT ON "journal_link" TO app;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON "journal_pending" TO app;
--> statement-breakpoint
CREATE FUNCTION refuse_journal_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user = 'eraser' AND TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'the journal is append-only' USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER journal_link_append_only BEFORE UPDATE OR DELETE ON "journal_link" FOR EACH ROW EXECUTE FUNCTION refuse_journal_change();
--> statement-breakpoint
CREATE TRIGGER journal_link_no_truncate BEFORE TRUNCATE ON "journal_link" FOR EACH STATEMENT EXECUTE FUNCTION refuse_journal_change();
