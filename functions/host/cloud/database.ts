/**
 * The SQLite file behind a local server. Committed rows survive SIGKILL (write-ahead log).
 * Invariant: one process owns the file; a second one is refused rather than sharing the data directory.
 */
import { DatabaseSync } from "node:sqlite";

/** Opens or creates the file for this process alone and applies `schema`. Throws when another process has it. */
export function openDatabase(path: string, schema: string): DatabaseSync {
  const database = new DatabaseSync(path);
  try {
    database.exec("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;");
    database.exec(`BEGIN EXCLUSIVE; ${schema} COMMIT;`);
  } catch (error) {
    database.close();
    throw new Error(`cannot open ${path}: is another process using it?`, { cause: error });
  }
  return database;
}

/** Runs `work` in one transaction: all of its writes or, when it throws, none. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}
