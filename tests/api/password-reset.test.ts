import { describe, expect, test, vi } from "vitest";
import { DAY, HOUR, now, setClock } from "../../core/base/clock.ts";
import { sqs } from "../../core/base/queue-client.ts";
import { mailsTo } from "../support/mailbox.ts";
import { owner } from "../support/owner.ts";
import {
  anAddress,
  PASSWORD,
  registered,
  sessionSet,
  signUpOf,
  tokenFor,
  visitor,
} from "../support/visitor.ts";

const OTHER = "eight wakeful otters";
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

async function signedIn(email: string, devices: number) {
  const visitors = Array.from({ length: devices }, () => visitor());
  for (const one of visitors) expect((await one.signIn(email)).status).toBe(200);
  return visitors;
}
const alive = (visitors: ReturnType<typeof visitor>[]) =>
  Promise.all(visitors.map(async (one) => (await one.get("/account")).status));

describe("changing the password", () => {
  test("of five sessions the others end at once and the present one gets a new token", async () => {
    const email = await registered();
    const devices = await signedIn(email, 5);
    const [first, ...others] = devices;
    const before = first?.token();
    const changed = await first?.post("/account/password", { currentPassword: PASSWORD, newPassword: OTHER });
    expect(changed?.status).toBe(204);
    expect(await alive(devices)).toEqual([200, 401, 401, 401, 401]);
    expect(first?.token()).not.toBe(before);
    expect(others).toHaveLength(4);
    expect((await visitor().signIn(email)).status).toBe(401);
    expect((await visitor().signIn(email, OTHER)).status).toBe(200);
    expect((await mailsTo(email))[0]?.subject).toBe("Your password was changed");
  });

  test("needs the present one; a wrong one is named, counted, and ends nothing", async () => {
    const email = await registered();
    const [ana] = await signedIn(email, 1);
    const wrong = () => ana?.post("/account/password", { currentPassword: "a guess", newPassword: OTHER });
    const refused = await wrong();
    expect(await refused?.json()).toMatchObject({
      code: "invalid_input",
      fields: [{ path: "currentPassword", rule: "wrong_password" }],
    });
    for (let i = 0; i < 4; i++) await wrong();
    expect((await wrong())?.status).toBe(429);
    expect((await ana?.get("/account"))?.status).toBe(200);
  });

  test("a weak new one is refused and changes nothing", async () => {
    const email = await registered();
    const [ana] = await signedIn(email, 1);
    const refused = await ana?.post("/account/password", {
      currentPassword: PASSWORD,
      newPassword: "durand durand ana",
    });
    expect(await refused?.json()).toMatchObject({
      fields: [{ path: "newPassword", rule: "guessable_password" }],
    });
    expect((await visitor().signIn(email)).status).toBe(200);
  });

  test("two changes at the same time: one wins, the other is told", async () => {
    const email = await registered();
    const [ana, ben] = await signedIn(email, 2);
    const change = (who: typeof ana, newPassword: string) =>
      who?.post("/account/password", { currentPassword: PASSWORD, newPassword });
    const answers = await Promise.all([change(ana, OTHER), change(ben, "nine patient badgers")]);
    const statuses = answers.map((answer) => answer?.status).sort();
    expect(statuses[0]).toBe(204);
    expect([400, 401, 404, 409]).toContain(statuses[1]);
    expect(
      await owner`select session.id from session join account on account.id = account_id where email = ${email}`,
    ).toHaveLength(1);
  });
});

describe("a forgotten password", () => {
  test("is replaced by the link from the mail, and every session ends", async () => {
    const email = await registered();
    const devices = await signedIn(email, 3);
    expect((await visitor().post("/password-reset", { email })).status).toBe(202);
    const token = await tokenFor(email, "/reset");
    const reset = await visitor().post("/password-reset/confirm", { token, newPassword: OTHER });
    expect([reset.status, sessionSet(reset)]).toEqual([204, undefined]);
    expect(await alive(devices)).toEqual([401, 401, 401]);
    expect((await visitor().signIn(email, OTHER)).status).toBe(200);
    expect((await visitor().signIn(email)).status).toBe(401);
  });

  test("asked for at an unknown address: the same answer, and a message leaves all the same", async () => {
    const email = await registered();
    const sent = vi.spyOn(sqs, "send");
    const work = async (address: string) => {
      const from = sent.mock.calls.length;
      const answer = await visitor().post("/password-reset", { email: address });
      const sizes = sent.mock.calls.slice(from).map(([command]) => JSON.stringify(command.input).length);
      return { status: answer.status, body: await answer.text(), sizes };
    };
    const known = await work(email);
    expect(await work(anAddress())).toEqual(known);
    expect(known.sizes).toHaveLength(1);
    sent.mockRestore();
  });

  test("a weak choice leaves the link good; used, replaced or too old it is refused", async () => {
    const email = await registered();
    await visitor().post("/password-reset", { email });
    const first = await tokenFor(email, "/reset");
    await visitor().post("/password-reset", { email });
    const second = await tokenFor(email, "/reset");
    const choose = (token: string, newPassword = OTHER) =>
      visitor().post("/password-reset/confirm", { token, newPassword });
    expect((await choose(second, "password1234")).status).toBe(400);
    const both = await Promise.all([choose(second), choose(second)]);
    expect(both.map((answer) => answer.status === 204).sort()).toEqual([false, true]);
    expect(await codeOf(await choose(second))).toBe("token_invalid");
    expect(await codeOf(await choose(first))).toBe("token_invalid");
    await visitor().post("/password-reset", { email });
    const late = await tokenFor(email, "/reset");
    const later = new Date(now().getTime() + HOUR + 1);
    setClock(() => later);
    expect((await choose(late)).status).toBe(410);
    setClock();
  });

  test("opens an account that too many wrong passwords had closed, and one that was never confirmed", async () => {
    const locked = await registered();
    await Promise.all(Array.from({ length: 30 }, () => visitor().signIn(locked, "not the password")));
    expect((await visitor().signIn(locked)).status).toBe(429);
    const fresh = anAddress();
    await visitor().post("/account", signUpOf(fresh));
    for (const email of [locked, fresh]) {
      await visitor().post("/password-reset", { email });
      const token = await tokenFor(email, "/reset");
      await visitor().post("/password-reset/confirm", { token, newPassword: OTHER });
      expect((await visitor().signIn(email, OTHER)).status).toBe(200);
    }
  });

  test("mails to one address are not sent without end", async () => {
    const email = await registered();
    const answers: number[] = [];
    for (let i = 0; i < 5; i++) answers.push((await visitor().post("/password-reset", { email })).status);
    expect(answers).toEqual([202, 202, 202, 429, 429]);
    const tomorrow = new Date(now().getTime() + DAY + 1);
    setClock(() => tomorrow);
    expect((await visitor().post("/password-reset", { email })).status).toBe(202);
    setClock();
  });

  test("cannot be kept from its owner by a stranger who asks for it without end", async () => {
    const email = await registered();
    const ask = () => visitor().post("/password-reset", { email });
    let last = await ask();
    for (let i = 0; i < 60; i++) last = await ask();
    const wait = Number(last.headers.get("retry-after"));
    expect(wait).toBeLessThanOrEqual(2 * 3600);
    const then = new Date(now().getTime() + wait * 1000);
    setClock(() => then);
    expect((await ask()).status).toBe(202);
    setClock();
  });
});
