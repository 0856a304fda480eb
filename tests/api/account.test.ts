import { Worker } from "node:worker_threads";
import { describe, expect, test, vi } from "vitest";
import { DAY, now, setClock } from "../../core/base/clock.ts";
import { linkIn, mailsTo } from "../support/mailbox.ts";
import { owner } from "../support/owner.ts";
import { browser, person } from "../support/person.ts";
import { anAddress, PASSWORD, registered, signUpOf, tokenFor, visitor } from "../support/visitor.ts";

const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;
const STRANGERS = "the stranger's own secret";
/** Links of an address that would confirm something. */
const waitingSignUps = async (email: string) =>
  (
    await owner`select account_token.id from account_token join account on account.id = account_id
      where email = ${email} and account_token.password_hash is not null`
  ).length;
const rowOf = async (email: string) => (await owner`select * from account where email = ${email}`)[0];

describe("signing up", () => {
  test("opens an account that works once the link in the mail has been followed", async () => {
    const email = anAddress();
    const ana = visitor();
    const opened = await ana.post("/account", { ...signUpOf(email), email: ` ${email.toUpperCase()} ` });
    expect([opened.status, await opened.json()]).toEqual([202, { status: "accepted" }]);
    expect(await rowOf(email)).toMatchObject({ state: "unverified", verified_at: null });
    expect(await codeOf(await ana.signIn(email))).toBe("wrong_credentials");
    const confirmed = await ana.post("/account/verify", { token: await tokenFor(email, "/confirm") });
    expect(await confirmed.json()).toEqual({ email });
    const entered = await ana.signIn(email);
    expect(await entered.json()).toMatchObject({
      account: { email, firstName: "Ana", state: "active", pendingEmail: null },
      sandbox: true,
      mailbox: "/sandbox/mail",
      welcomeCredits: 100,
    });
    expect(await (await ana.get("/credits")).json()).toMatchObject({ available: 100, held: 0 });
  });

  test("answers the same, and does the same work, for an address that has an account", async () => {
    const known = await registered();
    const before = await rowOf(known);
    const asked = vi.spyOn(Worker.prototype, "postMessage");
    const work = async (email: string) => {
      const from = asked.mock.calls.length;
      const answer = await visitor().post("/account", signUpOf(email, "another fine password"));
      const outbox = await owner`select count(*)::int as waiting from mail where address = ${email}`;
      return {
        status: answer.status,
        body: await answer.text(),
        hashes: asked.mock.calls.slice(from).map(([question]) => (question as { kind: string }).kind),
        mails: outbox[0]?.waiting,
      };
    };
    const fresh = await work(anAddress());
    expect(await work(known)).toEqual(fresh);
    expect(fresh).toMatchObject({ status: 202, hashes: ["hash"], mails: 1 });
    asked.mockRestore();
    expect(await rowOf(known)).toEqual(before);
    const [mail] = await mailsTo(known);
    expect(mail).toMatchObject({ subject: "You already have an account" });
    expect(mail?.links.some((link) => link.includes("token="))).toBe(false);
  });

  test.each([
    ["older", "mine, then the stranger's", true],
    ["newer", "the stranger's, then mine", false],
  ])(
    "of two sign-ups with one address the link confirms its own, also when it is the %s one (%s)",
    async (_, __, mineFirst) => {
      const email = anAddress();
      const mine = { ...signUpOf(email), firstName: "Béatrice", locale: "fr" };
      const strangers = { ...signUpOf(email, STRANGERS), firstName: "Mallory" };
      const links: string[] = [];
      for (const body of mineFirst ? [mine, strangers] : [strangers, mine]) {
        await visitor().post("/account", body);
        links.push(await tokenFor(email, "/confirm"));
      }
      const [ours, theirs] = mineFirst ? links : links.toReversed();
      expect((await visitor().post("/account/verify", { token: ours })).status).toBe(200);
      expect(await codeOf(await visitor().post("/account/verify", { token: theirs }))).toBe("token_invalid");
      expect((await visitor().signIn(email, STRANGERS)).status).toBe(401);
      expect((await visitor().signIn(email)).status).toBe(200);
      expect(await rowOf(email)).toMatchObject({ first_name: "Béatrice", locale: "fr", state: "active" });
      expect(await waitingSignUps(email)).toBe(0);
    },
  );

  test("another link confirms the sign-up whose password was given for it", async () => {
    const email = anAddress();
    await visitor().post("/account", signUpOf(email, STRANGERS));
    await visitor().post("/account", { ...signUpOf(email), firstName: "Béatrice" });
    await tokenFor(email, "/confirm"); // these two mails have left: what comes next is the newest
    await visitor().signIn(email);
    const another = await tokenFor(email, "/confirm");
    await visitor().post("/account", signUpOf(email, STRANGERS));
    await tokenFor(email, "/confirm");
    expect((await visitor().post("/account/verify", { token: another })).status).toBe(200);
    expect((await visitor().signIn(email)).status).toBe(200);
    expect(await rowOf(email)).toMatchObject({ first_name: "Béatrice" });
  });

  test("a password that was chosen by a link from the mailbox is not replaced by a sign-up that waits", async () => {
    const email = anAddress();
    await visitor().post("/account", signUpOf(email, STRANGERS));
    const theirs = await tokenFor(email, "/confirm");
    await visitor().post("/password-reset", { email });
    const token = await tokenFor(email, "/reset");
    await visitor().post("/password-reset/confirm", { token, newPassword: PASSWORD });
    expect(await codeOf(await visitor().post("/account/verify", { token: theirs }))).toBe("token_invalid");
    expect((await visitor().signIn(email, STRANGERS)).status).toBe(401);
    expect((await visitor().signIn(email)).status).toBe(200);
    expect(await waitingSignUps(email)).toBe(0);
  });

  test("each mail tells when its sign-up was, also the one that is sent again later", async () => {
    const email = anAddress();
    const noon = new Date(Math.ceil(now().getTime() / DAY) * DAY + DAY / 2);
    setClock(() => noon);
    await visitor().post("/account", signUpOf(email));
    setClock(() => new Date(noon.getTime() + DAY / 4));
    await visitor().signIn(email);
    const mails = await mailsTo(email);
    setClock();
    const hour = new Intl.DateTimeFormat("en-GB", {
      hour: "2-digit",
      minute: "2-digit",
      timeZone: "Europe/Paris",
    });
    expect(mails).toHaveLength(2);
    for (const mail of mails) expect(mail.text.replaceAll("\n", " ")).toContain(`at ${hour.format(noon)}`);
  });

  test("two at the same time with one address make one account", async () => {
    const email = anAddress();
    const answers = await Promise.all(
      Array.from({ length: 3 }, () => visitor().post("/account", signUpOf(email))),
    );
    expect(answers.map((answer) => answer.status)).toEqual([202, 202, 202]);
    const links = (await mailsTo(email)).map((mail) => linkIn(mail, "/confirm"));
    const confirmed = await Promise.all(links.map((token) => visitor().post("/account/verify", { token })));
    expect(confirmed.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(await owner`select id from account where email = ${email}`).toHaveLength(1);
  });

  test.each([
    ["has 11 characters", "elevenchars", "too_short"],
    ["is common", "Password2026!", "common_password"],
    ["is the person's own name", "durand-durand-1", "guessable_password"],
    ["is made of keyboard rows", "lkjhgfdsa-poiuy", "guessable_password"],
    ["repeats one piece", "abcabcabcabcabc", "guessable_password"],
  ])("a password that %s (%s) is refused with the reason", async (_, password, rule) => {
    const answer = await visitor().post("/account", signUpOf(anAddress(), password));
    const problem = await answer.text();
    expect(answer.status).toBe(400);
    expect(JSON.parse(problem)).toMatchObject({ fields: [{ path: "password", rule }] });
    expect(problem).not.toContain(password);
  });

  test("mails to one address are not sent without end", async () => {
    const email = anAddress();
    const answers: number[] = [];
    for (let i = 0; i < 6; i++) {
      answers.push((await visitor().post("/account", signUpOf(email))).status);
      await mailsTo(email);
    }
    expect(answers).toEqual([202, 202, 202, 429, 429, 429]);
    expect(await mailsTo(email)).toHaveLength(3);
  });
});

describe("confirming an address", () => {
  test("a link works once; of two at the same time one wins, and the welcome credits come once", async () => {
    const email = anAddress();
    await visitor().post("/account", signUpOf(email));
    const token = await tokenFor(email, "/confirm");
    const both = await Promise.all([1, 2].map(() => visitor().post("/account/verify", { token })));
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 400]);
    const replayed = await visitor().post("/account/verify", { token });
    expect([replayed.status, await codeOf(replayed)]).toEqual([400, "token_invalid"]);
    const [credits] =
      await owner`select sum(credits)::int as total from credit_lot join account on account.id = account_id where email = ${email}`;
    expect(credits?.total).toBe(100);
  });

  test("a forged token, one of another kind and one that is too old are refused", async () => {
    const email = await registered();
    await visitor().post("/password-reset", { email });
    const reset = await tokenFor(email, "/reset");
    for (const token of ["A".repeat(43), reset])
      expect(await codeOf(await visitor().post("/account/verify", { token }))).toBe("token_invalid");
    expect((await visitor().post("/account/verify", { token: "short" })).status).toBe(400);
    const late = anAddress();
    await visitor().post("/account", signUpOf(late));
    const token = await tokenFor(late, "/confirm");
    const later = new Date(now().getTime() + 2 * DAY + 1);
    setClock(() => later);
    const expired = await visitor().post("/account/verify", { token });
    setClock();
    expect([expired.status, await codeOf(expired)]).toEqual([410, "token_expired"]);
  });

  test("signing in before sends another link, and not without end", async () => {
    const email = anAddress();
    const ana = visitor();
    await ana.post("/account", signUpOf(email));
    for (let i = 0; i < 5; i++) expect((await ana.signIn(email)).status).toBe(401);
    expect(await mailsTo(email)).toHaveLength(4);
  });

  test("whoever signs up with somebody's address does not learn by signing in whether it had an account", async () => {
    const password = "a thief's own passphrase";
    const answers = async (email: string) => {
      await visitor().post("/account", signUpOf(email, password));
      const told = [];
      for (let i = 0; i < 7; i++) {
        const answer = await visitor().signIn(email, password);
        told.push([answer.status, await codeOf(answer)]);
      }
      return told;
    };
    expect(await answers(anAddress())).toEqual(await answers(await registered()));
  });
});

describe("the profile", () => {
  test("names and language are changed at once, also while processing is restricted", async () => {
    const ana = await person({ restricted: true });
    const changed = await ana.patch("/account", { firstName: " Anaïs ", locale: "fr" });
    expect(await changed.json()).toMatchObject({ firstName: "Anaïs", lastName: "Durand", locale: "fr" });
    expect(await (await ana.get("/session")).json()).toMatchObject({ account: { firstName: "Anaïs" } });
    expect((await ana.patch("/account", {})).status).toBe(200);
    expect((await ana.patch("/account", { firstName: "  " })).status).toBe(400);
    expect((await ana.patch("/account", { email: "x@example.org" })).status).toBe(400);
  });

  test("the answer to bad input names the field, in the reader's language, and repeats nothing", async () => {
    const answer = await browser(undefined, "fr").post("/account", {
      ...signUpOf("CANARY not an address"),
      role: "CANARY",
    });
    const problem = await answer.text();
    expect(answer.status).toBe(400);
    expect(problem).toContain("Ce n’est pas une adresse e-mail.");
    expect(problem).not.toContain("CANARY");
  });

  test("malformed JSON and another content type are refused", async () => {
    const nobody = browser();
    expect((await nobody.post("/account", "{")).status).toBe(400);
    expect((await nobody.post("/session", "a=b", { "content-type": "text/plain" })).status).toBe(415);
  });
});
