import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { grantStaff, isStaff } from "../../../core/staff/staff.ts";
import { owner } from "../../support/owner.ts";
import { person } from "../../support/person.ts";

/** What the command printed: on the one channel or the other, with its exit code. */
async function run(...given: string[]) {
  const command = promisify(execFile)(process.execPath, ["functions/staff.ts", ...given]);
  const { code = 0, stdout, stderr } = await command.catch((error) => error);
  return { code, said: `${stdout}${stderr}`.trim() };
}
const eventsOf = async (accountId: string) =>
  (await owner`select kind from security_event where account_id = ${accountId} order by at, id`).map(
    ({ kind }) => kind,
  );

test("an account becomes staff by the command and ceases to be by it, and both are in the security log once", async () => {
  const ana = await person();
  expect(await run("list")).toEqual({ code: 0, said: "Nobody is staff." });
  expect(await run("grant", ana.email.toUpperCase())).toEqual({ code: 0, said: "Granted." });
  expect(await isStaff(ana.accountId)).toBe(true);
  expect(await run("grant", ana.email)).toEqual({ code: 0, said: "This account is staff already." });
  expect((await run("list")).said).toMatch(new RegExp(`^${ana.email}, since \\d{4}-`));
  expect(await run("revoke", ana.email)).toEqual({ code: 0, said: "Revoked." });
  expect(await isStaff(ana.accountId)).toBe(false);
  expect(await run("revoke", ana.email)).toEqual({ code: 0, said: "This account is no staff." });
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

test("the command says in words why it did not, and ends with 1", async () => {
  const refused = { code: 1, said: "There is no account with this address." };
  expect(await run("grant", "nobody@example.org")).toEqual(refused);
  for (const wrong of [[], ["promote", "ana@example.org"], ["grant", "ana@example.org", "ben@example.org"]])
    expect(await run(...wrong)).toMatchObject({ code: 1, said: expect.stringMatching(/^Usage/) });
});
