/**
 * Standard queues and their messages, in one SQLite file. Times are milliseconds since 1970.
 * Invariant: a message is in one queue, and `visibleAt` alone says when it may be received next: delayed,
 * ready and in flight differ by nothing else, so a restart changes none of them.
 */
import { randomUUID } from "node:crypto";
import { openDatabase, transaction } from "./database.ts";
import { SqsError } from "./sqs-error.ts";

export type Queue = { name: string; attributes: Record<string, string> };
export type Message = {
  id: number;
  messageId: string;
  body: string;
  sentAt: number;
  receiveCount: number;
  firstReceivedAt: number | null;
  receipt: string | null;
  /** The queue that a dead letter came from. */
  source: string | null;
};
export type Redrive = { target: string; maxReceiveCount: number };
export type SqsStore = ReturnType<typeof openStore>;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS queue(name TEXT PRIMARY KEY, attributes TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS message(id INTEGER PRIMARY KEY, queue TEXT NOT NULL, messageId TEXT NOT NULL,
    body TEXT NOT NULL, sentAt INTEGER NOT NULL, visibleAt INTEGER NOT NULL,
    receiveCount INTEGER NOT NULL DEFAULT 0, firstReceivedAt INTEGER, receipt TEXT, source TEXT);
  CREATE INDEX IF NOT EXISTS message_visible ON message(queue, visibleAt, id);
  CREATE INDEX IF NOT EXISTS message_sent ON message(queue, sentAt);
  CREATE INDEX IF NOT EXISTS message_receipt ON message(receipt);`;

const STATEMENTS = {
  selectQueue: "SELECT name, attributes FROM queue WHERE name = ?",
  putQueue: "INSERT OR REPLACE INTO queue VALUES(?, ?)",
  insert: "INSERT INTO message(queue, messageId, body, sentAt, visibleAt) VALUES(?, ?, ?, ?, ?)",
  expire: "DELETE FROM message WHERE queue = ? AND sentAt < ?",
  selectDue:
    "SELECT id, receiveCount FROM message WHERE queue = ? AND visibleAt <= ? ORDER BY visibleAt, id LIMIT ?",
  bury: "UPDATE message SET queue = ?, source = queue, visibleAt = ?, receipt = NULL WHERE id = ?",
  take: `UPDATE message SET visibleAt = ?, receiveCount = receiveCount + 1, receipt = ?,
    firstReceivedAt = coalesce(firstReceivedAt, ?) WHERE id = ? RETURNING *`,
  selectNext: "SELECT min(visibleAt) AS at FROM message WHERE queue = ? AND visibleAt > ?",
  selectHeld: "SELECT id, visibleAt FROM message WHERE receipt = ?",
  setVisible: "UPDATE message SET visibleAt = ? WHERE id = ?",
  remove: "DELETE FROM message WHERE receipt = ?",
  purge: "DELETE FROM message WHERE queue = ?",
  count: `SELECT count(*) FILTER (WHERE visibleAt <= ?2) AS ready,
    count(*) FILTER (WHERE visibleAt > ?2 AND receipt NOTNULL) AS inFlight,
    count(*) FILTER (WHERE visibleAt > ?2 AND receipt ISNULL) AS delayed FROM message WHERE queue = ?1`,
  selectMovable: `SELECT id, coalesce(?3, source) AS target FROM message
    WHERE queue = ?1 AND visibleAt <= ?2 AND coalesce(?3, source) NOTNULL`,
  move: `UPDATE message SET queue = ?1, messageId = ?2, sentAt = ?3, visibleAt = ?3, receiveCount = 0,
    firstReceivedAt = NULL, receipt = NULL, source = NULL WHERE id = ?4`,
};

/** Opens the file at `path`; `arrived` is called with a queue's name when it may have something to receive. */
export function openStore(path: string, now: () => number, arrived: (queue: string) => void) {
  const database = openDatabase(path, SCHEMA);
  const prepared = Object.entries(STATEMENTS).map(([name, sql]) => [name, database.prepare(sql)]);
  const run: Record<keyof typeof STATEMENTS, ReturnType<typeof database.prepare>> = Object.fromEntries(
    prepared,
  );

  /** The messages to hand out, after those received too often have gone to the dead-letter queue. */
  function chooseDue(queue: string, max: number, redrive: Redrive | undefined): number[] {
    for (;;) {
      const due = run.selectDue.all(queue, now(), max) as { id: number; receiveCount: number }[];
      const dead = redrive ? due.filter((message) => message.receiveCount >= redrive.maxReceiveCount) : [];
      if (redrive === undefined || dead.length === 0) return due.map((message) => message.id);
      for (const { id } of dead) run.bury.run(redrive.target, now(), id);
      arrived(redrive.target);
    }
  }

  return {
    /** Throws QueueDoesNotExist. */
    getQueue(name: string): Queue {
      const row = run.selectQueue.get(name) as { name: string; attributes: string } | undefined;
      if (row === undefined) throw new SqsError("QueueDoesNotExist", "The specified queue does not exist.");
      return { name: row.name, attributes: JSON.parse(row.attributes) };
    },

    hasQueue: (name: string): boolean => run.selectQueue.get(name) !== undefined,

    putQueue({ name, attributes }: Queue): void {
      run.putQueue.run(name, JSON.stringify(attributes));
    },

    /** Adds a message that can be received `delaySeconds` from now; returns its id. */
    send(queue: string, body: string, delaySeconds: number): string {
      const messageId = randomUUID();
      run.insert.run(queue, messageId, body, now(), now() + delaySeconds * 1000);
      arrived(queue);
      return messageId;
    },

    /** Takes up to `max` messages, hidden from others for `hiddenSeconds`; drops those past their retention. */
    receive: (queue: Queue, max: number, hiddenSeconds: number, redrive: Redrive | undefined): Message[] =>
      transaction(database, () => {
        run.expire.run(queue.name, now() - Number(queue.attributes.MessageRetentionPeriod) * 1000);
        return chooseDue(queue.name, max, redrive).map((id) => {
          const receipt = `${queue.name}:${randomUUID()}`;
          return run.take.get(now() + hiddenSeconds * 1000, receipt, now(), id) as Message;
        });
      }),

    /** Milliseconds until the next hidden message becomes visible; Infinity when none is hidden. */
    untilNext(queue: string): number {
      const at = run.selectNext.get(queue, now())?.at;
      return typeof at === "number" ? at - now() : Number.POSITIVE_INFINITY;
    },

    /** Deletes the message last received under this receipt. A receipt that was superseded has no effect. */
    remove(queue: string, receipt: string): void {
      requireReceipt(queue, receipt);
      run.remove.run(receipt);
    },

    /** Hides a message in flight for `seconds` from now. */
    hide(queue: string, receipt: string, seconds: number): void {
      requireReceipt(queue, receipt);
      const held = run.selectHeld.get(receipt) as { id: number; visibleAt: number } | undefined;
      if (held === undefined || held.visibleAt <= now()) {
        throw new SqsError("MessageNotInflight", "The message is not in flight.");
      }
      run.setVisible.run(now() + seconds * 1000, held.id);
      arrived(queue);
    },

    purge(queue: string): void {
      run.purge.run(queue);
    },

    count: (queue: string) =>
      run.count.get(queue, now()) as { ready: number; inFlight: number; delayed: number },

    /** Moves what can be received to `target`, or back to where each came from, as new messages. */
    redrive: (queue: string, target: string | null): void =>
      transaction(database, () => {
        const movable = run.selectMovable.all(queue, now(), target) as { id: number; target: string }[];
        for (const { id, target } of movable) {
          run.move.run(target, randomUUID(), now(), id);
          arrived(target);
        }
      }),

    /** Runs `work` in one transaction. */
    atomically: <T>(work: () => T): T => transaction(database, work),

    close: () => database.close(),
  };
}

/** A handle says which queue it came from: one used with another queue's URL is a mistake, as at AWS. */
function requireReceipt(queue: string, receipt: string): void {
  if (!receipt.startsWith(`${queue}:`)) {
    throw new SqsError("ReceiptHandleIsInvalid", "The input receipt handle is invalid.");
  }
}
