/** New versions of the policy: published once and for all, told to everybody in time, and seen or not seen. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { and, eq } from "drizzle-orm";
import * as v from "valibot";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { account } from "../../core/account/account.sql.ts";
import { DAY, setClock } from "../../core/base/clock.ts";
import { config } from "../../core/base/config.ts";
import { db } from "../../core/base/database.ts";
import { mail } from "../../core/mail/mail.sql.ts";
import { announcePolicy } from "../../core/privacy/policy/announce.ts";
import { readPolicy } from "../../core/privacy/policy/policy.ts";
import { policyNotice } from "../../core/privacy/policy/policy-notice.sql.ts";
import { PublishError } from "../../core/privacy/policy/publish.ts";
import type { Versions } from "../../core/privacy/policy/versions.schema.ts";
import { setVersions } from "../../core/privacy/policy/versions.ts";
import { SessionState } from "../../core/session/session.schema.ts";
import { app } from "../../functions/api/app.ts";
import { run } from "../../functions/clock/announce-policy.ts";
import { mailsTo } from "../support/mailbox.ts";
import { owner } from "../support/owner.ts";
import { person } from "../support/person.ts";
import { publishIn } from "../support/policy-command.ts";
import { anAddress, registered, visitor } from "../support/visitor.ts";

const FOLDER = "core/privacy/policy";
const FIRST = { date: "2026-05-04", effectiveOn: "2026-05-04", changes: null, sha256: {} };
const PUBLISHED_ON = "2027-01-04";
const EFFECTIVE_ON = "2027-02-15";
const CHANGES = {
  en: ["Recipients are listed one by one.", "Backups are kept for 20 days."],
  fr: ["Les destinataires sont énumérés un par un.", "Les sauvegardes sont conservées 20 jours."],
};
const SECOND = { date: PUBLISHED_ON, effectiveOn: EFFECTIVE_ON, changes: CHANGES, sha256: {} };
const ANNOUNCED: Versions = {
  published: [
    { version: 1, ...FIRST },
    { version: 2, ...SECOND },
  ],
  draft: null,
};
const BEFORE: Versions = { published: [{ version: 1, ...FIRST }], draft: null };

const at = (instant: string) => setClock(() => new Date(instant));
const noticesOf = (accountId: Person["accountId"]) =>
  db().select().from(policyNotice).where(eq(policyNotice.accountId, accountId));
const mailsWaiting = (accountId: Person["accountId"]) =>
  db()
    .select()
    .from(mail)
    .where(and(eq(mail.accountId, accountId), eq(mail.template, "policy_changed")));
type Person = Awaited<ReturnType<typeof person>>;
const newsOf = async (who: Pick<Person, "get">) =>
  v.parse(SessionState, await (await who.get("/session")).json()).policyNews;

beforeEach(async () => {
  at("2026-12-20T12:00:00Z");
  setVersions(BEFORE);
  await owner`delete from policy_notice`;
  await owner`delete from mail`;
  await owner`update account set state = 'unverified'`; // those of the test before
});
afterEach(() => {
  setClock();
  setVersions();
});

describe("publishing", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "policy-"));
    cpSync(`${FOLDER}/versions`, join(folder, "versions"), { recursive: true });
    const [first] = (JSON.parse(readFileSync(`${FOLDER}/versions.json`, "utf8")) as Versions).published;
    const draft = { version: 2, date: "2026-11-24", changes: CHANGES };
    writeFileSync(join(folder, "versions.json"), JSON.stringify({ published: [first], draft }));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const textIn = (name: string) => readFileSync(join(folder, "versions", `${name}.json`), "utf8");

  test("it freezes the texts of the draft with their digests and their day, and leaves earlier ones as they are", () => {
    const earlier = textIn("1.en");
    const names = publishIn(folder, EFFECTIVE_ON, PUBLISHED_ON);
    expect(names.sort()).toEqual(["2.aws.en", "2.aws.fr", "2.host.en", "2.host.fr"]);
    const { published, draft } = JSON.parse(readFileSync(join(folder, "versions.json"), "utf8")) as Versions;
    expect([draft, published.length]).toEqual([null, 2]);
    expect(published[1]).toMatchObject({ version: 2, date: PUBLISHED_ON, effectiveOn: EFFECTIVE_ON });
    expect(Object.keys(published[1]?.sha256 ?? {}).sort()).toEqual(names);
    expect(textIn("2.host.fr")).toContain("4 janvier 2027");
    expect(textIn("1.en")).toBe(earlier);
  });

  test.each([
    ["2027-02-09", "too little time for the mails and the 30 days"],
    ["2027-01-04", "the same day"],
    ["2027-02-30", "no day"],
    ["2027-99-99", "no day"],
    ["soon", "no day"],
  ])("%s is refused and changes nothing: %s", (day) => {
    const before = readFileSync(join(folder, "versions.json"), "utf8");
    expect(() => publishIn(folder, day, PUBLISHED_ON)).toThrow(PublishError);
    expect(readFileSync(join(folder, "versions.json"), "utf8")).toBe(before);
  });

  test("a version is published once: without a draft there is nothing to publish", () => {
    publishIn(folder, EFFECTIVE_ON, PUBLISHED_ON);
    expect(() => publishIn(folder, "2027-05-01", PUBLISHED_ON)).toThrow(PublishError);
  });
});

describe("which version applies", () => {
  test("a published one applies from its day in France on, and the earlier one until then; both stay readable", async () => {
    setVersions(ANNOUNCED);
    at("2027-02-14T22:59:00Z");
    expect(await readPolicy(undefined, "en")).toMatchObject({ version: 1, state: "in_force" });
    expect(await readPolicy("2", "en")).toMatchObject({ state: "upcoming", effectiveOn: EFFECTIVE_ON });
    at("2027-02-14T23:00:00Z");
    expect(await readPolicy(undefined, "en")).toMatchObject({ version: 2, state: "in_force" });
    expect(await readPolicy("1", "en")).toMatchObject({ version: 1, state: "replaced" });
  });
});

describe("what the pages say of it", () => {
  /** A page without the marks of what stays in one line. */
  const pageIn = async (path: string, lang: string) =>
    (await (await app.request(`${path}?lang=${lang}`)).text()).replaceAll(/<\/?span\b[^>]*>/g, "");

  test("the version in force tells of the one that is announced, and that one from when it applies, in both languages", async () => {
    setVersions(ANNOUNCED);
    at("2027-01-05T12:00:00Z");
    expect(await pageIn("/policy", "en")).toContain("Version 2 applies from 15 February 2027");
    expect(await pageIn("/policy", "fr")).toContain("La version 2 s’applique à compter du 15 février 2027");
    expect(await pageIn("/policy/2", "en")).toContain("This version applies from 15 February 2027.");
    expect(await pageIn("/policy/2", "fr")).toContain("s’applique à compter du 15 février 2027");
    at("2027-02-20T12:00:00Z");
    expect(await pageIn("/policy/1", "en")).toContain("has been replaced and is kept as it was published");
    expect(await pageIn("/policy", "en")).not.toMatch(/applies from|has been replaced/);
  });

  test("a draft is shown by a local copy alone, and says that it is one; whoever serves others shows what was published", async () => {
    setVersions({ ...BEFORE, draft: { version: 2, date: "2026-11-24", changes: CHANGES } });
    expect(await pageIn("/policy", "en")).toContain("This version is a draft");
    expect(await pageIn("/policy", "fr")).toContain("Cette version est un projet");
    const local = config.STAGE;
    Object.assign(config, { STAGE: "production" });
    try {
      expect(await readPolicy(undefined, "en")).toMatchObject({ version: 1, state: "in_force" });
      await expect(readPolicy("2", "en")).rejects.toMatchObject({ code: "not_found" });
      expect(await pageIn("/policy", "en")).not.toContain("/policy/2");
      setVersions(ANNOUNCED);
      at("2027-03-01T12:00:00Z");
      const second = JSON.parse(readFileSync(`${FOLDER}/versions/2.host.en.json`, "utf8"));
      expect((await readPolicy("2", "en")).sections).toEqual(second.sections);
    } finally {
      Object.assign(config, { STAGE: local });
    }
  });
});

describe("telling everybody", () => {
  test("each account gets one mail in its language, closing and restricted ones too; who is being erased gets none", async () => {
    const people = await Promise.all([
      person(),
      person({ locale: "fr" }),
      person({ closing: true }),
      person({ restricted: true }),
    ]);
    const erasing = await person({ closing: true });
    await owner`update account set state = 'erasing' where id = ${erasing.accountId}`;
    const unconfirmed = await person();
    await owner`update account set state = 'unverified' where id = ${unconfirmed.accountId}`;
    expect(await announcePolicy()).toBe(0);
    setVersions(ANNOUNCED);
    at("2027-01-04T06:00:00Z");
    await run();
    await run();
    for (const { accountId, email } of people) {
      expect(await noticesOf(accountId)).toMatchObject([{ version: 2, seenAt: null }]);
      const [letter, ...more] = await mailsTo(email);
      expect(more).toEqual([]);
      expect(letter?.text).toContain("http://localhost:3000/policy/2");
    }
    const french = (await mailsTo(people[1]?.email ?? ""))[0];
    expect(french?.subject).toBe("Notre politique de confidentialité change le 15 février 2027");
    for (const line of CHANGES.fr) expect(french?.text?.replaceAll("\n", " ")).toContain(line);
    expect(french?.text).not.toContain("unsubscribe");
    for (const { accountId } of [erasing, unconfirmed]) expect(await noticesOf(accountId)).toEqual([]);
  });

  test("a run that is killed is gone on with, and two at once tell nobody twice", async () => {
    const people = await Promise.all(Array.from({ length: 7 }, () => person()));
    setVersions(ANNOUNCED);
    at("2027-01-04T06:00:00Z");
    await owner`
      create function fail_once() returns trigger language plpgsql as $$ begin
        if (select count(*) from policy_notice where version = 2) > 4 then raise exception 'killed'; end if;
        return new; end $$`;
    await owner`create trigger fail_once before insert on mail for each row execute function fail_once()`;
    await expect(announcePolicy(2)).rejects.toThrow();
    const [left] = await owner`select count(*)::int as rows from policy_notice where version = 2`;
    const [queued] = await owner`select count(*)::int as rows from mail where template = 'policy_changed'`;
    await owner`drop trigger fail_once on mail`;
    expect([left?.rows, queued?.rows]).toEqual([4, 4]);
    const told = await Promise.all([announcePolicy(2), announcePolicy(2)]);
    await announcePolicy(2);
    expect(told[0] + told[1]).toBeGreaterThan(0);
    for (const { accountId } of people) expect(await mailsWaiting(accountId)).toHaveLength(1);
  });

  test("whoever opens the account after its day is not told: it was shown at sign-up", async () => {
    setVersions(ANNOUNCED);
    at("2027-02-20T06:00:00Z");
    const late = await person();
    await announcePolicy();
    expect(await mailsWaiting(late.accountId)).toEqual([]);
    expect(await newsOf(late)).toBeNull();
  });

  test("a version of long ago is announced no more", async () => {
    const who = await person();
    setVersions(ANNOUNCED);
    at("2027-03-18T06:00:00Z");
    expect(await announcePolicy()).toBe(0);
    expect(await mailsWaiting(who.accountId)).toEqual([]);
  });
});

describe("what an account saw", () => {
  test("the version of the sign-up is recorded with its hour, and goes out with an export of the account", async () => {
    const email = await registered(anAddress());
    const [row] = await db().select().from(account).where(eq(account.email, email));
    const notices = row ? await noticesOf(row.id) : [];
    expect(notices).toMatchObject([
      { version: 1, seenHow: "sign_up", seenAt: row?.createdAt, mailedAt: null },
    ]);
  });

  test("a newer one is told of on every page until it was opened or put away, in every state of the account", async () => {
    const people = await Promise.all([person(), person({ restricted: true }), person({ closing: true })]);
    expect(await Promise.all(people.map(newsOf))).toEqual([null, null, null]);
    setVersions(ANNOUNCED);
    at("2027-01-05T06:00:00Z");
    for (const [index, who] of people.entries()) {
      expect(await newsOf(who)).toEqual({ version: 2, effectiveOn: EFFECTIVE_ON, inForce: false });
      const how = index === 0 ? "opened" : "put_away";
      expect((await who.put("/privacy/policy", { version: 2, how })).status).toBe(204);
      expect(await newsOf(who)).toBeNull();
      at("2027-01-06T06:00:00Z");
      await who.put("/privacy/policy", { version: 2, how: "opened" });
      expect(await noticesOf(who.accountId)).toMatchObject([
        { version: 2, seenHow: how, seenAt: new Date("2027-01-05T06:00:00Z") },
      ]);
      at("2027-01-05T06:00:00Z");
    }
  });

  test("a version that nobody can read cannot be said to have been seen; a visitor is told of nothing", async () => {
    const who = await person();
    expect((await who.put("/privacy/policy", { version: 2, how: "opened" })).status).toBe(404);
    setVersions(ANNOUNCED);
    expect(await newsOf(visitor())).toBeNull();
  });

  test("who never looked is still told after its day, and that it applies", async () => {
    const who = await person();
    setVersions(ANNOUNCED);
    at(new Date(Date.parse(EFFECTIVE_ON) + 100 * DAY).toISOString());
    expect(await newsOf(who)).toBeNull(); // the session has ended
    await owner`update session set expires_at = '2030-01-01'`;
    expect(await newsOf(who)).toEqual({ version: 2, effectiveOn: EFFECTIVE_ON, inForce: true });
  });
});
