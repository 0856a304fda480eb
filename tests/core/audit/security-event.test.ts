import { afterEach, expect, test } from "vitest";
import { isKnownDevice, record, recordFailure } from "../../../core/audit/security-event.ts";
import { actAs } from "../../../core/base/actor.ts";
import { DAY, now, setClock } from "../../../core/base/clock.ts";
import { transaction } from "../../../core/base/database.ts";
import { newId } from "../../../core/base/id.ts";
import { run } from "../../../functions/clock/log-partitions.ts";
import { owner } from "../../support/owner.ts";
import { person } from "../../support/person.ts";

const from = <T>(ip: string, userAgent: string, work: () => Promise<T>) =>
  actAs({ type: "nobody" }, work, { requestId: "test", locale: "en", ip, userAgent });
const later = (milliseconds: number) => {
  const instant = new Date(now().getTime() + milliseconds);
  setClock(() => instant);
};
afterEach(() => setClock());

test("a day is a partition, also when its events came before it was prepared", async () => {
  const day = new Date("2027-03-01T12:00:00Z");
  setClock(() => day);
  const { accountId } = await person();
  await record("signed_in", { accountId });
  const partitionOf = async () =>
    (
      await owner`select tableoid::regclass::text as name from security_event where account_id = ${accountId}`
    )[0]?.name;
  expect(await partitionOf()).toBe("security_event_default");
  await run();
  await run();
  expect(await partitionOf()).toBe("security_event_20270301");
  later(14 * DAY);
  const { accountId: second } = await person();
  await record("signed_in", { accountId: second });
  const [row] =
    await owner`select tableoid::regclass::text as name from security_event where account_id = ${second}`;
  expect(row?.name).toBe("security_event_20270315");
});

test("a device is known by address and agent together, for the life of a session", async () => {
  const { accountId } = await person();
  await from("198.51.100.1", "Firefox", () => record("signed_in", { accountId }));
  const known = (ip: string, agent: string, id = accountId) => from(ip, agent, () => isKnownDevice(id));
  expect(await known("198.51.100.1", "Firefox")).toBe(true);
  expect(await known("198.51.100.1", "Chrome")).toBe(false);
  expect(await known("198.51.100.2", "Firefox")).toBe(false);
  expect(await known("198.51.100.1", "Firefox", newId<"account">())).toBe(false);
  expect(await isKnownDevice(accountId)).toBe(false);
  later(90 * DAY + 1);
  expect(await known("198.51.100.1", "Firefox")).toBe(false);
});

test("a failure is recorded outside of any transaction, and a success vanishes with its own", async () => {
  const { accountId } = await person();
  await expect(transaction(() => recordFailure("sign_in_failed", { accountId }))).rejects.toThrow();
  const rolledBack = transaction(async () => {
    await record("password_changed", { accountId });
    throw new Error("rolled back");
  });
  await expect(rolledBack).rejects.toThrow("rolled back");
  expect(await owner`select id from security_event where account_id = ${accountId}`).toHaveLength(0);
});

test("nobody changes or removes a line", async () => {
  const { db } = await import("../../../core/base/database.ts");
  const accountId = newId<"account">();
  await record("signed_in", { accountId });
  for (const statement of ["update security_event set ip = null", "delete from security_event"])
    await expect(db().execute(statement)).rejects.toThrow();
});
