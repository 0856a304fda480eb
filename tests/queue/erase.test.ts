/** Erasures as the clock begins them and the queue carries them: one message an account. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE, SECOND, setClock } from "../../core/base/clock.ts";
import { db } from "../../core/base/database.ts";
import type { Id } from "../../core/base/id.ts";
import { newKey } from "../../core/base/storage.ts";
import { media } from "../../core/media/media.sql.ts";
import { beginErasure } from "../../core/privacy/erasure/erase.ts";
import { resumeErasure, runErasure } from "../../core/privacy/erasure/run.ts";
import { wakeErasures } from "../../core/privacy/erasure/wake.ts";
import { WORK } from "../../core/privacy/erasure/work.ts";
import * as EraseDue from "../../functions/clock/erase-due.ts";
import * as Relay from "../../functions/clock/relay.ts";
import { handler } from "../../functions/queue/erase.ts";
import { drain } from "../support/drain.ts";
import { erased, erasureOf } from "../support/erasure.ts";
import { mailsTo } from "../support/mailbox.ts";
import { owner } from "../support/owner.ts";
import { browser, person } from "../support/person.ts";
import { signUpOf, tokenFor, visitor } from "../support/visitor.ts";

type Person = Awaited<ReturnType<typeof person>>;
const MANY = 50;

const run = () => drain({ erase: handler });
const stateOf = async ({ accountId }: Person) =>
  (await owner`select state from account where id = ${accountId}`)[0]?.state;
const ahead = (milliseconds: number) => setClock(() => new Date(Date.now() + milliseconds));
const keep = ({ accountId }: Person, objectKey: string) =>
  db()
    .insert(media)
    .values({ accountId, state: "ready", fileName: "a.jpg", contentType: "image/jpeg", bytes: 1, objectKey });
/** A key that no storage takes, so that everything about this account fails. */
const REFUSED_KEY = "";

beforeEach(() => setClock());
afterEach(() => setClock());

describe("closings that are due", () => {
  test("an account is erased once its 30 days are over, and one whose are not is not", async () => {
    const [due, early] = [await person({ closing: true }), await person({ closing: true })];
    await owner`update account set closes_at = now() + interval '1 hour' where id = ${early.accountId}`;
    await owner`update account set closes_at = now() - interval '1 second' where id = ${due.accountId}`;
    await EraseDue.run();
    expect([await stateOf(due), await stateOf(early)]).toEqual(["erasing", "closing"]);
    await run();
    expect(await stateOf(due)).toBeUndefined();
    expect((await erasureOf(due.accountId)).reason).toBe("closing");
    const [last] = await mailsTo(due.email);
    expect(last?.subject).toBe("Your account has been erased");
  });

  test("the last mail says until when a backup of the database may hold what was erased", async () => {
    setClock(() => new Date("2027-01-05T12:00:00Z"));
    const ana = await person();
    await erased(ana.accountId);
    const [last] = await mailsTo(ana.email);
    expect(last?.text.replaceAll("\n", " ")).toContain(
      "the last that may hold your data ends on 4 February 2027, and none is used before this erasure has been done again in it",
    );
  });

  test(`${MANY} at once are each erased, and one whose storage fails stops nobody`, async () => {
    const people = await Promise.all(
      Array.from({ length: MANY }, () => person({ closing: true, credits: 5 })),
    );
    for (const who of people) await keep(who, newKey());
    const failing = people[17] as Person;
    await owner`update media set object_key = ${REFUSED_KEY} where account_id = ${failing.accountId}`;
    const ids = people.map(({ accountId }) => accountId);
    await owner`update account set closes_at = now() - interval '1 hour' where id in ${owner(ids)}`;
    await EraseDue.run();
    await Promise.all([run(), run(), run()]);
    const left = await owner`select id from account where id in ${owner(ids)}`;
    expect(left.map(({ id }) => id)).toEqual([failing.accountId]);
    expect(await erasureOf(failing.accountId)).toMatchObject({ step: "objects", certificate: null });
    expect((await erasureOf(failing.accountId)).attempts).toBeGreaterThan(0);
  }, 120_000);
});

describe("an erasure", () => {
  test("begins once, and is none where there is no account", async () => {
    const ana = await person();
    const begin = () => beginErasure(ana.accountId, { reason: "idle" });
    const both = await Promise.all([begin(), begin()]);
    expect(both.sort()).toEqual([false, true]);
    expect(await runErasure(ana.accountId)).toBe("done");
    expect(await begin()).toBe(false);
    expect(await beginErasure(newAccountId, { reason: "idle" })).toBe(false);
    expect(await runErasure(newAccountId)).toBe("done");
  });
  const newAccountId = "0190f5a0-0000-7000-8000-000000000001" as Id<"account">;

  test("is done by one worker at a time: two messages send one certificate", async () => {
    const ana = await person();
    await beginErasure(ana.accountId, { reason: "erase_now" });
    const { id } = await erasureOf(ana.accountId);
    const outcomes = await Promise.all([resumeErasure(id), resumeErasure(id), resumeErasure(id)]);
    expect(outcomes.sort()).toEqual(["done", "waiting", "waiting"]);
    expect(await mailsTo(ana.email)).toHaveLength(1);
  });

  test("whose message was lost is woken by the minutely clock, and not before it is overdue", async () => {
    const ana = await person();
    await beginErasure(ana.accountId, { reason: "erase_now" });
    expect(await wakeErasures()).toBe(0);
    ahead(MINUTE + SECOND);
    await Relay.run();
    await run();
    expect((await erasureOf(ana.accountId)).step).toBe("done");
  });

  test("whose rows cannot go waits, and is done when they can", async () => {
    const ana = await person({ credits: 5 });
    await owner.unsafe(`create function stay() returns trigger language plpgsql as $$ begin raise 'not now'; end $$;
      create trigger stay before delete on credit_lot for each row
        when (old.account_id = '${ana.accountId}') execute function stay()`);
    await beginErasure(ana.accountId, { reason: "erase_now" });
    expect(await runErasure(ana.accountId)).toBe("waiting");
    expect((await erasureOf(ana.accountId)).step).toBe("rows");
    await owner.unsafe("drop trigger stay on credit_lot; drop function stay()");
    expect(await runErasure(ana.accountId)).toBe("done");
    expect((await erasureOf(ana.accountId)).counts.deleted).toMatchObject({ credit_lot: 1, credit_entry: 1 });
  });

  test("that fails is tried again ever later, for good", async () => {
    const ana = await person();
    await keep(ana, REFUSED_KEY);
    await beginErasure(ana.accountId, { reason: "erase_now" });
    const pauses: number[] = [];
    let time = Date.now();
    setClock(() => new Date(time));
    for (let attempt = 1; attempt <= 10; attempt++) {
      expect(await runErasure(ana.accountId)).toBe("waiting");
      const row = await erasureOf(ana.accountId);
      expect(row).toMatchObject({ step: "objects", attempts: attempt, claimedAt: null });
      pauses.push(Math.round(((row.wakeAt?.getTime() ?? 0) - time) / SECOND));
      time = row.wakeAt?.getTime() ?? 0;
    }
    expect(pauses).toEqual([65, 70, 90, 120, 360, 960, 1800, 3600, 3600, 3600]);
  });

  test("tells no certificate where it is silent, and none before nothing is left", async () => {
    const ana = await person();
    await beginErasure(ana.accountId, { reason: "journal_replay", silently: true });
    expect(await runErasure(ana.accountId)).toBe("done");
    expect(await mailsTo(ana.email)).toEqual([]);
    expect(await erasureOf(ana.accountId)).toMatchObject({
      person: null,
      certificate: { reason: "journal_replay" },
    });
  });
});

describe("the address", () => {
  test("is kept until the certificate has left, and no longer than a mail that cannot be sent", async () => {
    const ana = await person();
    // No mail program takes this for an address, so the mail cannot leave.
    await owner`update account set email = 'no address' where id = ${ana.accountId}`;
    await beginErasure(ana.accountId, { reason: "erase_now" });
    expect(await runErasure(ana.accountId)).toBe("waiting");
    expect(await erasureOf(ana.accountId)).toMatchObject({ step: "mail", person: expect.any(Uint8Array) });
    expect(await stateOf(ana)).toBeUndefined();
    ahead(7 * DAY + HOUR);
    expect(await runErasure(ana.accountId)).toBe("done");
    expect(await erasureOf(ana.accountId)).toMatchObject({ person: null, finishedAt: expect.any(Date) });
  });

  test("answers a sign-up like any other while it is erased, and opens a clean account at once afterwards", async () => {
    const ana = await person({ credits: 70 });
    await beginErasure(ana.accountId, { reason: "erase_now" });
    const during = await browser().post("/account", signUpOf(ana.email));
    const fresh = await browser().post("/account", signUpOf("somebody-else@example.org"));
    expect([during.status, await during.text()]).toEqual([fresh.status, await fresh.text()]);
    expect((await mailsTo(ana.email)).map(({ subject }) => subject)).toEqual([
      "The account with this address is being erased",
    ]);
    expect(await runErasure(ana.accountId)).toBe("done");
    const again = visitor();
    expect((await again.post("/account", signUpOf(ana.email))).status).toBe(202);
    expect(
      (await again.post("/account/verify", { token: await tokenFor(ana.email, "/confirm") })).status,
    ).toBe(200);
    expect((await again.signIn(ana.email)).status).toBe(200);
    expect(await (await again.get("/credits")).json()).toMatchObject({ available: 100, spent: 0, held: 0 });
    const { items } = (await (await again.get("/generations")).json()) as { items: unknown[] };
    expect(items).toEqual([]);
    const consents = await (await again.get("/privacy/consents")).text();
    expect(consents).not.toContain('"given":true');
  });

  test("that signs up again before the search has found nothing left does not hold up the certificate", async () => {
    const ana = await person();
    await beginErasure(ana.accountId, { reason: "erase_now" });
    const { scan } = WORK;
    WORK.scan = async (row) => {
      WORK.scan = scan;
      const fresh = visitor();
      await fresh.post("/account", signUpOf(ana.email));
      await fresh.post("/account/verify", { token: await tokenFor(ana.email, "/confirm") });
      return scan(row);
    };
    expect(await runErasure(ana.accountId)).toBe("done");
  });
});
