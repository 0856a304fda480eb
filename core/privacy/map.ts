/**
 * The data map: what each table means for a person, declared beside its columns. Export, erasure, purge, the record of
 * processing and the published policy are computed from it; there is no other list of tables. A column without a
 * category does not compile, and tests/privacy holds the map against the live database.
 */
import type { AnyPgTable } from "drizzle-orm/pg-core";
import type { ProcessorId } from "../base/processor.ts";
import type { Bucket } from "../base/storage.ts";
import type { RetentionRule } from "./retention.ts";

/** The purposes of policy 02, in its order, and the three that only a consent opens (policy 07). */
export type Purpose =
  | "account"
  | "orders"
  | "generation"
  | "security"
  | "support"
  | "legal"
  | "marketing"
  | "analytics"
  | "personalization";
/** GDPR art. 6(1) b, c, f and a. */
export type LegalBasis = "contract" | "legal_obligation" | "legitimate_interest" | "consent";
/** The categories of policy 03, and `technical` for what says nothing of a person by itself (ids, states, counters). */
export type Category =
  | "identity"
  | "authentication"
  | "billing"
  | "connection"
  | "content"
  | "credits"
  | "biometric"
  | "preference"
  | "technical";

/** Why something is held and yet not handed out with an access request. */
export type ExportExclusion =
  | "security_secret"
  | "other_person"
  | "internal_rule"
  | "derived"
  | "undelivered";

type ColumnKey<T extends AnyPgTable> = keyof T["_"]["columns"] & string;

/** How a row leads to its person: a column with the account's id, a foreign key to a row that does, or nobody. */
export type Subject<Key extends string> = Key | { via: Key } | "nobody";

/** Which columns describe an object, for the archive that a person takes away. */
export type ObjectExport<Key extends string> = {
  fileName: Key;
  contentType: Key;
  bytes: Key;
  sha256: Key;
  crc32: Key;
  /** Filled in where the service made the file: it lies under creations/, the others under uploads/. */
  madeBy: Key;
  /** Filled in once the person has deleted the file: it is handed out no more. */
  deletedAt: Key;
};

/** Rows that outlive their person: for how long and why, and what becomes of what led to the person. */
export type KeptRows<Key extends string> = {
  keep: RetentionRule;
  because: string;
  /** Columns whose ids give way to keyed pseudonyms (core/privacy/pseudonym.ts); none in a table about nobody. */
  pseudonymise?: readonly Key[];
  /** The column that the erasure fills in with its instant, where the period counts from the end of the relation. */
  startsClock?: Key;
};

/**
 * Rows that stand for something at a processor, whose `kind` says how it is deleted there and `id` which one it is: asked
 * for by filling in `due`, tried `attempts` times, gone once `deleted` is filled in (core/privacy/remote-item.ts).
 */
export type RemoteThings<Key extends string> = { kind: Key; id: Key; due: Key; attempts: Key; deleted: Key };

/** When rows end: the period of a rule after the instant in a column. */
export type End<Key extends string> = { rule: RetentionRule; from: Key };

/** Rows that end sooner than the table's own rule says: all, or those with certain values in a column. */
export type EarlierEnd<Key extends string> = End<Key> & { when?: { column: Key; is: readonly string[] } };

/** Rows of a person that stay beyond their period while `since` is filled in, unless `unless` has that value. */
export type Holds<Key extends string> = {
  rules: readonly RetentionRule[];
  since: Key;
  unless: { column: Key; is: string };
};

/** `lost`: the column that says since when the storage has been found not to have the object, for its person to see. */
export type MappedObject<Key extends string> = {
  bucket: Bucket;
  key: Key;
  lost?: Key;
  exported: ObjectExport<Key> | { none: ExportExclusion };
};

export type TableMap<Key extends string = string> = {
  purpose: Purpose;
  legalBasis: LegalBasis;
  subject: Subject<Key>;
  columns: Record<Key, Category>;
  /**
   * Columns that by their form hold words of ours, numbers and pseudonyms alone. Anybody may write the same words, so they
   * are searched for ids, and for nothing else of a person.
   */
  ownWords?: readonly Key[];
  /** Objects in storage that live and die with the row. */
  objects?: readonly MappedObject<Key>[];
  /** Things at a processor that the rows stand for: the rows go once those have. */
  remote?: RemoteThings<Key>;
  /**
   * The rule and the column at which its clock starts (`days`: the table is partitioned, and whole days of it go); or the
   * foreign key to the row that it goes with, and others with whose rows it goes just as well.
   */
  retention: (End<Key> & { days?: true }) | { withParent: Key; alsoWith?: readonly Key[] };
  earlier?: readonly EarlierEnd<Key>[];
  /** Filled in when the work that a row stands for is over. No period ends a row before that. */
  waitsFor?: Key;
  /** In the table of the people: what stays of somebody although its period is over. */
  holds?: Holds<Key>;
  onErase: "delete" | { anonymise: readonly Key[]; because: string } | KeptRows<Key>;
  /** Columns that an access request does not hand out, each with its ground; "none" for the whole table. */
  exported: "all" | { except: Partial<Record<Key, ExportExclusion>> } | { none: ExportExclusion };
  sharedWith: readonly ProcessorId[];
};

const maps = new WeakMap<AnyPgTable, TableMap>();

/** Attaches its meaning to a table and returns the table. */
export function dataMap<T extends AnyPgTable>(table: T, map: TableMap<ColumnKey<T>>): T {
  maps.set(table, map as unknown as TableMap);
  return table;
}

/** The meaning of a table. Throws for a table that was never mapped. */
export function mapOf(table: AnyPgTable): TableMap {
  const map = maps.get(table);
  if (!map) throw new Error("a table without a data map");
  return map;
}
