/** Who is asking is asked when a request is complete: until then its body may be on its way for minutes. */

import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { account } from "../../core/account/account.sql.ts";
import { config } from "../../core/base/config.ts";
import { db } from "../../core/base/database.ts";
import { app } from "../../functions/api/app.ts";
import { person } from "../support/person.ts";

type Person = Awaited<ReturnType<typeof person>>;

/** Sends a new first name whose last bytes wait for `finish`; resolves once the service waits for them. */
async function slowly(who: Person) {
  let [finish, wait] = [() => {}, () => {}];
  const waits = new Promise<void>((resolve) => {
    wait = resolve;
  });
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const bytes = new TextEncoder().encode(JSON.stringify({ firstName: "Mallory" }));
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(bytes.subarray(0, 5)),
    pull: async (controller) => {
      wait();
      await finished;
      controller.enqueue(bytes.subarray(5));
      controller.close();
    },
  });
  const headers = {
    cookie: `__Host-csrf=of-the-test; __Host-session=${who.token}`,
    origin: config.PUBLIC_URL,
    "x-csrf-token": "of-the-test",
    "content-type": "application/json",
  };
  const request = { method: "PATCH", headers, body, duplex: "half" };
  const answer = Promise.resolve(app.request("/api/account", request as RequestInit));
  await waits;
  return { answer, finish };
}

const nameOf = async ({ accountId }: Person) =>
  (await db().select().from(account).where(eq(account.id, accountId)))[0]?.firstName;

test("a session that ends while the body of a request is on its way opens nothing any more", async () => {
  const ana = await person();
  const { answer, finish } = await slowly(ana);
  expect((await ana.delete("/session")).status).toBe(204);
  finish();
  expect((await answer).status).toBe(401);
  expect(await nameOf(ana)).not.toBe("Mallory");
});

test("a closing that begins meanwhile holds for it", async () => {
  const ana = await person();
  const { answer, finish } = await slowly(ana);
  await db().update(account).set({ state: "closing" }).where(eq(account.id, ana.accountId));
  finish();
  expect(await (await answer).json()).toMatchObject({ code: "account_closing" });
  expect(await nameOf(ana)).not.toBe("Mallory");
});

test("what was sent slowly and is still allowed is done", async () => {
  const ana = await person();
  const { answer, finish } = await slowly(ana);
  finish();
  expect((await answer).status).toBe(200);
  expect(await nameOf(ana)).toBe("Mallory");
});
