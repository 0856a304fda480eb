import { afterEach, expect, test } from "vitest";
import { readClockRuns } from "../../core/audit/clock-run.ts";
import { currentActor } from "../../core/base/actor.ts";
import { MINUTE, setClock } from "../../core/base/clock.ts";
import { alone } from "../../core/base/database.ts";
import { runClock } from "../../functions/clock/run.ts";
import { SCHEDULES, type ScheduleName } from "../../functions/clock/schedules.ts";
import { owner } from "../support/owner.ts";

afterEach(() => setClock());

const START = Date.UTC(2026, 10, 24, 12);
let time = START;
setClock(() => new Date(time));
const nothing = async () => {};
const rowOf = async (name: ScheduleName) => (await readClockRuns()).find((row) => row.name === name);

test("a run acts as the task of its name", async () => {
  let actor: unknown;
  await runClock("relay", async () => {
    actor = currentActor();
  });
  expect(actor).toEqual({ type: "task", name: "relay" });
});

test("each clock has one row, from the first run of any of them on: when it began, when it ended and how", async () => {
  await owner`delete from clock_run`;
  setClock(() => new Date(time));
  await runClock("empty-trash", async () => {
    time += 5 * MINUTE;
  });
  const rows = await readClockRuns();
  expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(SCHEDULES).sort());
  const ended = new Date(START + 5 * MINUTE);
  expect(await rowOf("empty-trash")).toEqual({
    name: "empty-trash",
    knownAt: new Date(START),
    startedAt: new Date(START),
    endedAt: ended,
    outcome: "done",
    error: null,
    doneAt: ended,
  });
  expect(await rowOf("relay")).toMatchObject({ knownAt: new Date(START), startedAt: null, doneAt: null });
  await runClock("empty-trash", nothing);
  expect(await readClockRuns()).toHaveLength(rows.length);
  expect(await rowOf("empty-trash")).toMatchObject({ knownAt: new Date(START), startedAt: ended });
});

test("a run that fails throws nothing and leaves the class of its error, never the words; the last good run stays known", async () => {
  await runClock("empty-trash", nothing);
  const good = await rowOf("empty-trash");
  await runClock("empty-trash", async () => {
    throw new RangeError("ana@example.org is out of range");
  });
  const row = await rowOf("empty-trash");
  expect(row).toMatchObject({ outcome: "failed", error: "RangeError", doneAt: good?.doneAt });
  expect(JSON.stringify(row)).not.toContain("ana@example.org");
  await runClock("empty-trash", nothing);
  expect(await rowOf("empty-trash")).toMatchObject({ outcome: "done", error: null });
});

test("a run that has begun and not ended is seen as such", async () => {
  let seen: unknown;
  await runClock("empty-trash", async () => {
    seen = await rowOf("empty-trash");
  });
  expect(seen).toMatchObject({ startedAt: expect.any(Date), endedAt: null });
});

/** As another process would have it: the lock is the server's. */
const whileAnotherHas = (name: ScheduleName, work: () => Promise<void>) => alone(`clock ${name}`, work);

test("a run gives way to one of another process, and changes nothing of what that one noted", async () => {
  let runs = 0;
  const count = async () => {
    runs++;
  };
  const before = await rowOf("sweep-leftovers");
  await whileAnotherHas("sweep-leftovers", () => runClock("sweep-leftovers", count));
  expect([runs, await rowOf("sweep-leftovers")]).toEqual([0, before]);
  await runClock("sweep-leftovers", count);
  expect(runs).toBe(1);
});

test("a run that failed leaves no lock behind", async () => {
  let runs = 0;
  for (let round = 0; round < 3; round++)
    await runClock("sweep-leftovers", async () => {
      runs++;
      throw new Error("the storage is away");
    });
  expect(runs).toBe(3);
});

test("one that may overlap with another process's gives way to none", async () => {
  let runs = 0;
  await whileAnotherHas("relay", () =>
    runClock("relay", async () => {
      runs++;
    }),
  );
  expect(runs).toBe(1);
});

test("of twenty runs at the same moment one does the work, and the others do not wait for it", async () => {
  let running = 0;
  let most = 0;
  let done = 0;
  let finish = () => {};
  const ended = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const work = async () => {
    running++;
    most = Math.max(most, running);
    await ended;
    running--;
    done++;
  };
  let back = 0;
  const runs = Array.from({ length: 20 }, async () => {
    await runClock("log-partitions", work);
    back++;
    if (back === 19) finish();
  });
  await Promise.all(runs);
  expect([most, done]).toEqual([1, 1]);
});
