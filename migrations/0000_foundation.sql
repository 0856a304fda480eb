CREATE TABLE "account" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"first_name" text NOT NULL,
	"last_name" text NOT NULL,
	"locale" text NOT NULL,
	"password_hash" text NOT NULL,
	"state" text NOT NULL,
	"restricted_at" timestamp (3) with time zone,
	"suspended_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"verified_at" timestamp (3) with time zone,
	"last_sign_in_at" timestamp (3) with time zone,
	CONSTRAINT "account_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "account_token" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"token_hash" text NOT NULL,
	"email_change_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "account_token_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "credit_entry" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"lot_id" uuid NOT NULL,
	"generation_id" uuid,
	"event" text NOT NULL,
	"from_book" text NOT NULL,
	"to_book" text NOT NULL,
	"credits" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "credit_entry_positive" CHECK ("credit_entry"."credits" > 0),
	CONSTRAINT "credit_entry_moves" CHECK ("credit_entry"."from_book" <> "credit_entry"."to_book")
);
--> statement-breakpoint
CREATE TABLE "credit_lot" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"source" text NOT NULL,
	"credits" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "credit_lot_positive" CHECK ("credit_lot"."credits" > 0)
);
--> statement-breakpoint
CREATE TABLE "email_change" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"old_email" text NOT NULL,
	"new_email" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"confirmed_at" timestamp (3) with time zone,
	"undone_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "generation" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"model" text NOT NULL,
	"prompt" text NOT NULL,
	"settings" jsonb NOT NULL,
	"state" text NOT NULL,
	"failure" text,
	"credits" integer NOT NULL,
	"credits_charged" integer,
	"idempotency_key" text,
	"request_hash" text NOT NULL,
	"step" integer DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"wake_at" timestamp (3) with time zone NOT NULL,
	"deadline_at" timestamp (3) with time zone NOT NULL,
	"provider_task_id" text,
	"provider_result" jsonb,
	"cancel_requested_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"submitted_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "generation_idempotency" UNIQUE("account_id","idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "generation_input" (
	"generation_id" uuid NOT NULL,
	"role" text NOT NULL,
	"media_id" uuid NOT NULL,
	CONSTRAINT "generation_input_generation_id_role_pk" PRIMARY KEY("generation_id","role")
);
--> statement-breakpoint
CREATE TABLE "mail" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"template" text NOT NULL,
	"address" text NOT NULL,
	"locale" text NOT NULL,
	"token_id" uuid,
	"attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "media" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"generation_id" uuid,
	"position" integer DEFAULT 0 NOT NULL,
	"state" text NOT NULL,
	"refusal" text,
	"file_name" text NOT NULL,
	"content_type" text NOT NULL,
	"bytes" bigint NOT NULL,
	"width" integer,
	"height" integer,
	"duration_seconds" double precision,
	"sha256" text,
	"crc32" bigint,
	"upload_key" text,
	"object_key" text,
	"thumbnail_key" text,
	"placeholder" text,
	"idempotency_key" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "media_idempotency" UNIQUE("account_id","idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" uuid PRIMARY KEY NOT NULL,
	"queue" text NOT NULL,
	"body" jsonb NOT NULL,
	"delay_seconds" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"claimed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "remote_item" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"generation_id" uuid,
	"processor" text NOT NULL,
	"kind" text NOT NULL,
	"remote_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"deletion_due_at" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"deleted_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "security_event" (
	"id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"account_id" uuid,
	"session_id" uuid,
	"kind" text NOT NULL,
	"ip" text,
	"user_agent" text,
	CONSTRAINT "security_event_at_id_pk" PRIMARY KEY("at","id")
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE TABLE "session" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"ip" text,
	"user_agent" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "session_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "throttle" (
	"key" text PRIMARY KEY NOT NULL,
	"count" integer NOT NULL,
	"window_start" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "transfer" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"generation_id" uuid,
	"processor" text NOT NULL,
	"operation" text NOT NULL,
	"fields" text[] NOT NULL,
	"bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	"ground" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "account_token" ADD CONSTRAINT "account_token_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_token" ADD CONSTRAINT "account_token_email_change_id_email_change_id_fk" FOREIGN KEY ("email_change_id") REFERENCES "public"."email_change"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_entry" ADD CONSTRAINT "credit_entry_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_entry" ADD CONSTRAINT "credit_entry_lot_id_credit_lot_id_fk" FOREIGN KEY ("lot_id") REFERENCES "public"."credit_lot"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_lot" ADD CONSTRAINT "credit_lot_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "email_change" ADD CONSTRAINT "email_change_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "generation" ADD CONSTRAINT "generation_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "generation_input" ADD CONSTRAINT "generation_input_generation_id_generation_id_fk" FOREIGN KEY ("generation_id") REFERENCES "public"."generation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "generation_input" ADD CONSTRAINT "generation_input_media_id_media_id_fk" FOREIGN KEY ("media_id") REFERENCES "public"."media"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail" ADD CONSTRAINT "mail_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "media" ADD CONSTRAINT "media_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "media" ADD CONSTRAINT "media_generation_id_generation_id_fk" FOREIGN KEY ("generation_id") REFERENCES "public"."generation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "remote_item" ADD CONSTRAINT "remote_item_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfer" ADD CONSTRAINT "transfer_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_last_sign_in" ON "account" USING btree ("last_sign_in_at");--> statement-breakpoint
CREATE INDEX "account_token_account" ON "account_token" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "account_token_expiry" ON "account_token" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "credit_entry_account" ON "credit_entry" USING btree ("account_id","created_at","id");--> statement-breakpoint
CREATE INDEX "credit_entry_generation" ON "credit_entry" USING btree ("generation_id");--> statement-breakpoint
CREATE INDEX "credit_lot_account" ON "credit_lot" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "email_change_account" ON "email_change" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "generation_account" ON "generation" USING btree ("account_id","created_at","id");--> statement-breakpoint
CREATE INDEX "generation_created" ON "generation" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "generation_wake" ON "generation" USING btree ("wake_at") WHERE finished_at is null;--> statement-breakpoint
CREATE INDEX "generation_typical" ON "generation" USING btree ("model","finished_at") WHERE state = 'ready';--> statement-breakpoint
CREATE INDEX "generation_deleted" ON "generation" USING btree ("deleted_at");--> statement-breakpoint
CREATE INDEX "generation_input_media" ON "generation_input" USING btree ("media_id");--> statement-breakpoint
CREATE INDEX "mail_account" ON "mail" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "mail_created" ON "mail" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "media_account" ON "media" USING btree ("account_id","created_at","id");--> statement-breakpoint
CREATE INDEX "media_generation" ON "media" USING btree ("generation_id");--> statement-breakpoint
CREATE INDEX "media_created" ON "media" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "media_deleted" ON "media" USING btree ("deleted_at");--> statement-breakpoint
CREATE INDEX "outbox_created" ON "outbox" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "remote_item_account" ON "remote_item" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "remote_item_due" ON "remote_item" USING btree ("deletion_due_at");--> statement-breakpoint
CREATE INDEX "security_event_account" ON "security_event" USING btree ("account_id","at");--> statement-breakpoint
CREATE INDEX "session_account" ON "session" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "session_expiry" ON "session" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "throttle_expiry" ON "throttle" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "transfer_account" ON "transfer" USING btree ("account_id","created_at");
--> statement-breakpoint
-- From here on by hand: what drizzle cannot say.
-- The log of a day is one partition, so that a year later it is dropped whole. The default partition catches an event
-- of a day that was not prepared; preparing that day moves it over.
CREATE TABLE "security_event_default" PARTITION OF "security_event" DEFAULT;
--> statement-breakpoint
CREATE FUNCTION prepare_security_event_days(first_day date, days integer) RETURNS integer
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
--> statement-breakpoint
-- The ledger, the transfer ledger and the security log only ever grow: nobody changes or removes a line, the owner included.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER credit_entry_append_only BEFORE UPDATE OR DELETE ON "credit_entry" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER credit_entry_no_truncate BEFORE TRUNCATE ON "credit_entry" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER credit_lot_append_only BEFORE UPDATE OR DELETE ON "credit_lot" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER credit_lot_no_truncate BEFORE TRUNCATE ON "credit_lot" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER transfer_append_only BEFORE UPDATE OR DELETE ON "transfer" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- The role that serves: no table of its own, no change to what only grows. It may exist already: roles belong to the
-- whole server. Where passwords are asked for, it cannot sign in until the deployment gives it one.
DO $$ BEGIN
  CREATE ROLE app LOGIN;
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO app;
--> statement-breakpoint
REVOKE UPDATE, DELETE ON "credit_entry", "credit_lot", "transfer", "security_event", "security_event_default" FROM app;
--> statement-breakpoint
REVOKE ALL ON FUNCTION prepare_security_event_days(date, integer) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION prepare_security_event_days(date, integer) TO app;
