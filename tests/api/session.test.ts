import { Worker } from "node:worker_threads";
import { argon2id } from "hash-wasm";
import { afterEach, describe, expect, test, vi } from "vitest";
import { DAY, HOUR, now, SECOND, setClock } from "../../core/base/clock.ts";
import type { SessionView } from "../../core/session/session.schema.ts";
import { owner } from "../support/owner.ts";
import { browser, person } from "../support/person.ts";
import { anAddress, PASSWORD, registered, sessionSet, visitor } from "../support/visitor.ts";

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const CHROME = "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36";
const HOME = { ip: "198.51.100.7", userAgent: FIREFOX };

type Problem = { code: string; detail: string; retryAfterSeconds?: number };
const problemOf = async (response: Response) => (await response.json()) as Problem;
const later = (milliseconds: number) => {
  const instant = new Date(now().getTime() + milliseconds);
  setClock(() => instant);
};
const kindsOf = async (email: string) =>
  (
    await owner`select kind from security_event join account on account.id = account_id where email = ${email} order by at, security_event.id`
  ).map((row) => row.kind);
afterEach(() => setClock());

let network = 0;
/** A place that nobody has been at. */
const elsewhere = () => ({ ip: `203.0.113.${++network}`, userAgent: CHROME });

describe("signing in", () => {
  test("sets a cookie that scripts cannot read, for the 90 days of a session and no longer", async () => {
    const email = await registered();
    const ana = visitor(HOME);
    const answer = await ana.signIn(email);
    expect(answer.headers.getSetCookie().join()).toMatch(
      /__Host-session=[\w-]{43}; Max-Age=7776000; Path=\/; HttpOnly; Secure; SameSite=Lax/,
    );
    later(45 * DAY);
    expect((await ana.get("/account")).status).toBe(200);
    later(45 * DAY + 1);
    expect((await ana.get("/account")).status).toBe(401);
  });

  test("an unknown address costs the same hash and gets the same answer as a wrong password", async () => {
    const email = await registered();
    const asked = vi.spyOn(Worker.prototype, "postMessage");
    const work = async (address: string) => {
      const from = asked.mock.calls.length;
      const answer = await visitor(elsewhere()).signIn(address, "not the password");
      const { requestId, ...said } = (await answer.json()) as Record<string, unknown>;
      expect(requestId).toBeDefined();
      const parameters = asked.mock.calls.slice(from).map(([question]) => {
        const { kind, passwordHash } = question as { kind: string; passwordHash: string };
        return `${kind} ${passwordHash.split("$").slice(0, 4).join("$")}`;
      });
      return { status: answer.status, said, parameters };
    };
    const known = await work(email);
    expect(await work(anAddress())).toEqual(known);
    expect(known).toMatchObject({ status: 401, said: { code: "wrong_credentials" } });
    expect(known.parameters).toEqual(["verify $argon2id$v=19$m=19456,t=2,p=1"]);
    asked.mockRestore();
  });

  test("an empty address is asked for, in the reader's language, and not told that it is none", async () => {
    const fieldsOf = async (address: string, language: "en" | "fr") => {
      const { fields } = (await (await visitor({}, language).signIn(address)).json()) as {
        fields: { path: string; rule: string; detail: string }[];
      };
      return fields;
    };
    expect(await fieldsOf(" ", "en")).toEqual([
      { path: "email", rule: "no_email", detail: "Enter your email address." },
    ]);
    expect(await fieldsOf("", "fr")).toMatchObject([{ detail: "Saisissez votre adresse e-mail." }]);
    expect(await fieldsOf("ana", "en")).toMatchObject([{ rule: "not_email" }]);
  });

  test("a hash of weaker parameters is made anew", async () => {
    const email = await registered();
    const weak = await argon2id({
      password: PASSWORD,
      salt: Buffer.alloc(16, 7),
      memorySize: 8192,
      iterations: 1,
      parallelism: 1,
      hashLength: 32,
      outputType: "encoded",
    });
    await owner`update account set password_hash = ${weak} where email = ${email}`;
    for (let i = 0; i < 2; i++) expect((await visitor().signIn(email)).status).toBe(200);
    const [row] = await owner`select password_hash from account where email = ${email}`;
    expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  test("a second sign-in in one browser ends the session of the first", async () => {
    const email = await registered();
    const ana = visitor(HOME);
    await ana.signIn(email);
    const first = ana.token();
    await ana.signIn(email);
    expect((await browser(first).get("/account")).status).toBe(401);
    expect((await ana.get("/account")).status).toBe(200);
  });

  test("what happened is in the security log, with the address and the agent, and nowhere else", async () => {
    const email = await registered();
    const ana = visitor(HOME);
    await ana.signIn(email, "not the password");
    await ana.signIn(email);
    await ana.delete("/session");
    expect(await kindsOf(email)).toEqual([
      "signed_up",
      "email_verified",
      "sign_in_failed",
      "signed_in",
      "signed_out",
    ]);
    const [row] =
      await owner`select ip, user_agent from security_event where kind = 'signed_out' order by at desc limit 1`;
    expect(row).toEqual({ ip: HOME.ip, user_agent: FIREFOX });
  });
});

describe("wrong passwords", () => {
  /** Tries a wrong password, waiting whenever told to, until it has been looked at so often. */
  async function guess(email: string, times: number): Promise<void> {
    for (let tried = 0; tried < times; ) {
      const answer = await problemOf(await visitor(elsewhere()).signIn(email, "not the password"));
      if (answer.code === "wrong_credentials") tried++;
      else later((answer.retryAfterSeconds ?? 0) * SECOND);
    }
  }

  test("the sixth has to wait, and the wait is told in words and in a header", async () => {
    const email = await registered();
    await guess(email, 5);
    const answer = await visitor(elsewhere(), "fr").signIn(email);
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, expect.stringMatching(/^\d+$/)]);
    expect(await problemOf(answer)).toMatchObject({
      code: "rate_limited",
      detail: expect.stringMatching(/^Trop de tentatives. Réessayez dans \d+\s\D+/),
    });
    later(20 * SECOND);
    expect((await visitor(elsewhere()).signIn(email)).status).toBe(200);
  });

  test("the 26th within 24 hours is refused even if it is right, but not on a device that is known", async () => {
    const email = await registered();
    const home = visitor(HOME);
    expect((await home.signIn(email)).status).toBe(200);
    // Waits are counted as attempts too, so the 25 that are looked at are made with as few of them as can be.
    for (let i = 0; i < 25; i++) {
      await visitor(elsewhere()).signIn(email, "not the password");
      later(950 * SECOND);
    }
    const refused = await visitor(elsewhere()).signIn(email);
    expect([refused.status, (await problemOf(refused)).code]).toEqual([429, "rate_limited"]);
    expect((await visitor({ ...HOME, ip: "198.51.100.8" }).signIn(email)).status).toBe(429);
    expect((await visitor({ ...HOME, userAgent: CHROME }).signIn(email)).status).toBe(429);
    expect((await visitor(HOME).signIn(email, "not the password")).status).toBe(401);
    expect((await visitor(HOME).signIn(email)).status).toBe(200);
  });

  test("a known device has its own ceiling", async () => {
    const email = await registered();
    await visitor(HOME).signIn(email);
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => visitor(HOME).signIn(email, "not the password")),
    );
    expect(answers.filter((answer) => answer.status === 401).length).toBeLessThanOrEqual(10);
  });

  test("100 at the same time are all counted, and five looked at", async () => {
    await owner`delete from throttle`;
    const email = await registered();
    const asked = vi.spyOn(Worker.prototype, "postMessage");
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => visitor(elsewhere()).signIn(email, "not the password")),
    );
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(5);
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(95);
    expect(asked).toHaveBeenCalledTimes(5);
    asked.mockRestore();
    const [row] = await owner`select max(count) as most from throttle`;
    expect(row?.most).toBe(100);
  });

  test("an address without an account is throttled in the same way", async () => {
    const statuses = async (email: string) => {
      const answers: number[] = [];
      for (let i = 0; i < 8; i++)
        answers.push((await visitor(elsewhere()).signIn(email, "not the password")).status);
      return answers;
    };
    const start = new Date();
    setClock(() => start);
    expect(await statuses(anAddress())).toEqual(await statuses(await registered()));
  });

  test("from one network are counted over all accounts", async () => {
    const thief = elsewhere();
    const answers: number[] = [];
    for (let i = 0; i < 7; i++)
      answers.push((await visitor(thief).signIn(anAddress(), "guess of a thief")).status);
    expect(answers).toEqual([401, 401, 401, 401, 401, 429, 429]);
    const email = await registered();
    expect((await visitor(thief).signIn(email)).status).toBe(429);
    expect((await visitor(elsewhere()).signIn(email)).status).toBe(200);
  });
});

describe("sessions", () => {
  const list = async (who: { get(path: string): Promise<Response> }) =>
    (await (await who.get("/sessions")).json()) as SessionView[];

  test("are listed in plain words, and ended one by one or all but this one", async () => {
    const email = await registered();
    const [desk, phone, tablet] = [visitor(HOME), visitor({ ...HOME, userAgent: CHROME }), visitor()];
    for (const device of [desk, phone, tablet]) await device.signIn(email);
    const seen = await list(desk);
    expect(seen.map((view) => view.device).sort()).toEqual([
      "Chrome, Android",
      "Firefox, Linux",
      "Unknown device",
    ]);
    expect(seen.filter((view) => view.current).map((view) => view.device)).toEqual(["Firefox, Linux"]);
    expect(seen.find((view) => view.current)?.ip).toBe(HOME.ip);
    const phoneId = seen.find((view) => view.device === "Chrome, Android")?.id;
    expect((await desk.delete(`/sessions/${phoneId}`)).status).toBe(204);
    expect((await phone.get("/account")).status).toBe(401);
    expect((await desk.delete("/sessions")).status).toBe(204);
    expect((await tablet.get("/account")).status).toBe(401);
    expect(await list(desk)).toHaveLength(1);
  });

  test("of somebody else are not seen and cannot be ended", async () => {
    const [ana, ben] = await Promise.all([person(), person()]);
    const [session] = await list(ben);
    const stranger = await ana.delete(`/sessions/${session?.id}`);
    const unknown = await ana.delete("/sessions/0199a0b0-0000-7000-8000-000000000000");
    const malformed = await ana.delete("/sessions/nonsense");
    expect([stranger.status, unknown.status, malformed.status]).toEqual([404, 404, 404]);
    expect((await ben.get("/account")).status).toBe(200);
  });

  test("note their last use at most once an hour", async () => {
    const ana = await person();
    const seen = async () => (await list(ana))[0]?.lastSeenAt;
    const first = await seen();
    later(HOUR - SECOND);
    expect(await seen()).toBe(first);
    later(2 * SECOND);
    await ana.get("/account");
    expect(await seen()).toBe(now().toISOString());
  });

  test("signing out ends the session, not only the cookie", async () => {
    const ana = await person({ restricted: true });
    const answer = await ana.delete("/session");
    expect([answer.status, sessionSet(answer)]).toEqual([204, ""]);
    expect((await ana.get("/account")).status).toBe(401);
  });

  test("who is signed in can be asked by anybody, and gives the page its token against forged writes", async () => {
    const { app } = await import("../../functions/api/app.ts");
    const answer = await app.request("/api/session");
    expect(await answer.json()).toMatchObject({ account: null, welcomeCredits: 100 });
    expect(answer.headers.getSetCookie().join()).toMatch(
      /__Host-csrf=[\w-]{43}; Path=\/; Secure; SameSite=Lax/,
    );
    const forged = await app.request("/api/session", {
      method: "POST",
      headers: { origin: "http://localhost:3000", "content-type": "application/json" },
      body: JSON.stringify({ email: anAddress(), password: PASSWORD }),
    });
    expect([forged.status, (await problemOf(forged)).code]).toEqual([403, "csrf_failed"]);
    const empty = await app.request("/api/session", {
      method: "POST",
      headers: {
        origin: "http://localhost:3000",
        "content-type": "application/json",
        cookie: "__Host-csrf=",
        "x-csrf-token": "",
      },
      body: JSON.stringify({ email: anAddress(), password: PASSWORD }),
    });
    expect((await problemOf(empty)).code).toBe("csrf_failed");
  });
});
