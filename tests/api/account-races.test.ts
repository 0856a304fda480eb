import { expect, test } from "vitest";
import { untilWaiting } from "../support/lock-waits.ts";
import { linkIn, mailsTo } from "../support/mailbox.ts";
import { owner } from "../support/owner.ts";
import { anAddress, PASSWORD, registered, signUpOf, visitor } from "../support/visitor.ts";

/** An address that waits to be confirmed, and the tokens of its links, newest first. */
async function waitingOne(resets: number) {
  const email = anAddress();
  await visitor().post("/account", signUpOf(email));
  for (let i = 0; i < resets; i++) await visitor().post("/password-reset", { email });
  const mails = await mailsTo(email);
  const tokens = (page: string) => mails.flatMap((mail) => linkIn(mail, page) ?? []);
  return { email, confirm: tokens("/confirm"), reset: tokens("/reset") };
}

/** One after the other: mails are sent by one at a time. */
async function waiting(people: number, resets = 0) {
  const all = [];
  for (let i = 0; i < people; i++) all.push(await waitingOne(resets));
  return all;
}

const confirm = (token: string | undefined) => visitor().post("/account/verify", { token });
const choose = (token: string | undefined) =>
  visitor().post("/password-reset/confirm", { token, newPassword: "eight wakeful otters" });

/** Lets requests about these accounts come so far that each waits for something, one after the other; then all go on. */
async function atOnce(emails: string[], requests: (() => Promise<Response>)[]): Promise<number[]> {
  const answers: Promise<Response>[] = [];
  await owner.begin(async (holder) => {
    await holder`select id from account where email in ${holder(emails)} for update`;
    for (const request of requests) {
      answers.push(request());
      await untilWaiting(answers.length);
    }
  });
  return (await Promise.all(answers)).map((answer) => answer.status);
}

test("every link of an account followed at the same moment: each gets an answer, and the account opens once", async () => {
  const people = await waiting(3, 2);
  const emails = people.map((one) => one.email);
  const statuses = await atOnce(
    emails,
    people.flatMap(({ reset, confirm: [link] }) => [
      () => choose(reset[0]),
      () => choose(reset[1]),
      () => confirm(link),
    ]),
  );
  expect([200, 204, 400, 409]).toEqual(expect.arrayContaining([...new Set(statuses)]));
  const opened = await owner`
    select account.id from account join credit_lot on credit_lot.account_id = account.id
    where email in ${owner(emails)} and state = 'active' and credits = 100`;
  expect(opened).toHaveLength(people.length);
});

test("signing up again while the first link is followed: each gets an answer", async () => {
  const people = await waiting(4);
  const statuses = await atOnce(
    people.map((one) => one.email),
    people.flatMap(({ email, confirm: [link] }) => [
      () => visitor().post("/account", signUpOf(email)),
      () => confirm(link),
    ]),
  );
  expect([200, 202, 400]).toEqual(expect.arrayContaining([...new Set(statuses)]));
});

test.each([
  ["/account/email", () => ({ newEmail: anAddress(), password: PASSWORD })],
  ["/account/password", () => ({ currentPassword: PASSWORD, newPassword: "eight wakeful otters" })],
])("what %s was asked for before the closing and is done after it is refused", async (path, body) => {
  const email = await registered();
  const ana = visitor();
  await ana.signIn(email);
  const answer = await owner.begin(async (closing) => {
    await closing`update account set state = 'closing', closes_at = now() + interval '30 days' where email = ${email}`;
    const waiting = ana.post(path, body());
    await untilWaiting();
    return { waiting };
  });
  expect(await (await answer.waiting).json()).toMatchObject({ code: "account_closing" });
  expect(await owner`select 1 from email_change where old_email = ${email}`).toEqual([]);
  expect((await visitor().signIn(email)).status).toBe(200);
});
