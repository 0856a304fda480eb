/** What staff see of how the service runs, and when something of it is called overdue: not a moment before, not after. */
import { randomUUID } from "node:crypto";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from "@aws-sdk/client-sqs";
import * as v from "valibot";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { DAY, fromNow, HOUR, MINUTE, SECOND, setClock } from "../../../core/base/clock.ts";
import { QUEUE_URLS } from "../../../core/base/queue.ts";
import { sqs } from "../../../core/base/queue-client.ts";
import { endOf } from "../../../core/privacy/period.ts";
import { RETENTION, type RetentionRule } from "../../../core/privacy/retention.ts";
import { periodText } from "../../../core/privacy/words.ts";
import { OperationsView } from "../../../core/staff/operations.schema.ts";
import { runClock } from "../../../functions/clock/run.ts";
import { SCHEDULES, type ScheduleName } from "../../../functions/clock/schedules.ts";
import { owner } from "../../support/owner.ts";
import { person } from "../../support/person.ts";
import { provePassword, staffMember } from "../../support/staff.ts";

const START = Date.UTC(2026, 10, 24, 12);
let time = START;
beforeEach(async () => {
  time = START;
  setClock(() => new Date(time));
  for (const table of ["clock_run", "outbox", "mail", "purge_run"]) await owner`delete from ${owner(table)}`;
});
afterEach(() => setClock());

const runAll = async (work = async () => {}) => {
  for (const name of Object.keys(SCHEDULES) as ScheduleName[]) await runClock(name, work);
};

/** What a staff member sees now. */
async function look(who?: Awaited<ReturnType<typeof staffMember>>) {
  const staff = who ?? (await staffMember());
  await provePassword(staff.accountId);
  const answer = await staff.get("/staff/operations");
  expect(answer.status).toBe(200);
  return v.parse(OperationsView, await answer.json());
}
const alarms = async () =>
  (await look()).alarms.map(({ kind, name, count }) => [kind, name, count].filter((part) => part !== null));

test("where everything runs nothing is raised, and every clock has its last and its next run", async () => {
  await runAll();
  time += 30 * SECOND;
  const { at, alarms: raised, clocks } = await look();
  expect([at, raised]).toEqual([new Date(time).toISOString(), []]);
  expect(clocks.map(({ name }) => name)).toEqual(Object.keys(SCHEDULES));
  expect(clocks.find(({ name }) => name === "empty-trash")).toEqual({
    name: "empty-trash",
    periodSeconds: 600,
    dailyAt: null,
    startedAt: new Date(START).toISOString(),
    endedAt: new Date(START).toISOString(),
    outcome: "done",
    error: null,
    doneAt: new Date(START).toISOString(),
    nextAt: new Date(START + 10 * MINUTE).toISOString(),
    late: false,
  });
  expect(clocks.find(({ name }) => name === "sweep-leftovers")).toMatchObject({
    periodSeconds: 86_400,
    dailyAt: "02:40",
    nextAt: "2026-11-25T02:40:00.000Z",
  });
});

test("a clock is late after twice its period without a run that did what it should, and not before", async () => {
  await runAll();
  const others = (Object.keys(SCHEDULES) as ScheduleName[]).filter((name) => name !== "empty-trash");
  const lateOnes = async () => {
    for (const name of others) await runClock(name, async () => {});
    return alarms();
  };
  time = START + 20 * MINUTE;
  expect(await lateOnes()).toEqual([]);
  time += 1;
  expect(await lateOnes()).toEqual([["clock_late", "empty-trash"]]);
  await runClock("empty-trash", async () => {
    throw new TypeError("no");
  });
  expect(await lateOnes()).toEqual([
    ["clock_late", "empty-trash"],
    ["clock_failed", "empty-trash"],
  ]);
  await runClock("empty-trash", async () => {});
  expect(await lateOnes()).toEqual([]);
});

test("a clock that has never run is expected from the first run of any other", async () => {
  await runClock("relay", async () => {});
  expect(await alarms()).toEqual([]);
  time = START + 2 * DAY + 1;
  await runClock("relay", async () => {});
  const raised = await alarms();
  expect(raised).toContainEqual(["clock_late", "sweep-leftovers"]);
  expect(raised).not.toContainEqual(["clock_late", "relay"]);
});

async function evidence(rule: RetentionRule, tableName: string, run: Record<string, unknown>): Promise<void> {
  const at = new Date(time);
  const row = {
    ...{ id: randomUUID(), rule, table_name: tableName, limit_at: at, found: 0, deleted: 0, failed: 0 },
    ...{ oldest_left: null, started_at: at, finished_at: at, ...run },
  };
  await owner`insert into purge_run ${owner(row)}`;
}

test("of every rule and table the last evidence is shown, in the reader's words", async () => {
  await evidence("content", "media", { found: 9, deleted: 9, started_at: new Date(START - HOUR) });
  await evidence("content", "media", { found: 5, deleted: 4, failed: 1, oldest_left: new Date(START - DAY) });
  await evidence("content", "generation", { found: 2, deleted: 2 });
  await evidence("session", "session", {});
  const { rules } = await look(await staffMember("fr"));
  expect(
    rules.map(({ rule, table, found, deleted, failed }) => [rule, table, found, deleted, failed]),
  ).toEqual([
    ["content", "generation", 2, 2, 0],
    ["content", "media", 5, 4, 1],
    ["session", "session", 0, 0, 0],
  ]);
  expect(rules[1]).toMatchObject({
    what: "contenus générés et téléversés",
    period: periodText(RETENTION.content, "fr"),
    oldestAt: new Date(START - DAY).toISOString(),
    dueAt: endOf("content", new Date(START - DAY))?.toISOString(),
    late: false,
  });
});

test("a rule is late when the oldest row that it left was due more than a day ago, and not before", async () => {
  await runAll();
  const oldest = new Date(Date.UTC(2025, 10, 23, 12));
  await evidence("content", "media", { oldest_left: oldest });
  expect(await alarms()).toEqual([]);
  time += 1;
  expect(await alarms()).toEqual([["rule_late", "content, media"]]);
});

test("what a purge could not remove is said with how many there are", async () => {
  await runAll();
  await evidence("content", "media", { found: 3, failed: 3 });
  expect(await alarms()).toEqual([["rule_failed", "content, media", 3]]);
});

test("a closing is late two hours after its instant, an erasure a day after it began", async () => {
  await runAll();
  const closing = await person({ closing: true });
  await owner`update account set closes_at = ${fromNow(-2 * HOUR)} where id = ${closing.accountId}`;
  const counts = owner.json({});
  await owner`insert into erasure (id, pseudonym, reason, step, counts, created_at, attempts) values
    (${randomUUID()}, ${randomUUID()}, 'closing', 'objects', ${counts}, ${fromNow(-DAY)}, 0),
    (${randomUUID()}, ${randomUUID()}, 'idle', 'remote', ${counts}, ${fromNow(-DAY)}, 2)`;
  const fine = await look();
  expect(fine.alarms).toEqual([]);
  expect(fine.closings).toEqual({ waiting: 1, late: 0, oldestAt: fromNow(-2 * HOUR).toISOString() });
  expect(fine.erasures).toMatchObject({
    waiting: 2,
    steps: [
      { step: "objects", count: 1 },
      { step: "remote", count: 1 },
    ],
  });
  time += 1;
  await owner`update erasure set finished_at = ${fromNow(0)} where step = 'remote'`;
  expect(await alarms()).toEqual([
    ["erasures_late", 1],
    ["closings_late", 1],
  ]);
  expect((await look()).erasures).toMatchObject({ waiting: 1, finishedAt: new Date(time).toISOString() });
  await owner`update account set state = 'active', closes_at = null where id = ${closing.accountId}`;
  await owner`update erasure set finished_at = ${fromNow(0)}`;
  expect(await alarms()).toEqual([]);
});

test("messages and journal entries that nobody relays are said after ten minutes, with how old the oldest is", async () => {
  await runAll();
  await owner`insert into outbox (id, queue, body, delay_seconds, created_at)
    values (${randomUUID()}, 'mail', '{}', 0, ${fromNow(-10 * MINUTE)})`;
  await owner`insert into journal_pending (id, entry, created_at)
    values (${randomUUID()}, '{}', ${fromNow(-10 * MINUTE)})`;
  expect(await alarms()).toEqual([]);
  time += 1;
  const { alarms: raised, journal, outbox } = await look();
  expect(raised.map(({ kind, since }) => [kind, since])).toEqual([
    ["journal_late", new Date(START - 10 * MINUTE).toISOString()],
    ["outbox_late", new Date(START - 10 * MINUTE).toISOString()],
  ]);
  expect([outbox.waiting, journal.waiting, journal.sequence]).toEqual([1, 1, 0]);
  await owner`delete from journal_pending`;
});

test("a message that was given up is said at once; what only waits is not", async () => {
  await runAll();
  const QueueUrl = QUEUE_URLS.mail;
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "{}" }));
  const name = `${QueueUrl.split("/").at(-1)}-dead`;
  const { QueueUrl: dead } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: dead, AttributeNames: ["QueueArn"] }),
  );
  const policy = { deadLetterTargetArn: Attributes?.QueueArn, maxReceiveCount: 5 };
  const attributes = { RedrivePolicy: JSON.stringify(policy) };
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: attributes }));
  const before = await look();
  expect(before.alarms).toEqual([]);
  expect(before.queues?.find((queue) => queue.name === "mail")).toEqual({
    name: "mail",
    waiting: 1,
    dead: 0,
  });
  for (const body of ["1", "2"])
    await sqs.send(new SendMessageCommand({ QueueUrl: dead, MessageBody: body }));
  expect(await alarms()).toEqual([["dead_letters", "mail", 2]]);
});

test("while the queues cannot be reached the rest is shown, and that is said", async () => {
  await runAll();
  const { export: url } = QUEUE_URLS;
  onTestFinished(() => void Object.assign(QUEUE_URLS, { export: url }));
  QUEUE_URLS.export = `${url}-that-is-gone`;
  const { queues, alarms: raised, clocks } = await look();
  expect([queues, clocks.length]).toEqual([null, Object.keys(SCHEDULES).length]);
  expect(raised.map(({ kind }) => kind)).toEqual(["queues_unreachable"]);
});
