/**
 * The database: one pool that writes, one that may only read, and transactions carried by AsyncLocalStorage. Nested
 * transactions join the outer one. A query that a lost `await` sends after its transaction ended throws instead of
 * running outside of it.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { config } from "./config.ts";
import { AppError } from "./error.ts";

export type Database = PostgresJsDatabase;
type Effect = () => Promise<void>;
type Store = {
  database: Database;
  closed: boolean;
  effects: Effect[] | undefined;
  /** It acts as the role `eraser` at this moment. */
  eraser?: boolean;
};

const options = { max: config.DATABASE_CONNECTIONS, fetch_types: false, onnotice: () => undefined } as const;
let ended = 0;
/** Connections of the pools stay open: one that ends tells something (`endedConnections`). */
const pooled = {
  ...options,
  max_lifetime: null,
  onclose: () => {
    ended += 1;
  },
} as const;
const writerPool = preparing(postgres(config.DATABASE_URL, pooled));
/** Refuses every write in the server itself, whatever a query tries (`command.ts`). */
const readerPool = preparing(
  postgres(config.DATABASE_URL, { ...pooled, connection: { default_transaction_read_only: true } }),
);
const writer: Database = drizzle(writerPool, { casing: "snake_case" });
const reader: Database = drizzle(readerPool, { casing: "snake_case" });
const stores = new AsyncLocalStorage<Store>();

/**
 * The client with prepared statements. drizzle sends its queries through `unsafe`, unprepared:
 * each would take two round trips, the first to learn the types of its parameters, and be planned every time.
 */
function preparing<Client extends postgres.ISql>(client: Client): Client {
  return new Proxy(client, {
    get(target, key) {
      if (key === "unsafe")
        return (...[text, values, given]: Parameters<postgres.ISql["unsafe"]>) =>
          target.unsafe(text, values, { ...given, prepare: true });
      if (key === "begin" || key === "savepoint") return opening(target, key);
      return Reflect.get(target, key);
    },
  });
}

/** `begin` and `savepoint`, whose work gets a client that prepares as well. */
function opening(client: postgres.ISql, key: "begin" | "savepoint") {
  type Work = (inner: postgres.ISql) => unknown;
  const open = Reflect.get(client, key) as (...given: unknown[]) => unknown;
  return (...given: [...unknown[], Work]) => {
    const work = given.pop() as Work;
    return open(...given, (inner: postgres.ISql) => work(preparing(inner)));
  };
}

type Variant = readonly (string | boolean | undefined)[];

/**
 * A statement for what is asked all the time: `build` makes it with `db()` once for each pool and each variant, since
 * putting a query together takes longer than sending it. What differs from call to call goes into placeholders.
 */
export function prepared<V extends Variant, Statement>(
  build: (...variant: V) => Statement,
): (...variant: V) => Statement {
  const built = new WeakMap<Database, Map<string, Statement>>();
  return (...variant) => {
    const database = db();
    const statements = built.get(database) ?? new Map<string, Statement>();
    built.set(database, statements);
    const key = variant.join();
    const statement = statements.get(key) ?? build(...variant);
    statements.set(key, statement);
    return statement;
  };
}

/** The open transaction, or the pool. Throws when the transaction has ended. */
export function db(): Database {
  const store = stores.getStore();
  if (store?.closed) throw new Error("a query was sent after its transaction ended: an await is missing");
  return store?.database ?? writer;
}

const openStore = () => {
  const store = stores.getStore();
  return store?.effects && !store.closed ? store : undefined;
};

/** Runs `work` in a transaction; inside another one it joins. Effects registered meanwhile run after the commit. */
export async function transaction<T>(work: () => Promise<T>): Promise<T> {
  if (openStore()) return work();
  const effects: Effect[] = [];
  const result = await writer.transaction(async (database) => {
    const store: Store = { database, closed: false, effects };
    try {
      return await stores.run(store, work);
    } finally {
      store.closed = true;
    }
  });
  await stores.exit(async () => {
    for (const effect of effects) await effect();
  });
  return result;
}

/**
 * Runs `work` in a transaction of its own as the role `eraser`, which may delete and change also what otherwise only
 * grows. For the engines of erasure and purge alone. Throws inside another transaction, which is not the eraser's.
 */
export async function asEraser<T>(work: () => Promise<T>): Promise<T> {
  refuseInTransaction();
  return transaction(async () => {
    await become("eraser");
    return work();
  });
}

/**
 * The same for one part of an open transaction, which goes on as who it was, also when that part has failed. Nothing else
 * of the transaction may run beside it.
 */
export async function eraserWithin<T>(work: () => Promise<T>): Promise<T> {
  const store = openStore();
  if (!store) throw new Error("no transaction is open");
  if (store.eraser) return work();
  await become("eraser");
  try {
    const result = await work();
    await become("none");
    return result;
  } catch (error) {
    // Refused after a statement that has failed: then the transaction takes no other one either.
    await become("none").catch(() => undefined);
    throw error;
  }
}

async function become(role: "eraser" | "none"): Promise<void> {
  const store = openStore();
  if (store) store.eraser = role === "eraser";
  await db().execute(`set local role ${role}`);
}

/** Runs `work` on connections that may only read; inside a transaction it joins that. */
export function reading<T>(work: () => Promise<T>): Promise<T> {
  return openStore() ? work() : stores.run({ database: reader, closed: false, effects: undefined }, work);
}

/**
 * Runs an effect once the current transaction has committed, or at once outside of one. It must be one that may be
 * lost: whatever has to happen is an outbox row, the effect only makes it happen sooner.
 */
export async function afterCommit(effect: Effect): Promise<void> {
  const store = openStore();
  if (store?.effects) store.effects.push(effect);
  else await effect();
}

/** Clients of the outside world call this first: a slow answer must not hold a transaction open. */
export function refuseInTransaction(): void {
  if (openStore())
    throw new Error("no outside call inside a transaction: record the intent, commit, then call");
}

/**
 * Runs `work` while nobody else does work of that name, in any process. The lock is held by a connection of its own, so
 * that it goes with its process, however that ends, and waits for no place in the pool. `ran` is false when another has it.
 */
export async function alone(name: string, work: () => Promise<void>): Promise<{ ran: boolean }> {
  const holder = postgres(config.DATABASE_URL, { ...options, max: 1, max_lifetime: null });
  try {
    const [row] = await holder`select pg_try_advisory_lock(hashtextextended(${name}, 0)) as taken`;
    if (!row?.taken) return { ran: false };
    try {
      await work();
    } finally {
      await holder`select pg_advisory_unlock_all()`;
    }
    return { ran: true };
  } finally {
    await holder.end({ timeout: 5 });
  }
}

/** The single row of a result. Throws `not_found` when there is none. */
export function one<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (row === undefined) throw new AppError("not_found");
  return row;
}

/** True for a unique-constraint violation (SQLSTATE 23505), wherever drizzle wrapped it. */
export function isDuplicate(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ("code" in cause && cause.code === "23505") return true;
  return false;
}

/**
 * How many connections of the pools have ended since the start. After each, the next one may lead to another database at the
 * same address: a backup that was put back meanwhile.
 */
export const endedConnections = (): number => ended;

/** Closes both pools, waiting for queries in hand. */
export async function closeDatabase(): Promise<void> {
  await Promise.all([writerPool.end({ timeout: 5 }), readerPool.end({ timeout: 5 })]);
}
