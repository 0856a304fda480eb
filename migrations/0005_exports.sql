CREATE TABLE "data_export" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"locale" text NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"wake_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"snapshot_at" timestamp (3) with time zone,
	"ready_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "export_chunk" (
	"export_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"index" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "export_chunk_export_id_position_index_pk" PRIMARY KEY("export_id","position","index")
);
--> statement-breakpoint
CREATE TABLE "export_item" (
	"export_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"part" integer NOT NULL,
	"path" text NOT NULL,
	"kind" text NOT NULL,
	"closing" boolean DEFAULT false NOT NULL,
	"bytes" bigint NOT NULL,
	"stored_bytes" bigint NOT NULL,
	"crc32" bigint,
	"sha256" text,
	"content_type" text NOT NULL,
	"bucket" text,
	"object_key" text,
	"source_table" text,
	"source_id" text,
	"missing" text,
	CONSTRAINT "export_item_export_id_position_pk" PRIMARY KEY("export_id","position")
);
--> statement-breakpoint
CREATE TABLE "export_part" (
	"export_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"state" text NOT NULL,
	"bytes" bigint NOT NULL,
	"bytes_done" bigint DEFAULT 0 NOT NULL,
	"object_key" text,
	"upload_id" text,
	"claimed_at" timestamp (3) with time zone,
	CONSTRAINT "export_part_export_id_number_pk" PRIMARY KEY("export_id","number")
);
--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "proved_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "data_export" ADD CONSTRAINT "data_export_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "export_chunk" ADD CONSTRAINT "export_chunk_export_id_data_export_id_fk" FOREIGN KEY ("export_id") REFERENCES "public"."data_export"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "export_item" ADD CONSTRAINT "export_item_export_id_data_export_id_fk" FOREIGN KEY ("export_id") REFERENCES "public"."data_export"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "export_part" ADD CONSTRAINT "export_part_export_id_data_export_id_fk" FOREIGN KEY ("export_id") REFERENCES "public"."data_export"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "data_export_account" ON "data_export" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE INDEX "data_export_wake" ON "data_export" USING btree ("wake_at");--> statement-breakpoint
CREATE INDEX "data_export_expiry" ON "data_export" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "data_export_running" ON "data_export" USING btree ("account_id") WHERE state in ('requested', 'planned', 'building');--> statement-breakpoint
CREATE INDEX "export_item_part" ON "export_item" USING btree ("export_id","part","position");--> statement-breakpoint
-- By hand: the role that serves reads and writes them.
GRANT SELECT, INSERT, UPDATE, DELETE ON "data_export", "export_part", "export_item", "export_chunk" TO app;
