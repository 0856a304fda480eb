/**
 * Everything that is stored anywhere, seen with eyes that are not the service's: tables as the superuser copies them out,
 * objects and messages as they lie on the disks of the S3 and SQS servers, mails as files, and the lines of the log.
 */
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { inject } from "vitest";
import { owner } from "../support/owner.ts";

/** Content by place. A table's is its lines, an object's begins with its key. */
export type World = {
  tables: Map<string, string[]>;
  objects: string[];
  messages: string[];
  mails: string[];
  log: string[];
};

/** A picture of it all; `log`: the lines that were written so far. */
export async function worldNow(log: readonly string[]): Promise<World> {
  return {
    tables: await tablesNow(),
    objects: objectsNow(),
    messages: messagesNow(),
    mails: mailsNow(),
    log: [...log],
  };
}

/** Every table of every schema, whether anybody knows it or not. */
async function tablesNow(): Promise<World["tables"]> {
  const found = await owner<{ name: string }[]>`
    select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'm') and not c.relispartition
      and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'`;
  const tables = new Map<string, string[]>();
  for (const { name } of found) {
    const stream = await owner.unsafe(`copy (select * from ${name}) to stdout`).readable();
    let text = "";
    for await (const chunk of stream) text += String(chunk);
    tables.set(name, text.split("\n").filter(Boolean).sort());
  }
  return tables;
}

/** A copy of a database file that its server has for itself; what is not in the file yet is in the log beside it. */
function readCopy<T>(path: string, read: (database: DatabaseSync) => T): T {
  const dir = mkdtempSync(join(tmpdir(), "pix2clip-look-"));
  try {
    for (const ending of ["", "-wal"])
      if (existsSync(path + ending)) copyFileSync(path + ending, join(dir, `copy.db${ending}`));
    const database = new DatabaseSync(join(dir, "copy.db"));
    try {
      return read(database);
    } finally {
      database.close();
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const ours = () =>
  `${new URL(process.env.QUEUE_URL_MAIL ?? "").pathname.split("/").at(-1)}`.replace(/-mail$/, "");
const bytesOf = (dir: string, file: string) =>
  readFileSync(join(dir, "bodies", file.slice(0, 2), file)).toString("latin1");

/** Key and bytes of every object and of every piece of an unfinished upload in this file's buckets. */
function objectsNow(): string[] {
  const dir = join(inject("cloudDir"), "s3");
  return readCopy(join(dir, "s3.db"), (database) => {
    const objects = database
      .prepare(
        "SELECT bucket, object.key, headers, value ->> 'file' AS file FROM object, json_each(segments) WHERE bucket LIKE ?",
      )
      .all(`${ours()}%`);
    const uploads = database
      .prepare(
        "SELECT bucket, key, headers, file FROM upload LEFT JOIN part ON upload = id WHERE bucket LIKE ?",
      )
      .all(`${ours()}%`);
    return [...objects, ...uploads]
      .map(({ bucket, key, headers, file }) => {
        const content = typeof file === "string" ? bytesOf(dir, file) : "";
        return `${bucket} ${key} ${headers} ${content}`;
      })
      .sort();
  });
}

/** The body of every message, whether it waits, is in hand or is dead. */
function messagesNow(): string[] {
  return readCopy(join(inject("cloudDir"), "sqs", "sqs.db"), (database) =>
    database
      .prepare("SELECT queue, body FROM message WHERE queue LIKE ?")
      .all(`${ours()}%`)
      .map(({ queue, body }) => `${queue} ${body}`)
      .sort(),
  );
}

function mailsNow(): string[] {
  const dir = inject("mailboxDir");
  return readdirSync(dir)
    .filter((name) => name.endsWith(".eml"))
    .map((name) => readFileSync(join(dir, name), "utf8"));
}

/** Where any of the texts is found, in itself or as the bytes of a binary column: place by place, never silently twice. */
export function placesOf(texts: readonly string[], world: World): string[] {
  const forms = texts.flatMap((text) => [text, Buffer.from(text).toString("hex")]);
  const has = (content: string) => forms.some((form) => content.includes(form));
  return [
    ...[...world.tables].flatMap(([name, lines]) => (lines.some(has) ? [`table ${name}`] : [])),
    ...world.objects.filter(has).map((object) => `object ${object.split(" ")[1]}`),
    ...world.messages.filter(has).map((message) => `message in ${message.split(" ")[0]}`),
    ...world.mails.filter(has).map(() => "mail"),
    ...world.log.filter(has).map((line) => `log ${JSON.parse(line).event}`),
  ];
}

/** All that is somebody's, to be compared with what it is later. */
export function shareOf(texts: readonly string[], world: World): string[] {
  const has = (content: string) => texts.some((text) => content.includes(text));
  const lines = [...world.tables].flatMap(([name, all]) => all.map((line) => `${name} ${line}`));
  return [...lines, ...world.objects, ...world.messages].filter(has).sort();
}
