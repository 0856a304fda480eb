import { afterEach, describe, expect, test } from "vitest";
import { HOUR, now, setClock } from "../../core/base/clock.ts";
import { keyedHash } from "../../core/base/secret.ts";
import { untilWaiting } from "../support/lock-waits.ts";
import { mailsTo } from "../support/mailbox.ts";
import { owner } from "../support/owner.ts";
import { anAddress, PASSWORD, registered, signUpOf, tokenFor, visitor } from "../support/visitor.ts";

type Visitor = ReturnType<typeof visitor>;
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;
const later = (milliseconds: number) => {
  const instant = new Date(now().getTime() + milliseconds);
  setClock(() => instant);
};
afterEach(() => setClock());

async function owned() {
  const email = await registered();
  const ana = visitor();
  await ana.signIn(email);
  return { email, ana };
}
const ask = (who: Visitor, newEmail: string, password = PASSWORD) =>
  who.post("/account/email", { newEmail, password });
const confirm = (token: string) => visitor().post("/account/email/confirm", { token });
const undo = (token: string) => visitor().post("/account/email/undo", { token });
const accountOf = async (who: Visitor) =>
  (await (await who.get("/account")).json()) as { email: string; pendingEmail: string | null };

/** Changes the address and returns the new one. */
async function moved(who: Visitor): Promise<string> {
  const newEmail = anAddress();
  expect((await ask(who, newEmail)).status).toBe(202);
  expect((await confirm(await tokenFor(newEmail, "/email/confirm"))).status).toBe(200);
  return newEmail;
}

describe("a new address", () => {
  test("takes effect once it is confirmed from there; sessions stay and the old one is told", async () => {
    const { email, ana } = await owned();
    const newEmail = anAddress();
    const asked = await ask(ana, newEmail);
    expect([asked.status, await asked.json()]).toEqual([202, { status: "accepted" }]);
    expect(await accountOf(ana)).toMatchObject({ email, pendingEmail: newEmail });
    const confirmed = await confirm(await tokenFor(newEmail, "/email/confirm"));
    expect(await confirmed.json()).toEqual({ email: newEmail });
    expect(await accountOf(ana)).toMatchObject({ email: newEmail, pendingEmail: null });
    expect((await visitor().signIn(newEmail)).status).toBe(200);
    expect((await visitor().signIn(email)).status).toBe(401);
    expect((await mailsTo(email))[0]?.subject).toBe("Your address was changed");
  });

  test("needs the password, another address than the present one, and is asked for as often as mails may leave", async () => {
    const { email, ana } = await owned();
    expect(await (await ask(ana, anAddress(), "a guess")).json()).toMatchObject({
      fields: [{ path: "password", rule: "wrong_password" }],
    });
    expect(await (await ask(ana, email)).json()).toMatchObject({
      fields: [{ path: "newEmail", rule: "unchanged" }],
    });
    const target = anAddress();
    const answers = [];
    for (let i = 0; i < 4; i++) answers.push((await ask(ana, target)).status);
    expect(answers).toEqual([202, 202, 202, 429]);
  });

  test("that is taken gets the same answer, and its owner a mail; nothing can be confirmed", async () => {
    const { email, ana } = await owned();
    const taken = await registered();
    const answer = await ask(ana, taken);
    expect([answer.status, await answer.json()]).toEqual([202, { status: "accepted" }]);
    expect(await accountOf(ana)).toMatchObject({ email, pendingEmail: taken });
    const mails = await mailsTo(taken);
    expect(mails[0]?.subject).toBe("You already have an account");
    expect(mails.flatMap((mail) => mail.links).some((link) => link.includes("/email/"))).toBe(false);
  });

  test("a later wish replaces an earlier one, and a password change drops it", async () => {
    const { ana } = await owned();
    const [first, second] = [anAddress(), anAddress()];
    await ask(ana, first);
    const early = await tokenFor(first, "/email/confirm");
    await ask(ana, second);
    expect(await codeOf(await confirm(early))).toBe("token_invalid");
    const late = await tokenFor(second, "/email/confirm");
    await ana.post("/account/password", { currentPassword: PASSWORD, newPassword: "eight wakeful otters" });
    expect(await codeOf(await confirm(late))).toBe("token_invalid");
    expect((await accountOf(ana)).pendingEmail).toBe(null);
  });

  test("a link works once: of two at the same time one wins", async () => {
    const { ana } = await owned();
    const newEmail = anAddress();
    await ask(ana, newEmail);
    const token = await tokenFor(newEmail, "/email/confirm");
    const both = await Promise.all([confirm(token), confirm(token)]);
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 400]);
  });

  test("makes links void that were sent to the old one to choose a new password", async () => {
    const { email, ana } = await owned();
    await visitor().post("/password-reset", { email });
    const token = await tokenFor(email, "/reset");
    await moved(ana);
    const reset = await visitor().post("/password-reset/confirm", {
      token,
      newPassword: "eight wakeful otters",
    });
    expect(await codeOf(reset)).toBe("token_invalid");
  });

  test("two accounts that want the same one: the first to confirm has it, the other is told", async () => {
    const [one, other] = [await owned(), await owned()];
    const newEmail = anAddress();
    await ask(one.ana, newEmail);
    const first = await tokenFor(newEmail, "/email/confirm");
    await ask(other.ana, newEmail);
    const second = await tokenFor(newEmail, "/email/confirm");
    expect((await confirm(second)).status).toBe(200);
    const late = await confirm(first);
    expect([late.status, await codeOf(late)]).toEqual([409, "conflict"]);
    expect(await accountOf(one.ana)).toMatchObject({ email: one.email });
  });

  test("that a stranger signed up with and never confirmed goes to who has the mailbox", async () => {
    const { ana } = await owned();
    const newEmail = anAddress();
    await visitor().post("/account", signUpOf(newEmail));
    await ask(ana, newEmail);
    expect((await confirm(await tokenFor(newEmail, "/email/confirm"))).status).toBe(200);
    expect(await owner`select id from account where email = ${newEmail}`).toHaveLength(1);
  });
});

describe("taking a change back", () => {
  test("within 72 hours restores the old address, ends every session and offers a new password", async () => {
    const { email, ana } = await owned();
    const newEmail = await moved(ana);
    const token = await tokenFor(email, "/email/undo");
    later(72 * HOUR - 1000);
    const undone = await undo(token);
    expect(await undone.json()).toEqual({ email });
    expect((await ana.get("/account")).status).toBe(401);
    expect((await visitor().signIn(newEmail)).status).toBe(401);
    const reset = await tokenFor(email, "/reset");
    const newPassword = "eight wakeful otters";
    expect((await visitor().post("/password-reset/confirm", { token: reset, newPassword })).status).toBe(204);
    expect((await visitor().signIn(email, newPassword)).status).toBe(200);
    expect(await codeOf(await undo(token))).toBe("token_invalid");
  });

  test("takes away the password that the thief knows", async () => {
    const { email, ana } = await owned();
    await moved(ana);
    await undo(await tokenFor(email, "/email/undo"));
    expect(await codeOf(await visitor().signIn(email))).toBe("wrong_credentials");
  });

  test("refuses a wish of the thief whose password was proved before", async () => {
    const { email, ana } = await owned();
    await moved(ana);
    const wish = anAddress();
    await ask(ana, wish); // the count of mails to it exists now: the next wish waits for its row
    const asked = await owner.begin(async (blocker) => {
      await blocker`select from throttle where key = ${keyedHash("throttle", `mail:email_change:${wish}`)} for update`;
      const waiting = ask(ana, wish);
      await untilWaiting();
      expect((await undo(await tokenFor(email, "/email/undo"))).status).toBe(200);
      return { waiting };
    });
    expect(await codeOf(await asked.waiting)).toBe("conflict");
    expect((await visitor().signIn(wish)).status).toBe(401);
  });

  test("after 72 hours is refused", async () => {
    const { email, ana } = await owned();
    await moved(ana);
    const token = await tokenFor(email, "/email/undo");
    later(72 * HOUR + 1);
    expect(await codeOf(await undo(token))).toBe("token_expired");
  });

  test("beats whoever changed the address twice: his own link to take back is void", async () => {
    const { email, ana } = await owned();
    const thief = await moved(ana);
    later(1000);
    await moved(ana);
    const mine = await tokenFor(email, "/email/undo");
    const his = await tokenFor(thief, "/email/undo");
    expect(await (await undo(mine)).json()).toEqual({ email });
    expect(await codeOf(await undo(his))).toBe("token_invalid");
    expect(await owner`select id from account where email = ${email}`).toHaveLength(1);
  });

  test("keeps the old address free meanwhile: nobody else can sign up with it or move to it", async () => {
    const { email, ana } = await owned();
    await moved(ana);
    const answer = await visitor().post("/account", signUpOf(email));
    expect([answer.status, await answer.json()]).toEqual([202, { status: "accepted" }]);
    expect(await owner`select id from account where email = ${email}`).toHaveLength(0);
    const other = await owned();
    await ask(other.ana, email);
    expect(
      (await mailsTo(email)).some((mail) => mail.links.some((link) => link.includes("/email/confirm"))),
    ).toBe(false);
    expect((await undo(await tokenFor(email, "/email/undo"))).status).toBe(200);
  });
});
