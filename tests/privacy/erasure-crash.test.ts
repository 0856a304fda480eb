/**
 * Workers that die in an erasure. After each step, at the worst moment: what it did is done and not written down. And in
 * the middle of steps, at moments from a seed that is printed. Whoever comes next ends where a peaceful erasure ends.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeAll, expect, test } from "vitest";
import { MINUTE, setClock } from "../../core/base/clock.ts";
import { beginErasure } from "../../core/privacy/erasure/erase.ts";
import type { erasure } from "../../core/privacy/erasure/erasure.sql.ts";
import { STEPS, type Step } from "../../core/privacy/erasure/step.ts";
import { dice } from "../crash/jobs.ts";
import { everyRow } from "../support/catalogue.ts";
import { erased, erasureOf, seeThrough } from "../support/erasure.ts";
import { mailsTo } from "../support/mailbox.ts";
import { owner } from "../support/owner.ts";
import { type FullPerson, fullPerson } from "./full-person.ts";

const seed = Number(process.env.CRASH_SEED ?? Math.floor(Math.random() * 1e9));
const random = dice(seed);
const WORKING = STEPS.filter((step) => step !== "done");
let inPeace: typeof erasure.$inferSelect;

const addressOf = ({ name }: FullPerson) => `${name}@example.org`;

async function somebody(name: string): Promise<FullPerson> {
  const who = await fullPerson(name);
  await owner`update account set email = ${addressOf(who)} where id = ${who.accountId}`;
  return who;
}

/** Begins an erasure that has no link for an upload to wait for: those that were given have ended. */
async function begin({ accountId }: FullPerson): Promise<void> {
  await beginErasure(accountId, { reason: "erase_now" });
  await owner`update erasure set objects_until = created_at where objects_until is not null`;
}

function startWorker({ accountId }: FullPerson, environment: Record<string, string> = {}): ChildProcess {
  return fork(join(import.meta.dirname, "erasure-worker.ts"), {
    env: { ...process.env, ACCOUNT_ID: accountId, ...environment },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    execArgv: [],
  });
}

/** What a certificate says of what went and what stays. */
const said = (certificate: (typeof erasure.$inferSelect)["certificate"]) => ({
  erased: certificate?.erased,
  files: certificate?.files,
  kept: certificate?.kept.map(({ table, rows }) => [table, rows]),
});

/** Sees an erasure through as the worker after the dead one, and holds its end against the peaceful one. */
async function expectTheSameEnd(who: FullPerson): Promise<void> {
  // The dead worker's claim ends after a minute without a sign of life.
  setClock(() => new Date(Date.now() + 2 * MINUTE));
  const { counts, certificate, ...row } = await seeThrough(who.accountId);
  expect(counts).toEqual(inPeace.counts);
  expect(row).toMatchObject({ step: "done", person: null, traces: null, claimedAt: null, wakeAt: null });
  expect(said(certificate)).toEqual(said(inPeace.certificate));
  for (const [table, rows] of await everyRow()) {
    const left = rows.filter((text) => text.includes(who.accountId));
    expect([table, left]).toEqual([table, []]);
  }
  expect((await mailsTo(addressOf(who))).length).toBeGreaterThan(0);
}

beforeAll(async () => {
  const { accountId } = await somebody("in-peace");
  inPeace = await erased(accountId);
}, 60_000);
afterEach(() => setClock());

test.each(WORKING)(
  "a worker that dies after %s, before that is written down, costs nothing but a repetition",
  async (step) => {
    const who = await somebody(`a-${step}`);
    await begin(who);
    const worker = startWorker(who, { DIES_AFTER: step });
    const [, signal] = await once(worker, "exit");
    expect(signal).toBe("SIGKILL");
    expect((await erasureOf(who.accountId)).step).toBe(step);
    await expectTheSameEnd(who);
  },
  60_000,
);

const INSIDE: readonly Step[] = ["traces", "objects", "rows", "scan"];
test.each(INSIDE)(
  `a worker that dies in the middle of %s leaves nothing half done (seed ${seed})`,
  async (step) => {
    const who = await somebody(`i-${step}`);
    await begin(who);
    const worker = startWorker(who);
    const begins = new Promise<void>((begun) => {
      worker.on("message", (message) => message === step && begun());
    });
    await begins;
    await pause(random() * 60);
    worker.kill("SIGKILL");
    await once(worker, "exit");
    await expectTheSameEnd(who);
  },
  60_000,
);
