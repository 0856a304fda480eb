import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ClosingView } from "../../core/account/closing.schema.ts";
import { eraseDueClosings } from "../../core/account/closing.ts";
import { DAY, HOUR, MINUTE, now, SECOND, setClock } from "../../core/base/clock.ts";
import type { SessionState } from "../../core/session/session.schema.ts";
import { startSession } from "../../core/session/session.ts";
import { handler } from "../../functions/queue/generate.ts";
import { drain } from "../support/drain.ts";
import { ask, bringUntil, image, make, type Person, rowOf, speech } from "../support/generation.ts";
import { mailsTo } from "../support/mailbox.ts";
import { owner } from "../support/owner.ts";
import { browser, person } from "../support/person.ts";
import { answerWith, sent } from "../support/provider.ts";
import { registered, visitor } from "../support/visitor.ts";

beforeEach(() => {
  sent.length = 0;
  answerWith();
});
afterEach(() => setClock());

const viewIn = async (answer: Response) => (await answer.json()) as ClosingView;
const problemIn = async (answer: Response) => ({
  status: answer.status,
  ...((await answer.json()) as { code: string; available?: number; fields?: { path: string }[] }),
});
const balance = async (who: Person) => (await who.get("/credits")).json();
const at = (instant: string | null, shift = 0) => {
  const time = new Date(instant ?? "").getTime() + shift;
  setClock(() => new Date(time));
};
/** As the session stands after the password was given again. */
const prove = (who: Person) =>
  owner`update session set proved_at = ${now()} where account_id = ${who.accountId}`;
async function close(who: Person, change: Record<string, unknown> = {}) {
  await prove(who);
  return who.put("/privacy/closing", { waiveGrace: false, creditsGivenUp: 1000, ...change });
}
/** Whether a run of the executor takes this account. */
const isClaimed = async (who: Person) => (await eraseDueClosings(1000)).includes(who.accountId);
const stateOf = async (who: Person) =>
  (await owner`select state, closes_at from account where id = ${who.accountId}`)[0];

describe("before it is asked for", () => {
  test("both dates, what is lost, how long backups hold it, what the law keeps and why, and the worth of unspent credits are shown", async () => {
    const ana = await person({ credits: 50, locale: "fr" });
    await ask(ana, speech("bonjour"));
    await owner`insert into security_event (id, at, account_id, kind)
      values (gen_random_uuid(), now(), ${ana.accountId}, 'signed_in')`;
    at("2026-01-31T10:00:00.000Z");
    const view = await viewIn(await ana.get("/privacy/closing"));
    expect(view).toMatchObject({ state: "open", closesAt: null, underWay: 1, cancellable: false });
    expect(view.choices).toEqual({ afterGrace: "2026-03-02T10:00:00.000Z", now: "2026-01-31T10:00:00.000Z" });
    expect(view.credits).toEqual({ unspent: 50, valueCents: 100 });
    const rowsOf = (table: string) => view.lost.find((entry) => entry.table === table)?.rows;
    expect([rowsOf("account"), rowsOf("generation"), rowsOf("session")]).toEqual([1, 1, 1]);
    expect(view.kept).toMatchObject(
      [{ table: "security_event", rows: 1, rule: "logs", period: { years: 1 }, because: /L34-1/ }].map(
        (entry) => ({ ...entry, because: expect.stringMatching(entry.because) }),
      ),
    );
    expect(view.backups).toEqual({ days: 30 });
    expect(view.kept[0]?.because).toMatch(/^1\u00a0an /);
  });
});

describe("asking", () => {
  test("needs the password of a moment ago", async () => {
    const ana = await person();
    const body = { waiveGrace: false, creditsGivenUp: 0 };
    expect((await problemIn(await ana.put("/privacy/closing", body))).code).toBe("password_needed");
    await prove(ana);
    at(now().toISOString(), 11 * MINUTE);
    expect((await problemIn(await ana.put("/privacy/closing", body))).code).toBe("password_needed");
    expect(await stateOf(ana)).toMatchObject({ state: "active", closes_at: null });
  });

  test("needs the loss of the unspent credits confirmed, those of stopped work included", async () => {
    const ana = await person({ credits: 20 });
    await ask(ana, image("a hill"));
    const answer = await problemIn(await close(ana, { creditsGivenUp: 19 }));
    expect(answer).toMatchObject({ status: 409, code: "credits_unconfirmed", available: 20 });
    expect(await stateOf(ana)).toMatchObject({ state: "active" });
    expect((await close(ana, { creditsGivenUp: 20 })).status).toBe(200);
  });

  test("is not kept waiting because the loss was confirmed too low before, as often as it was", async () => {
    const ana = await person({ credits: 20 });
    for (let n = 0; n < 6; n++)
      expect((await problemIn(await close(ana, { creditsGivenUp: 19 }))).code).toBe("credits_unconfirmed");
    expect((await close(ana, { creditsGivenUp: 20 })).status).toBe(200);
  });

  test("again from a second tab is refused, as often as it was, and uses up no try: after cancelling it is at once there", async () => {
    const ana = await person();
    expect((await close(ana)).status).toBe(200);
    for (let n = 0; n < 8; n++)
      expect(await problemIn(await close(ana))).toMatchObject({ status: 409, code: "conflict" });
    expect((await ana.delete("/privacy/closing")).status).toBe(200);
    expect((await close(ana)).status).toBe(200);
    const now = { waiveGrace: true, confirmation: ana.email };
    expect((await close(ana, now)).status).toBe(200);
    expect((await close(ana, now)).status).toBe(401);
  });

  test("is not refused because somebody else in the same network has asked for many mails, and neither is a lifting", async () => {
    const ana = await person({ restricted: true });
    const place = { ip: "198.51.100.7" };
    const statuses: number[] = [];
    for (let n = 0; n < 60 && !statuses.includes(429); n++)
      statuses.push(
        (await browser(undefined, "en", place).post("/password-reset", { email: `p${n}@example.org` }))
          .status,
      );
    expect(statuses).toContain(429);
    const there = browser(ana.token, "en", place);
    expect((await there.delete("/privacy/restriction")).status).toBe(202);
    await prove(ana);
    const body = { waiveGrace: false, creditsGivenUp: 0 };
    expect((await there.put("/privacy/closing", body)).status).toBe(200);
  });

  test("gives exactly 30 days, ends the other sessions, and sends a receipt with day and hour", async () => {
    const ana = await person({ locale: "fr" });
    const other = browser((await startSession(ana.accountId)).token);
    at("2026-11-24T15:30:00.000Z");
    const view = await viewIn(await close(ana));
    expect(view).toMatchObject({ state: "closing", graceWaived: false, cancellable: true });
    expect(view.closesAt).toBe("2026-12-24T15:30:00.000Z");
    expect((await other.get("/account")).status).toBe(401);
    expect((await ana.get("/account")).status).toBe(200);
    const [mail] = await mailsTo(ana.email);
    expect(mail?.subject).toBe("Votre compte va être effacé");
    expect(mail?.text.replaceAll("\n", " ")).toContain("24 décembre 2026 à 16:30 UTC+1");
  });

  test("stops all work: what waits is cancelled, what the provider has is refused at the door, all refunded", async () => {
    const ana = await person({ credits: 20 });
    const queued = await ask(ana, image("a hill"));
    const running = await ask(ana, speech("bonjour"));
    await bringUntil(running.id, "storing");
    await close(ana);
    expect(await rowOf(queued.id)).toMatchObject({ state: "cancelled", creditsCharged: 0 });
    expect(await rowOf(running.id)).toMatchObject({ state: "fenced", creditsCharged: 0 });
    await drain({ generate: handler });
    expect(await owner`select 1 from media where account_id = ${ana.accountId}`).toEqual([]);
    expect(await balance(ana)).toMatchObject({ available: 20, held: 0, spent: 0 });
  });

  test("discards results that a restriction has sealed, and is allowed while restricted", async () => {
    const ana = await person({ credits: 20 });
    const { id } = await ask(ana, speech("bonjour"));
    await bringUntil(id, "storing");
    await ana.put("/privacy/restriction", { purge: "keep" });
    await drain({ generate: handler });
    expect((await close(ana)).status).toBe(200);
    expect(await rowOf(id)).toMatchObject({ state: "fenced", creditsCharged: 0 });
    const files = await owner`select deleted_at from media where generation_id = ${id}`;
    expect(files).toMatchObject([{ deleted_at: expect.any(Date) }]);
    await ana.delete("/privacy/closing");
    expect(await (await ana.get("/account")).json()).toMatchObject({ state: "active", restricted: true });
  });

  test("for now needs the address typed, and cannot be cancelled afterwards", async () => {
    const ana = await person();
    for (const confirmation of [undefined, "", "somebody@example.org"]) {
      const wrong = await problemIn(await close(ana, { waiveGrace: true, confirmation }));
      expect(wrong).toMatchObject({ status: 400, fields: [{ path: "confirmation" }] });
    }
    const view = await viewIn(
      await close(ana, { waiveGrace: true, confirmation: ` ${ana.email.toUpperCase()} ` }),
    );
    expect(view).toMatchObject({ state: "erasing", graceWaived: true, cancellable: false });
    expect((await ana.delete("/privacy/closing")).status).toBe(401);
    const kinds = await owner`select kind from security_event where account_id = ${ana.accountId}`;
    expect(kinds.map(({ kind }) => kind)).toContain("grace_waived");
  });

  test("again, for now, shortens the 30 days; again for 30 days does not start them anew", async () => {
    const ana = await person();
    const { closesAt } = await viewIn(await close(ana));
    at(now().toISOString(), DAY);
    expect((await problemIn(await close(ana))).code).toBe("conflict");
    expect((await stateOf(ana))?.closes_at.toISOString()).toBe(closesAt);
    const view = await viewIn(await close(ana, { waiveGrace: true, confirmation: ana.email }));
    expect(view.closesAt).toBe(now().toISOString());
  });

  test("from two tabs at once closes once and mails once", async () => {
    const ana = await person();
    const answers = await Promise.all([close(ana), close(ana)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await mailsTo(ana.email)).toHaveLength(1);
  });
});

describe("during the 30 days", () => {
  test("signing in lands on the page that cancels, and changes nothing of the date", async () => {
    const email = await registered();
    const ana = visitor();
    await ana.signIn(email);
    await owner`update account set state = 'closing', closing_asked_at = now(), closes_at = now() + interval '9 days'
      where email = ${email}`;
    const [before] = await owner`select closes_at, state from account where email = ${email}`;
    const again = visitor();
    const state = (await (await again.signIn(email)).json()) as SessionState;
    expect(state.account).toMatchObject({ state: "closing", closesAt: before?.closes_at.toISOString() });
    const read = (await (await again.get("/session")).json()) as SessionState;
    expect(read.account).toMatchObject({ state: "closing" });
    const [after] = await owner`select closes_at, state from account where email = ${email}`;
    expect(after).toEqual(before);
  });

  test("until 23:59:59 of the 29th day it can be cancelled: everything is there but the other sessions", async () => {
    const ana = await person({ credits: 20 });
    const made = await make(ana, speech("bonjour"));
    const { closesAt } = await viewIn(await close(ana));
    const { token } = await startSession(ana.accountId);
    at(closesAt, -SECOND);
    expect(await isClaimed(ana)).toBe(false);
    const later = browser(token);
    expect(await viewIn(await later.delete("/privacy/closing"))).toMatchObject({
      state: "open",
      closesAt: null,
      askedAt: null,
    });
    const { outputs } = (await (await later.get(`/generations/${made.id}`)).json()) as typeof made;
    expect(outputs).toEqual(made.outputs);
    expect(await balance(ana)).toMatchObject({ available: 19, spent: 1 });
    expect((await later.post("/generations", {})).status).toBe(400);
    const subjects = (await mailsTo(ana.email)).map(({ subject }) => subject);
    expect(subjects.sort()).toEqual(["Your account stays open", "Your account will be erased"]);
    at(closesAt, HOUR);
    expect(await isClaimed(ana)).toBe(false);
  });

  test("one second after the 30 days a cancel is told that the erasure has begun, claimed or not", async () => {
    const ana = await person();
    const { closesAt } = await viewIn(await close(ana));
    const { token } = await startSession(ana.accountId);
    at(closesAt, SECOND);
    const late = browser(token);
    const answer = await problemIn(await late.delete("/privacy/closing"));
    expect(answer).toMatchObject({ status: 409, code: "erasure_started" });
    expect(await isClaimed(ana)).toBe(true);
    // From here on her sessions are nobody's.
    expect((await late.delete("/privacy/closing")).status).toBe(401);
    expect((await browser((await startSession(ana.accountId)).token).get("/account")).status).toBe(401);
    expect(await isClaimed(ana)).toBe(false);
  });

  test("from two tabs, one closing and one cancelling, the account ends in the state of the later one", async () => {
    const ana = await person();
    await close(ana);
    const answers = await Promise.all([ana.delete("/privacy/closing"), ana.delete("/privacy/closing")]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await stateOf(ana)).toMatchObject({ state: "active", closes_at: null });
    await prove(ana);
    const [closed, cancelled] = await Promise.all([close(ana), ana.delete("/privacy/closing")]);
    const expected = cancelled.status === 200 ? "active" : "closing";
    expect([closed.status, (await stateOf(ana))?.state]).toEqual([200, expected]);
  });
});
