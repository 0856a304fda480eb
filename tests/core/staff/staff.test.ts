import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";
import { pseudonymOf } from "../../../core/privacy/pseudonym.ts";
import { grantStaff, isStaff } from "../../../core/staff/staff.ts";
import { handler as replay } from "../../../functions/by-hand/replay.ts";
import { handler } from "../../../functions/by-hand/staff.ts";
import { laterLife } from "../../support/later-life.ts";
import { owner } from "../../support/owner.ts";
import { person } from "../../support/person.ts";

vi.setConfig({ testTimeout: 120_000 }); // processes of their own

/** What the command prints: on the one channel or the other, with its exit code. */
async function run(...given: string[]) {
  const command = promisify(execFile)(process.execPath, ["functions/command.ts", "staff", ...given]);
  const { code = 0, stdout, stderr } = await command.catch((error) => error);
  return { code, stdout, stderr };
}
/** What the function answers, which is called with the same words. */
const say = (...words: string[]) => handler(words);
const eventsOf = async (accountId: string) =>
  (await owner`select kind from security_event where account_id = ${accountId} order by at, id`).map(
    ({ kind }) => kind,
  );

test("an account becomes staff and ceases to be when an operator says so, and both are in the security log once", async () => {
  const ana = await person();
  expect(await say("list")).toBe("Nobody is staff.");
  expect(await say("grant", ana.email.toUpperCase())).toBe("Granted.");
  expect(await isStaff(ana.accountId)).toBe(true);
  expect(await say("grant", ana.email)).toBe("This account is staff already.");
  expect(await say("list")).toMatch(new RegExp(`^${ana.email}, since \\d{4}-`));
  expect(await say("revoke", ana.email)).toBe("Revoked.");
  expect(await isStaff(ana.accountId)).toBe(false);
  expect(await say("revoke", ana.email)).toBe("This account is no staff.");
  expect(await eventsOf(ana.accountId)).toEqual(["staff_granted", "staff_revoked"]);
});

test("nobody becomes staff by a mistake: an address that is unknown, unconfirmed, closing or none at all", async () => {
  const closing = await person({ closing: true });
  const unconfirmed = await person();
  await owner`update account set state = 'unverified' where id = ${unconfirmed.accountId}`;
  const refused = (email: string) => grantStaff({ email }).catch((error) => error.code);
  expect(await refused("nobody@example.org")).toBe("not_found");
  expect(await refused(closing.email)).toBe("conflict");
  expect(await refused(unconfirmed.email)).toBe("conflict");
  expect(await refused("no address")).toBe("invalid_input");
  expect(await owner`select * from staff`).toEqual([]);
});

test("the command and the function answer the same words; the command says a refusal on its other channel and ends with 1", async () => {
  const ana = await person();
  expect(await run("grant", ana.email)).toEqual({ code: 0, stdout: "Granted.\n", stderr: "" });
  const refusal = "There is no account with this address.";
  expect(await run("grant", "nobody@example.org")).toEqual({ code: 1, stdout: "", stderr: `${refusal}\n` });
  expect(await say("grant", "nobody@example.org")).toBe(refusal);
});

test.each([
  ["no word", []],
  ["nothing at all, as a call without a payload says it", {}],
  ["another verb", ["promote", "ana@example.org"]],
  ["two addresses", ["grant", "ana@example.org", "ben@example.org"]],
  ["no list of words", { verb: "grant", email: "ana@example.org" }],
  ["nothing that could be words", ["grant", 7]],
])("what is not understood is answered by how it is said: %s", async (_, payload) => {
  expect(await handler(payload)).toBe("Usage: staff grant <address> | revoke <address> | list");
});

test("nobody is made staff on a restored backup before it was told what came later", async () => {
  const ana = await person();
  await laterLife([{ kind: "erasure", subject: pseudonymOf((await person()).accountId) }]);
  expect(await say("grant", ana.email)).toBe("The database is not where its journal is: replay it first.");
  expect(await isStaff(ana.accountId)).toBe(false);
  expect(await replay({})).toMatch(/^Replayed 1 links of the journal: 1 erasures/);
  expect(await say("grant", ana.email)).toBe("Granted.");
});
