import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeEach, expect, test, vi } from "vitest";
import { newId } from "../../../core/base/id.ts";
import { sendLetter } from "../../../core/mail/product-letter.ts";
import { handler } from "../../../functions/by-hand/send-letter.ts";
import { choose } from "../../support/consents.ts";
import { mailsTo } from "../../support/mailbox.ts";
import { owner } from "../../support/owner.ts";
import { person } from "../../support/person.ts";

vi.setConfig({ testTimeout: 120_000 }); // hundreds of readers, and a process of its own

beforeEach(async () => {
  await owner`delete from product_letter`;
  await owner`delete from mail`;
  await owner`delete from session`;
  await owner`delete from account`;
});

/** Somebody who has said yes to news. */
async function reader() {
  const who = await person();
  await choose(who, "marketing", true);
  return who;
}
const queuedFor = async () =>
  (await owner<{ id: string }[]>`select account_id as id from mail order by account_id`).map(({ id }) => id);

/** Accounts with a consent, many at once. */
async function manyReaders(count: number): Promise<void> {
  const { accountId } = await reader();
  await owner`
    with made as (
      insert into account (id, email, first_name, last_name, locale, password_hash, state, created_at)
      select gen_random_uuid(), n || '@example.org', 'A', 'B', 'en', 'none', 'active', now()
      from generate_series(1, ${count - 1}) n returning id)
    insert into consent_event (id, account_id, purpose, number, event, method, notice_version, notice_hash, locale, created_at)
    select gen_random_uuid(), made.id, purpose, number, event, method, notice_version, notice_hash, locale, now()
    from made, consent_event where consent_event.account_id = ${accountId}`;
}

test("a letter goes to everybody whose consent is in force, and to nobody else", async () => {
  const [ana, restricted, left] = [await reader(), await reader(), await reader()];
  await person();
  await owner`update account set restricted_at = now() where id = ${restricted.accountId}`;
  await choose(left, "marketing", false);
  expect(await sendLetter("whats_new")).toEqual({ queued: 1, hadIt: 0, unwanted: 2 });
  expect(await queuedFor()).toEqual([ana.accountId]);
  expect(await mailsTo(ana.email)).toHaveLength(1);
});

test("a second run sends nothing to those who had it, and goes to those who have come since", async () => {
  await reader();
  await sendLetter("whats_new");
  const late = await reader();
  expect(await sendLetter("whats_new")).toEqual({ queued: 1, hadIt: 1, unwanted: 0 });
  expect(await queuedFor()).toContain(late.accountId);
  expect(await sendLetter("whats_new")).toEqual({ queued: 0, hadIt: 2, unwanted: 0 });
  expect(await queuedFor()).toHaveLength(2);
});

test("somebody who said no at first and yes later gets it then", async () => {
  const ana = await reader();
  await choose(ana, "marketing", false);
  expect(await sendLetter("whats_new")).toMatchObject({ queued: 0, unwanted: 1 });
  await choose(ana, "marketing", true);
  expect(await sendLetter("whats_new")).toMatchObject({ queued: 1 });
});

test("a run that dies half-way is run again, and everybody has the letter once", async () => {
  await manyReaders(250);
  await owner.unsafe(`create function out_of_order() returns trigger language plpgsql as $$
    begin if (select count(*) from mail) >= 120 then raise exception 'the power is gone'; end if; return new; end $$`);
  await owner.unsafe("create trigger breaks before insert on mail execute function out_of_order()");
  await expect(sendLetter("whats_new")).rejects.toThrow();
  await owner.unsafe("drop trigger breaks on mail");
  expect(await queuedFor()).toHaveLength(120);
  expect(await sendLetter("whats_new")).toEqual({ queued: 130, hadIt: 120, unwanted: 0 });
  const accounts = await queuedFor();
  expect([accounts.length, new Set(accounts).size]).toEqual([250, 250]);
});

test("two runs at the same moment send each letter once", async () => {
  await manyReaders(60);
  const [one, two] = await Promise.all([sendLetter("whats_new"), sendLetter("whats_new")]);
  expect(one.queued + two.queued).toBe(60);
  const accounts = await queuedFor();
  expect([accounts.length, new Set(accounts).size]).toEqual([60, 60]);
});

const runCommand = (letter: string) =>
  promisify(execFile)(process.execPath, ["functions/command.ts", "send-letter", letter]);

test("the command and the function say how many and not whom; a letter that does not exist is refused with a list", async () => {
  const ana = await reader();
  const { stdout, stderr } = await runCommand("whats_new");
  expect(stdout).toBe("whats_new: 1 queued, 0 had it already, 0 no longer want it\n");
  for (const secret of [ana.email, ana.accountId]) expect(stdout + stderr).not.toContain(secret);
  for (const wrong of [[], ["reset_password"], ["whats_new", newId()]])
    expect(await handler(wrong)).toBe("Usage: send-letter <letter>, which is one of: whats_new");
  expect(await queuedFor()).toHaveLength(1);
  expect(await handler(["whats_new"])).toBe("whats_new: 0 queued, 1 had it already, 0 no longer want it");
});
