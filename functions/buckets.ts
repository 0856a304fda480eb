/**
 * The buckets of the cloud, and what the functions may ask of them: each purpose has a key of its own, and the policy of a
 * bucket names the keys that may use it and what for. tests/infra compares this with what the code of each function asks.
 * No key deletes from the journal, or reaches the buckets of voices and books.
 */
import type { Bucket } from "../core/base/storage.ts";
import { RETENTION } from "../core/privacy/retention.ts";

/** The second net under the purges of the software: when files end by themselves, or for how long nobody can delete them. */
export const BUCKETS: Record<Bucket | "voice" | "books", { endDays?: number; lockedDays?: number }> = {
  media: { endDays: 370 },
  exports: { endDays: RETENTION.exports.days + 3 },
  journal: { lockedDays: RETENTION.journal.years * 365 },
  voice: { endDays: 370 },
  /** Ten years from the end of the financial year. */
  books: { lockedDays: 3_653 + 366 },
};

/** Who may not list is told 403 of an object that is not there, where we expect 404 (S3 API reference, GetObject). */
const READ = ["s3:GetObject", "s3:ListBucket"];
const PUT = "s3:PutObject";
const DELETE = "s3:DeleteObject";
const ABORT = "s3:AbortMultipartUpload";
/** Finds and removes all that is held under a key: older versions, and uploads that were never finished. */
const ERASE = [
  "s3:ListBucket",
  DELETE,
  "s3:GetBucketVersioning",
  "s3:ListBucketVersions",
  "s3:DeleteObjectVersion",
  "s3:ListBucketMultipartUploads",
  ABORT,
];

export const STORAGE_KEYS = {
  /** Asks the journal whether the database is as new as it, which everything does before it works. */
  follow: { journal: READ },
  /** And writes into it. */
  record: { journal: [...READ, PUT] },
  /** Answers people. */
  serve: {
    media: [...READ, PUT],
    exports: [...READ, DELETE, ABORT],
    journal: [...READ, PUT],
  },
  /** Takes files in, and stores what was made. */
  make: { media: [...READ, PUT, DELETE], journal: READ },
  /** Puts together everything of somebody. */
  export: {
    media: READ,
    exports: [...READ, PUT, DELETE, ABORT, "s3:ListMultipartUploadParts"],
    journal: READ,
  },
  /** Removes copies whose days are over. */
  expire: { exports: [DELETE, ABORT], journal: [...READ, PUT] },
  /** Removes files for good. */
  erase: { media: ERASE, exports: ERASE, journal: [...READ, PUT] },
} as const satisfies Record<string, Partial<Record<Bucket, readonly string[]>>>;

export type StorageKey = keyof typeof STORAGE_KEYS;

/** The sets of permissions that an action needs (Scaleway, "Amazon S3 and IAM permissions equivalence"). */
const PERMISSION_SETS: [action: RegExp, set: string][] = [
  [/:(GetObject|List)/, "ObjectStorageObjectsRead"],
  [/:GetBucket/, "ObjectStorageBucketsRead"],
  [/:Put/, "ObjectStorageObjectsWrite"],
  [/:(Delete|Abort)/, "ObjectStorageObjectsDelete"],
];

/** What a key is allowed anywhere in its project. A bucket's policy narrows that, and gives nothing beyond. */
export function permissionSetsOf(key: StorageKey): string[] {
  const actions: string[] = Object.values(STORAGE_KEYS[key]).flat();
  return PERMISSION_SETS.filter(([action]) => actions.some((each) => action.test(each))).map(
    ([, set]) => set,
  );
}

/** Who may do what in a bucket, by the purpose of the key: nobody else may do anything. */
export const usersOf = (bucket: string): { key: StorageKey; actions: readonly string[] }[] =>
  Object.entries(STORAGE_KEYS).flatMap(
    ([key, access]: [string, Partial<Record<string, readonly string[]>>]) =>
      access[bucket] ? [{ key: key as StorageKey, actions: access[bucket] }] : [],
  );

/** The rules by which a bucket empties itself; pieces of uploads that were never finished go from every one. */
export const lifecycleOf = (bucket: keyof typeof BUCKETS) => {
  const days = BUCKETS[bucket].endDays;
  return [
    { id: "unfinished", enabled: true, abortIncompleteMultipartUploadDays: 1 },
    ...(days ? [{ id: "end", enabled: true, expiration: { days } }] : []),
  ];
};
