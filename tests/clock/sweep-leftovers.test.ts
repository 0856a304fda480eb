import { afterEach, expect, test } from "vitest";
import { issueToken } from "../../core/account/token.ts";
import { DAY, HOUR, now, setClock } from "../../core/base/clock.ts";
import { run as purge } from "../../functions/clock/purge.ts";
import { run as sweep } from "../../functions/clock/sweep-leftovers.ts";
import { mailsTo } from "../support/mailbox.ts";
import { owner } from "../support/owner.ts";
import { person } from "../support/person.ts";
import { anAddress, PASSWORD, registered, signUpOf, tokenFor, visitor } from "../support/visitor.ts";

const later = (milliseconds: number) => {
  const instant = new Date(now().getTime() + milliseconds);
  setClock(() => instant);
};
afterEach(() => setClock());
const run = async () => {
  await purge();
  await sweep();
};
const count = async (table: string) =>
  Number((await owner.unsafe(`select count(*) as n from ${table}`))[0]?.n);

test("what has ended goes, what is still good stays", async () => {
  const email = await registered();
  const ana = visitor();
  await ana.signIn(email);
  await run();
  expect([await count("session"), await count("account")]).toEqual([1, 1]);
  expect((await ana.get("/account")).status).toBe(200);
  later(24 * HOUR + 1);
  await run();
  expect(await count("throttle")).toBe(0);
  later(89 * DAY);
  await run();
  expect([await count("session"), await count("account")]).toEqual([0, 1]);
});

test("expired links go once it need not be said any more that they have expired", async () => {
  const ana = await person();
  await owner`delete from account_token`;
  later(0);
  await issueToken(ana.accountId, "reset");
  later(HOUR + 2 * DAY - 1);
  await run();
  expect(await count("account_token")).toBe(1);
  later(1);
  await run();
  expect(await count("account_token")).toBe(0);
});

test("a change of address stays as long as it can be taken back, then it goes with its links", async () => {
  const email = await registered();
  const ana = visitor();
  await ana.signIn(email);
  const newEmail = anAddress();
  await ana.post("/account/email", { newEmail, password: PASSWORD });
  await visitor().post("/account/email/confirm", { token: await tokenFor(newEmail, "/email/confirm") });
  const undo = await tokenFor(email, "/email/undo");
  later(71 * HOUR);
  await run();
  expect((await visitor().post("/account/email/undo", { token: undo })).status).toBe(200);
  later(8 * DAY);
  await run();
  expect(await count("email_change")).toBe(0);
});

test("an account that nobody confirmed for seven days goes with all it has, and the address is free", async () => {
  const email = anAddress();
  await visitor().post("/account", signUpOf(email));
  later(7 * DAY - 1000);
  await run();
  expect(await owner`select id from account where email = ${email}`).toHaveLength(1);
  later(2000);
  await run();
  expect(await owner`select id from account where email = ${email}`).toHaveLength(0);
  expect(await registered(email)).toBe(email);
});

test("a mail that could not be sent for a week goes, whatever its number", async () => {
  const ana = await person();
  await owner`
    insert into mail (id, account_id, template, address, locale, created_at)
    select gen_random_uuid(), ${ana.accountId}, 'password_changed', ${ana.email}, 'en', now() from generate_series(1, 2500)`;
  later(7 * DAY - 60_000);
  await run();
  expect(await count("mail")).toBe(2500);
  later(120_000);
  await run();
  expect(await count("mail")).toBe(0);
  expect(await mailsTo(ana.email)).toEqual([]);
});
