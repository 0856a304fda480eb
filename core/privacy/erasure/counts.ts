/** What an erasure has done, counted where it was done. Names of tables, buckets and processors; numbers; no id. */

/** Rows by table. */
export type Rows = Record<string, number>;
export type Counts = {
  deleted: Rows;
  anonymised: Rows;
  kept: Rows;
  /** Objects by bucket. */
  objects: Rows;
  /** Things at processors, by table. */
  remote: Rows;
  messages: number;
};

export const NOTHING_YET: Counts = {
  deleted: {},
  anonymised: {},
  kept: {},
  objects: {},
  remote: {},
  messages: 0,
};
