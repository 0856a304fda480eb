/** Idle accounts: three mails, each once, in the person's language; a sign-in takes all back; then the one erasure. */
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { account } from "../../core/account/account.sql.ts";
import { eraseIdleAccounts, tellIdleAccounts } from "../../core/account/idle.ts";
import { DAY, HOUR, now, setClock } from "../../core/base/clock.ts";
import { db } from "../../core/base/database.ts";
import { run } from "../../functions/clock/idle-accounts.ts";
import { erasureOf, seeThrough } from "../support/erasure.ts";
import { owner } from "../support/owner.ts";
import { person } from "../support/person.ts";

type Person = Awaited<ReturnType<typeof person>>;
/** The last sign-in; the year between has 29 February. */
const START = new Date("2023-11-23T10:00:00.000Z");
const END = new Date("2026-11-23T10:00:00.000Z");
const at = (instant: Date) => setClock(() => instant);
const plus = (instant: Date, milliseconds: number) => new Date(instant.getTime() + milliseconds);
const beforeEnd = (days: number, milliseconds = 0) => plus(END, milliseconds - days * DAY);

beforeEach(async () => {
  at(START);
  await owner`update account set state = 'erasing'`;
  await owner`delete from mail`;
});
afterEach(() => setClock());

const mails = async ({ accountId }: Person) =>
  owner`select template, locale, address, instant, credits from mail where account_id = ${accountId} order by created_at`;
const stateOf = async ({ accountId }: Person) =>
  (await owner`select state from account where id = ${accountId}`)[0]?.state;
const signIn = ({ accountId }: Person) =>
  db().update(account).set({ lastSignInAt: now() }).where(eq(account.id, accountId));

test("three mails at 90, 30 and 7 days, each once however often the clock runs, then the erasure on the day", async () => {
  const ana = await person({ locale: "fr", credits: 250 });
  for (const [index, days] of [90, 30, 7].entries()) {
    at(beforeEnd(days, -1));
    await run();
    expect(await mails(ana)).toHaveLength(index);
    for (const hours of [0, 1, 2, 24]) {
      at(beforeEnd(days, hours * HOUR));
      await run();
    }
    expect(await mails(ana)).toHaveLength(index + 1);
  }
  const said = { template: "idle_notice", locale: "fr", address: ana.email, instant: END, credits: 250 };
  expect(await mails(ana)).toEqual([said, said, said]);
  at(plus(END, -1));
  await run();
  expect(await stateOf(ana)).toBe("active");
  at(END);
  await run();
  expect(await stateOf(ana)).toBe("erasing");
  expect(await erasureOf(ana.accountId)).toMatchObject({ reason: "idle" });
  await seeThrough(ana.accountId);
  expect(await stateOf(ana)).toBeUndefined();
});

test("a sign-in takes all of it back, even a moment before the end: the mails begin anew three years later", async () => {
  const ana = await person();
  at(beforeEnd(7));
  await run();
  at(plus(END, -1));
  await signIn(ana);
  at(plus(END, HOUR));
  await run();
  expect(await stateOf(ana)).toBe("active");
  expect(await mails(ana)).toHaveLength(1);
  at(new Date("2029-11-23T09:59:59.999Z"));
  await run();
  // All three steps have passed meanwhile: the last one is told, and the end is a week away at least.
  expect(await stateOf(ana)).toBe("active");
  expect((await mails(ana)).at(-1)).toMatchObject({ instant: plus(now(), 7 * DAY) });
});

test("nobody is erased without the last mail a week before, however long the clocks stood still", async () => {
  const ana = await person();
  const back = plus(END, 400 * DAY);
  at(back);
  await run();
  expect(await mails(ana)).toMatchObject([{ template: "idle_notice", instant: plus(back, 7 * DAY) }]);
  at(plus(back, 7 * DAY - 1));
  await run();
  expect([await stateOf(ana), (await mails(ana)).length]).toEqual(["active", 1]);
  at(plus(back, 7 * DAY));
  await run();
  expect(await stateOf(ana)).toBe("erasing");
});

test("clocks that stood still between two mails skip none that still matters", async () => {
  const ana = await person();
  at(beforeEnd(90));
  await run();
  at(beforeEnd(7, HOUR));
  await run();
  expect(await mails(ana)).toHaveLength(2);
  at(plus(END, HOUR));
  await run();
  expect(await stateOf(ana)).toBe("erasing");
});

test("who never signed in counts from the making of the account; an open session or a change counts for nothing", async () => {
  const ana = await person();
  await db().update(account).set({ lastSignInAt: null }).where(eq(account.id, ana.accountId));
  at(beforeEnd(40));
  await owner`update session set last_seen_at = now()`;
  await db().update(account).set({ firstName: "Anna" }).where(eq(account.id, ana.accountId));
  at(beforeEnd(7));
  await run();
  at(END);
  await run();
  expect(await stateOf(ana)).toBe("erasing");
});

test("a last sign-in on 29 February is three years old as March begins", async () => {
  at(new Date("2024-02-29T10:00:00.000Z"));
  const ana = await person();
  at(new Date("2027-02-22T00:00:00.000Z"));
  await run();
  expect(await mails(ana)).toMatchObject([{ instant: new Date("2027-03-01T00:00:00.000Z") }]);
  at(new Date("2027-02-28T23:59:59.999Z"));
  await run();
  expect(await stateOf(ana)).toBe("active");
  at(new Date("2027-03-01T00:00:00.000Z"));
  await run();
  expect(await stateOf(ana)).toBe("erasing");
});

test("while processing is restricted: who keeps everything is told so and stays, who chose the usual periods is erased", async () => {
  const [ana, bob] = [await person({ restricted: true, credits: 3 }), await person({ restricted: true })];
  await owner`update account set purge_while_restricted = 'as_usual' where id = ${bob.accountId}`;
  for (const days of [90, 30, 7, 0, -400]) {
    at(beforeEnd(days));
    await run();
  }
  expect(await stateOf(ana)).toBe("active");
  expect((await mails(ana)).map(({ template }) => template)).toEqual(["idle_kept", "idle_kept", "idle_kept"]);
  expect(await stateOf(bob)).toBe("erasing");
  expect((await mails(bob)).every(({ template }) => template === "idle_notice")).toBe(true);
});

test("runs at the same time tell each account once", async () => {
  const people = await Promise.all(Array.from({ length: 12 }, () => person()));
  at(beforeEnd(30));
  const told = await Promise.all([tellIdleAccounts(), tellIdleAccounts(), tellIdleAccounts()]);
  expect(told.reduce((sum, count) => sum + count, 0)).toBe(people.length);
  for (const who of people) expect(await mails(who)).toHaveLength(1);
});

test("an account that cannot be told or erased stops no other, and the evidence says so", async () => {
  const [ana, bob] = [await person(), await person()];
  at(beforeEnd(7));
  await owner.unsafe(`
    create function refuse_ana() returns trigger language plpgsql as $$ begin
      if new.account_id = '${ana.accountId}' then raise exception 'no'; end if; return new; end $$;
    create trigger refuse_ana before insert on mail for each row execute function refuse_ana();`);
  await run();
  expect([await mails(ana), (await mails(bob)).length]).toEqual([[], 1]);
  await owner`drop trigger refuse_ana on mail`;
  await run();
  expect(await mails(ana)).toHaveLength(1);
  await owner.unsafe(`
    create function refuse_erasing() returns trigger language plpgsql as $$ begin
      if new.id = '${ana.accountId}' and new.state = 'erasing' then raise exception 'no'; end if; return new; end $$;
    create trigger refuse_erasing before update on account for each row execute function refuse_erasing();`);
  at(plus(END, HOUR));
  expect(await eraseIdleAccounts()).toMatchObject({
    rule: "account",
    found: 2,
    deleted: 1,
    failed: 1,
    oldestLeft: START,
  });
  await owner`drop trigger refuse_erasing on account`;
  expect([await stateOf(ana), await stateOf(bob)]).toEqual(["active", "erasing"]);
  expect(await eraseIdleAccounts()).toMatchObject({ found: 1, deleted: 1, failed: 0, oldestLeft: undefined });
  const lines =
    await owner`select found, deleted, failed from purge_run where rule = 'account' and failed > 0`;
  expect(lines).toContainEqual({ found: 2, deleted: 1, failed: 1 });
});

test("a clock that is killed after its mail was written says it no second time", async () => {
  const ana = await person();
  at(beforeEnd(30));
  await tellIdleAccounts();
  // The mail leaves by its own queue; what the clock knows is in the row that was written with it.
  await owner`delete from mail`;
  at(beforeEnd(29));
  await run();
  expect(await mails(ana)).toEqual([]);
});
