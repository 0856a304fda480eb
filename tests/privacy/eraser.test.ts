import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { asEraser, db, eraserWithin, transaction } from "../../core/base/database.ts";
import { consentEvent } from "../../core/consent/consent.sql.ts";
import { pseudonymOf } from "../../core/privacy/pseudonym.ts";
import { fullPerson } from "./full-person.ts";

const mine = (id: string) => eq(consentEvent.accountId, id as typeof consentEvent.$inferSelect.accountId);

test("what only grows is changed and removed by the eraser, and by nobody else", async () => {
  const { accountId } = await fullPerson("eve");
  const pseudonym = pseudonymOf(accountId) as typeof accountId;
  const rename = () => db().update(consentEvent).set({ accountId: pseudonym }).where(mine(accountId));
  const remove = (id: string) => db().delete(consentEvent).where(mine(id));
  await expect(rename()).rejects.toThrow();
  await expect(remove(accountId)).rejects.toThrow();
  await asEraser(rename);
  expect(await db().select().from(consentEvent).where(mine(pseudonym))).toHaveLength(2);
  await asEraser(() => remove(pseudonym));
  expect(await db().select().from(consentEvent).where(mine(pseudonym))).toEqual([]);
});

test("the eraser's powers end with its transaction and are not taken inside of another one", async () => {
  await asEraser(() => db().execute(sql`select 1`));
  const [role] = await db().execute<{ role: string }>(sql`select current_user as role`);
  expect(role?.role).toBe("app");
  await expect(transaction(() => asEraser(async () => {}))).rejects.toThrow("inside a transaction");
});

test("a pseudonym is always the same for one id, another one for another, and has the form of an id", () => {
  const [one, two] = ["0190f5a0-0000-7000-8000-000000000001", "0190f5a0-0000-7000-8000-000000000002"];
  expect(pseudonymOf(one)).toBe(pseudonymOf(one));
  expect(pseudonymOf(one)).not.toBe(pseudonymOf(two));
  expect(pseudonymOf(one)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("a transaction that borrows the eraser's powers goes on without them", async () => {
  const { accountId } = await fullPerson("finn");
  const remove = () => db().delete(consentEvent).where(mine(accountId));
  const borrowed = transaction(async () => {
    await eraserWithin(remove);
    return db().execute<{ role: string }>(sql`select current_user as role`);
  });
  expect((await borrowed)[0]?.role).toBe("app");
  await expect(eraserWithin(remove)).rejects.toThrow("no transaction");
});

test("powers that are borrowed inside of the eraser's own transaction, or twice, last as long as the outer ones", async () => {
  const { accountId } = await fullPerson("gus");
  const remove = () => db().delete(consentEvent).where(mine(accountId));
  const role = async () => (await db().execute<{ role: string }>(sql`select current_user as role`))[0]?.role;
  await asEraser(async () => {
    await eraserWithin(async () => undefined);
    expect(await role()).toBe("eraser");
    await remove();
  });
  const [within, after] = await transaction(async () => [
    await eraserWithin(async () => {
      await eraserWithin(async () => undefined);
      return role();
    }),
    await role(),
  ]);
  expect([within, after]).toEqual(["eraser", "app"]);
});

test("who borrows the powers and fails goes on without them", async () => {
  const refuse = () => Promise.reject(new Error("of its own"));
  const roles = transaction(async () => {
    await expect(eraserWithin(refuse)).rejects.toThrow("of its own");
    return db().execute<{ role: string }>(sql`select current_user as role`);
  });
  expect((await roles)[0]?.role).toBe("app");
  const broken = transaction(() => eraserWithin(() => db().execute(sql`select 1 / 0`)));
  await expect(broken).rejects.toMatchObject({ cause: { message: "division by zero" } });
});
