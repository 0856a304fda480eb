/** Restrictions, passwords and directives of after the backup: a restored database does not go behind them. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { DAY, fromNow, HOUR, now, setClock } from "../../core/base/clock.ts";
import { setLogOutput } from "../../core/base/log.ts";
import { NOTICE_VERSION } from "../../core/directive/notice.ts";
import { fetchLink, readPosition } from "../../core/privacy/journal/chain.ts";
import type { JournalEntry } from "../../core/privacy/journal/entry.ts";
import { relayJournal } from "../../core/privacy/journal/relay.ts";
import { pseudonymOf } from "../../core/privacy/pseudonym.ts";
import { replay } from "../../functions/by-hand/replay.ts";
import { handler } from "../../functions/queue/generate.ts";
import { drain } from "../support/drain.ts";
import { ask, bringUntil, image, rowOf, speech } from "../support/generation.ts";
import { laterLife } from "../support/later-life.ts";
import { ownedBy } from "../support/owned.ts";
import { owner } from "../support/owner.ts";
import { person } from "../support/person.ts";
import { answerWith, sent } from "../support/provider.ts";
import { anAddress, PASSWORD, registered, tokenFor, visitor } from "../support/visitor.ts";

setLogOutput(() => undefined);
beforeEach(() => answerWith());
afterEach(() => setClock());

type Person = Awaited<ReturnType<typeof person>>;
type Named = { accountId: string };
const subjectOf = ({ accountId }: Named) => ({ subject: pseudonymOf(accountId) });
const restricted = (who: Named, purge: "keep" | "as_usual" = "keep") =>
  ({ kind: "restricted", ...subjectOf(who), purge }) as const;
const lifted = (who: Named, sealed: "keep" | "discard" = "keep") =>
  ({ kind: "restriction_lifted", ...subjectOf(who), sealed }) as const;
const passwordEnded = (who: Named) => ({ kind: "password_ended", ...subjectOf(who) }) as const;
const directiveEnded = (who: Named) => ({ kind: "directive_ended", ...subjectOf(who) }) as const;

/** What the journal says of somebody, but for sessions. */
async function told(who: Named): Promise<JournalEntry[]> {
  await relayJournal();
  const entries: JournalEntry[] = [];
  for (let number = 1; number <= (await readPosition()).sequence; number++)
    entries.push(...((await fetchLink(number))?.entries ?? []).map(({ entry }) => entry));
  return entries.filter((entry) => "subject" in entry && entry.subject === pseudonymOf(who.accountId));
}
const rowIn = async ({ accountId }: Named) => {
  const [row] =
    await owner`select restricted_at, purge_while_restricted from account where id = ${accountId}`;
  return row;
};
const idOf = async (email: string) => {
  const [row] = await owner<{ accountId: string }[]>`
    select id as "accountId" from account where email = ${email}`;
  return row as Named;
};
/** How the choice of a password by a link is answered. */
const chosen = async (token: string, newPassword: string) =>
  (await visitor().post("/password-reset/confirm", { token, newPassword })).status;
const directive = (who: Person) =>
  who.put("/privacy/directive", {
    choices: { creations: "hand_over", account: "erase", creditHistory: "keep" },
    executor: { name: "Paul Durand", email: "paul@example.org" },
    noticeVersion: NOTICE_VERSION,
    noticeLocale: "en",
    consent: true,
  });
const current = async (who: Person) => {
  const { current: held } = (await (await who.get("/privacy/directive")).json()) as { current: unknown };
  return held;
};

test("a restriction holds again as of then: writing is refused, what waits is cancelled, what is kept is not purged", async () => {
  const [ana, ben] = [await person({ credits: 10 }), await person()];
  const { id } = await ask(ana, image("a canary"));
  const old = await ownedBy(ana, "generation");
  const gone = await ownedBy(ben, "generation");
  const longAgo = fromNow(-366 * DAY);
  await owner`update generation set created_at = ${longAgo}, finished_at = ${longAgo} where id in ${owner([old, gone])}`;
  const at = fromNow(-2 * HOUR);
  const purge = { kind: "purge", rule: "content", limit: fromNow(-365 * DAY).toISOString() } as const;
  await laterLife([restricted(ana), restricted(ben, "as_usual"), purge], at);
  expect(await replay()).toMatchObject({ restrictions: 2, purged: 1 });
  expect(await rowIn(ana)).toEqual({ restricted_at: at, purge_while_restricted: "keep" });
  const upload = { fileName: "beach.jpg", contentType: "image/jpeg", bytes: 1000 };
  expect((await ana.post("/media", upload)).status).toBe(423);
  expect(await rowOf(id)).toMatchObject({ state: "cancelled", creditsCharged: 0 });
  sent.length = 0;
  await drain({ generate: handler });
  expect(sent).toEqual([]);
  const left = await owner`select id from generation where id in ${owner([old, gone])}`;
  expect(left).toEqual([{ id: old }]);
});

test("a lifting is done again, and what was sealed is delivered or not as it was said then", async () => {
  const [ana, ben] = [await person({ credits: 10 }), await person({ credits: 10 })];
  const jobs = [];
  for (const who of [ana, ben]) {
    const { id } = await ask(who, speech("bonjour"));
    await bringUntil(id, "storing");
    expect((await who.put("/privacy/restriction", { purge: "keep" })).status).toBe(200);
    await drain({ generate: handler });
    jobs.push(id);
  }
  await laterLife([lifted(ana), lifted(ben, "discard"), restricted(ben)]);
  expect(await replay()).toMatchObject({ restrictions: 3 });
  expect(await rowIn(ana)).toEqual({ restricted_at: null, purge_while_restricted: null });
  expect((await rowIn(ben))?.restricted_at).toBeInstanceOf(Date);
  const [kept, discarded] = await Promise.all(jobs.map(rowOf));
  expect(kept).toMatchObject({ state: "ready", creditsCharged: 1 });
  expect(discarded).toMatchObject({ state: "fenced", creditsCharged: 0 });
}, 60_000);

test("restricting and lifting tell the journal, and so does another choice of what the purge does; the same choice again does not", async () => {
  const ana = await person();
  for (const purge of ["keep", "keep", "as_usual", "as_usual"])
    expect((await ana.put("/privacy/restriction", { purge })).status).toBe(200);
  await ana.delete("/privacy/restriction");
  expect(await told(ana)).toEqual([restricted(ana), restricted(ana, "as_usual")]);
  expect((await ana.put("/privacy/restriction/lift", { sealed: "discard" })).status).toBe(200);
  expect((await told(ana)).at(-1)).toEqual(lifted(ana, "discard"));
});

test("a password that had ended opens nothing, nor does a link of before; the account opens with a new one chosen by mail", async () => {
  const email = await registered();
  const ana = visitor();
  await ana.signIn(email);
  await visitor().post("/password-reset", { email });
  const link = await tokenFor(email, "/reset");
  await laterLife([passwordEnded(await idOf(email))]);
  expect(await replay()).toMatchObject({ passwordsEnded: 1 });
  expect((await visitor().signIn(email)).status).toBe(401);
  const newPassword = "eight wakeful otters";
  expect(await chosen(link, newPassword)).toBe(400);
  await visitor().post("/password-reset", { email });
  expect(await chosen(await tokenFor(email, "/reset"), newPassword)).toBe(204);
  expect((await visitor().signIn(email, newPassword)).status).toBe(200);
});

test("changing, resetting and losing a password tell the journal, and so does an address that is changed or given back", async () => {
  const email = await registered();
  const who = await idOf(email);
  const ana = visitor();
  await ana.signIn(email);
  const newPassword = "eight wakeful otters";
  expect((await ana.post("/account/password", { currentPassword: PASSWORD, newPassword })).status).toBe(204);
  expect(await told(who)).toEqual([passwordEnded(who)]);
  await visitor().post("/password-reset", { email });
  expect(await chosen(await tokenFor(email, "/reset"), PASSWORD)).toBe(204);
  expect(await told(who)).toHaveLength(2);
  const again = visitor();
  await again.signIn(email);
  const newEmail = anAddress();
  expect((await again.post("/account/email", { newEmail, password: PASSWORD })).status).toBe(202);
  await visitor().post("/account/email/confirm", { token: await tokenFor(newEmail, "/email/confirm") });
  const changed = { kind: "address_changed", ...subjectOf(who) } as const;
  const confirmed = { ...changed, address: pseudonymOf(newEmail), by: "confirmation" };
  expect((await told(who)).slice(2)).toEqual([confirmed]);
  await visitor().post("/account/email/undo", { token: await tokenFor(email, "/email/undo") });
  const undone = { ...changed, address: pseudonymOf(email), by: "undo" };
  expect((await told(who)).slice(3)).toEqual([undone, passwordEnded(who)]);
});

test("directives that were revoked or replaced are not in force again, and whom they named is forgotten; later ones stand", async () => {
  const [ana, ben] = [await person(), await person()];
  for (const who of [ana, ben]) expect((await directive(who)).status).toBe(200);
  await laterLife([directiveEnded(ben)], fromNow(-HOUR));
  expect(await replay()).toMatchObject({ directivesEnded: 1 });
  const at = now();
  await laterLife([directiveEnded(ana)], at);
  expect(await replay()).toMatchObject({ directivesEnded: 1 });
  expect([await current(ana), (await current(ben)) !== null]).toEqual([null, true]);
  const versions = await owner`
    select event, created_at from directive where account_id = ${ana.accountId} order by version`;
  expect(versions.map(({ event }) => event)).toEqual(["given", "revoked"]);
  expect(versions.at(-1)?.created_at).toEqual(at);
  expect(await owner`select 1 from directive_executor where account_id = ${ana.accountId}`).toEqual([]);
  expect((await directive(ana)).status).toBe(200);
});

test("revoking directives and laying others down tell the journal; the first ones do not", async () => {
  const ana = await person();
  await directive(ana);
  expect(await told(ana)).toEqual([]);
  await directive(ana);
  await ana.delete("/privacy/directive");
  expect(await told(ana)).toEqual([directiveEnded(ana), directiveEnded(ana)]);
});

test("nothing of it happens twice, and a replay tells the journal nothing", async () => {
  const ana = await person();
  await directive(ana);
  const facts = [restricted(ana), lifted(ana), restricted(ana, "as_usual"), passwordEnded(ana)] as const;
  await laterLife([...facts, directiveEnded(ana)]);
  await replay();
  const state = async () => {
    const [row] = await owner`select * from account where id = ${ana.accountId}`;
    const rows = await owner`select * from directive where account_id = ${ana.accountId} order by version`;
    return [row, rows] as const;
  };
  const [before, directives] = await state();
  await laterLife([...facts, directiveEnded(ana)]);
  await replay();
  const [after, same] = await state();
  expect(same).toEqual(directives);
  expect({ ...after, restricted_at: null }).toEqual({ ...before, restricted_at: null });
  expect(await owner`select 1 from journal_pending`).toEqual([]);
});
