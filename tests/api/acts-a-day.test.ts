/** What the journal is told of for good has its bound in a day, and no right does. */
import { afterEach, expect, test } from "vitest";
import { DAY, now, setClock } from "../../core/base/clock.ts";
import type { Id } from "../../core/base/id.ts";
import { ACTS_A_DAY, admitAct } from "../../core/session/attempts.ts";
import { owner } from "../support/owner.ts";
import { person } from "../support/person.ts";
import { PASSWORD, registered, tokenFor, visitor } from "../support/visitor.ts";

afterEach(() => setClock());

const NEW_PASSWORD = "eight wakeful otters";
type Act = Parameters<typeof admitAct>[0];

/** Uses up what is left of a day's acts. Returns how many that were. */
async function useUp(act: Act, accountId: Id<"account">): Promise<number> {
  for (let done = 0; ; done++)
    try {
      await admitAct(act, accountId);
    } catch {
      return done;
    }
}
const idOf = async (email: string) => {
  const [row] = await owner<{ id: Id<"account"> }[]>`select id from account where email = ${email}`;
  return row?.id as Id<"account">;
};
const answered = async (answer: Promise<Response>) => {
  const response = await answer;
  const { code } =
    response.status === 204 ? { code: undefined } : ((await response.json()) as { code?: string });
  return [response.status, code];
};
const LIMITED = [429, "rate_limited"];

test("sign-ins: a wrong password counts for none, ending sessions is never refused, and the day after one is in again", async () => {
  const email = await registered();
  const home = visitor();
  expect((await home.signIn(email)).status).toBe(200);
  expect((await visitor().signIn(email, "a guess")).status).toBe(401);
  expect(await useUp("sign_in", await idOf(email))).toBe(ACTS_A_DAY - 1);
  expect(await answered(visitor().signIn(email))).toEqual(LIMITED);
  expect((await home.delete("/sessions")).status).toBe(204);
  expect((await home.delete("/session")).status).toBe(204);
  const tomorrow = new Date(now().getTime() + DAY);
  setClock(() => tomorrow);
  expect((await visitor().signIn(email)).status).toBe(200);
});

test("whoever knows a password and signs in without end does not keep its owner out, who chooses another one by mail", async () => {
  const email = await registered();
  await useUp("sign_in", await idOf(email));
  await visitor().post("/password-reset", { email });
  const token = await tokenFor(email, "/reset");
  await visitor().post("/password-reset/confirm", { token, newPassword: NEW_PASSWORD });
  expect((await visitor().signIn(email, NEW_PASSWORD)).status).toBe(200);
});

test("passwords: beyond that day's changes the present one stays", async () => {
  const email = await registered();
  const ana = visitor();
  await ana.signIn(email);
  expect(await useUp("password", await idOf(email))).toBe(ACTS_A_DAY);
  const change = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
  expect(await answered(ana.post("/account/password", change))).toEqual(LIMITED);
  expect((await visitor().signIn(email)).status).toBe(200);
});

test("restricting and lifting are never refused for it, only one more choice of what the purge does meanwhile", async () => {
  const ana = await person();
  await useUp("purge_choice", ana.accountId);
  const restrict = (purge: string) => ana.put("/privacy/restriction", { purge });
  expect((await restrict("keep")).status).toBe(200);
  expect((await restrict("keep")).status).toBe(200);
  expect(await answered(restrict("as_usual"))).toEqual(LIMITED);
  expect((await ana.delete("/privacy/restriction")).status).toBe(202);
  expect((await ana.put("/privacy/restriction/lift", { sealed: "keep" })).status).toBe(200);
});
