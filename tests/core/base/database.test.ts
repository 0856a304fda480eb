import { sql } from "drizzle-orm";
import * as v from "valibot";
import { expect, test } from "vitest";
import { account } from "../../../core/account/account.sql.ts";
import { actAs } from "../../../core/base/actor.ts";
import { command, query } from "../../../core/base/command.ts";
import {
  afterCommit,
  db,
  isDuplicate,
  prepared,
  reading,
  refuseInTransaction,
  transaction,
} from "../../../core/base/database.ts";
import { newId } from "../../../core/base/id.ts";
import { owner } from "../../support/owner.ts";

const person = (email: string) => ({
  email,
  firstName: "Ana",
  lastName: "Durand",
  locale: "fr" as const,
  passwordHash: "none",
  state: "active" as const,
});
const emails = async () =>
  (await db().select({ email: account.email }).from(account)).map((row) => row.email);

test("what happens in a transaction happens whole or not at all, nested parts included", async () => {
  const failed = transaction(async () => {
    await db().insert(account).values(person("a@example.org"));
    await transaction(() => db().insert(account).values(person("b@example.org")));
    throw new Error("stop");
  });
  await expect(failed).rejects.toThrow("stop");
  expect(await emails()).toEqual([]);
});

test("a query that a lost await sends after its transaction ended throws instead of running outside of it", async () => {
  const gate = Promise.withResolvers<void>();
  let late: Promise<unknown> = Promise.resolve();
  await transaction(async () => {
    late = gate.promise.then(() => db().insert(account).values(person("late@example.org")));
    late.catch(() => undefined);
  });
  gate.resolve();
  await expect(late).rejects.toThrow("after its transaction ended");
  expect(await emails()).not.toContain("late@example.org");
});

test("effects run after the commit, and never after a rollback", async () => {
  const seen: string[] = [];
  const note = (text: string) => afterCommit(async () => void seen.push(text));
  await transaction(async () => {
    await note("committed");
    expect(seen).toEqual([]);
  });
  await transaction(async () => {
    await note("rolled back");
    throw new Error("stop");
  }).catch(() => undefined);
  expect(seen).toEqual(["committed"]);
});

test("no call to the outside can be made while a transaction is open", async () => {
  await expect(transaction(async () => refuseInTransaction())).rejects.toThrow("outside call");
  expect(refuseInTransaction).not.toThrow();
});

test("a query cannot write, whatever it tries", async () => {
  const sly = query(v.string(), (email) => db().insert(account).values(person(email)));
  await expect(sly("sly@example.org")).rejects.toMatchObject({ cause: { code: "25006" } });
  expect(await emails()).not.toContain("sly@example.org");
});

test("a restricted account can change nothing but what its rights need", async () => {
  const write = (email: string) => db().insert(account).values(person(email));
  const restricted = {
    type: "account",
    accountId: newId<"account">(),
    sessionId: newId<"session">(),
    restricted: true,
    suspended: false,
    closing: false,
  } as const;
  const change = command(v.string(), write);
  const right = command(v.string(), write, { whileRestricted: true });
  await expect(actAs(restricted, () => change("c@example.org"))).rejects.toMatchObject({
    code: "account_restricted",
  });
  await actAs(restricted, () => right("d@example.org"));
  expect(await emails()).toEqual(["d@example.org"]);
});

test("a second row with a taken address is told apart from other failures", async () => {
  const again = db().insert(account).values(person("d@example.org"));
  await expect(again).rejects.toSatisfy(isDuplicate);
  expect(isDuplicate(new Error("other"))).toBe(false);
});

test("the serving role cannot change the schema, and cannot rewrite what only grows", async () => {
  const refused = { cause: { code: "42501" } };
  await expect(db().execute(sql`create table sly (id int)`)).rejects.toMatchObject(refused);
  for (const table of ["credit_entry", "credit_lot", "transfer", "security_event"])
    await expect(db().execute(sql.raw(`delete from ${table}`))).rejects.toMatchObject(refused);
});

test("not even the owner of the tables can rewrite the ledger", async () => {
  await expect(owner`truncate credit_entry cascade`).rejects.toThrow("append-only");
  const [person] = await owner<{ id: string }[]>`select id from account limit 1`;
  await owner`insert into credit_lot values (uuidv7(), ${person?.id ?? ""}, 'welcome', 5, now())`;
  await expect(owner`update credit_lot set credits = 500`).rejects.toThrow("append-only");
  await expect(owner`delete from credit_lot`).rejects.toThrow("append-only");
});

test("an event of a day that was not prepared is kept, and moves to its partition when the day is", async () => {
  await owner`insert into security_event (id, at, kind) values (uuidv7(), '2031-02-03T23:59:59Z', 'signed_in')`;
  await db().execute(sql`select prepare_security_event_days('2031-02-03', 1)`);
  const [row] =
    await owner`select tableoid::regclass::text as partition from security_event where at > '2031-01-01'`;
  expect(row).toEqual({ partition: "security_event_20310203" });
});

test("a prepared statement is built once for a pool and a variant, and in a transaction it is part of that", async () => {
  let built = 0;
  const names = prepared((upper: boolean) => {
    built++;
    const name = upper ? sql<string>`upper(${account.email})` : sql<string>`${account.email}`;
    return db()
      .select({ name })
      .from(account)
      .where(sql`${account.email} = ${sql.placeholder("email")}`)
      .prepare("names");
  });
  const email = "prepared@example.org";
  await transaction(async () => {
    await db().insert(account).values(person(email));
    expect(await names(false).execute({ email })).toEqual([{ name: email }]);
    expect(await reading(() => names(true).execute({ email }))).toEqual([{ name: email.toUpperCase() }]);
  });
  built = 0;
  for (let time = 0; time < 3; time++) {
    expect(await reading(() => names(false).execute({ email }))).toEqual([{ name: email }]);
    expect(await reading(() => names(false).execute({ email: "nobody@example.org" }))).toEqual([]);
    expect(await names(true).execute({ email })).toEqual([{ name: email.toUpperCase() }]);
  }
  expect(built).toBe(2);
});
