/** Who averted an erasure after the backup was taken is not erased by the restored database; who asked for one then is. */
import { afterEach, expect, test } from "vitest";
import { cancelClosing, eraseDueClosings } from "../../core/account/closing.ts";
import { DAY, fromNow, HOUR, setClock } from "../../core/base/clock.ts";
import { setLogOutput } from "../../core/base/log.ts";
import { fetchLink, readPosition } from "../../core/privacy/journal/chain.ts";
import { relayJournal } from "../../core/privacy/journal/relay.ts";
import { pseudonymOf } from "../../core/privacy/pseudonym.ts";
import { replay } from "../../functions/by-hand/replay.ts";
import { ask, image, rowOf as jobOf } from "../support/generation.ts";
import { laterLife } from "../support/later-life.ts";
import { owner } from "../support/owner.ts";
import { person } from "../support/person.ts";
import { PASSWORD, registered, visitor } from "../support/visitor.ts";

setLogOutput(() => undefined);
afterEach(() => setClock());

type Person = { accountId: string };
const spared = ({ accountId }: Person) => ({ kind: "spared", subject: pseudonymOf(accountId) }) as const;
const asked = ({ accountId }: Person, closesAt: Date) =>
  ({
    kind: "closing_asked",
    subject: pseudonymOf(accountId),
    closesAt: closesAt.toISOString(),
  }) as const;
/** Everything that the journal says of a kind. */
async function entriesOf(kind: string): Promise<unknown[]> {
  await relayJournal();
  const found: unknown[] = [];
  for (let number = 1; number <= (await readPosition()).sequence; number++)
    found.push(...((await fetchLink(number))?.entries ?? []).map(({ entry }) => entry));
  return found.filter((entry) => (entry as { kind: string }).kind === kind);
}
const rowOf = async ({ accountId }: Person) => {
  const [row] =
    await owner`select state, closing_asked_at, closes_at, last_sign_in_at from account where id = ${accountId}`;
  return row;
};

test("a closing that was cancelled after the backup is cancelled again; one that was asked for later stays", async () => {
  const [ana, ben] = [await person({ closing: true }), await person({ closing: true })];
  await owner`update account set closing_asked_at = ${fromNow(-3 * HOUR)} where id = ${ana.accountId}`;
  await owner`update account set closing_asked_at = ${fromNow(-HOUR)} where id = ${ben.accountId}`;
  await laterLife([spared(ana), spared(ben)], fromNow(-2 * HOUR));
  expect(await replay()).toMatchObject({ spared: 2, erased: 0 });
  expect(await rowOf(ana)).toMatchObject({ state: "active", closes_at: null });
  expect(await rowOf(ben)).toMatchObject({ state: "closing" });
});

test("a closing that was asked for after the backup stands again: it stops the work, can be cancelled, and erases when it is due", async () => {
  const [ana, ben] = [await person({ credits: 10 }), await person()];
  const { id } = await ask(ana, image("a canary"));
  const at = fromNow(-2 * HOUR);
  await laterLife([asked(ana, fromNow(28 * DAY)), asked(ben, fromNow(-HOUR))], at);
  expect(await replay()).toMatchObject({ closings: 2, erased: 0 });
  expect(await rowOf(ana)).toMatchObject({ state: "closing", closing_asked_at: at });
  expect(await jobOf(id)).toMatchObject({ state: "cancelled", creditsCharged: 0 });
  expect((await ana.delete("/privacy/closing")).status).toBe(200);
  expect((await ben.delete("/privacy/closing")).status).toBe(409);
  expect(await eraseDueClosings(10)).toContain(ben.accountId);
});

test("of closings that were asked for and cancelled after the backup the last word holds", async () => {
  const [ana, ben] = [await person(), await person({ closing: true })];
  const end = fromNow(29 * DAY);
  await owner`update account set closing_asked_at = ${fromNow(-3 * DAY)} where id = ${ben.accountId}`;
  const said = [asked(ana, fromNow(28 * DAY)), spared(ben), spared(ana), asked(ben, end)];
  await laterLife(said, fromNow(-2 * DAY), HOUR);
  expect(await replay()).toMatchObject({ closings: 2, spared: 2 });
  expect(await rowOf(ana)).toMatchObject({ state: "active", closes_at: null });
  expect(await rowOf(ben)).toMatchObject({ state: "closing", closes_at: end });
});

test("asking for a closing tells the journal when it ends, and so does asking for now", async () => {
  const ana = await person();
  await owner`update session set proved_at = now() where account_id = ${ana.accountId}`;
  const ends: unknown[] = [];
  for (const waiveGrace of [false, true]) {
    const request = { waiveGrace, confirmation: ana.email, creditsGivenUp: 0 };
    const { closesAt } = (await (await ana.put("/privacy/closing", request)).json()) as { closesAt: string };
    ends.push(asked(ana, new Date(closesAt)));
  }
  expect(await entriesOf("closing_asked")).toEqual(expect.arrayContaining(ends));
});

test("who came back after the backup counts as having signed in then", async () => {
  const dan = await person();
  const at = fromNow(-2 * HOUR);
  await owner`update account set last_sign_in_at = '2023-12-01', idle_notices = 3 where id = ${dan.accountId}`;
  await laterLife([spared(dan)], at);
  await replay();
  expect((await rowOf(dan))?.last_sign_in_at).toEqual(at);
});

test("cancelling tells the journal, and so does a sign-in of somebody who was told that the account ends", async () => {
  const cancelling = await person({ closing: true });
  await cancelling.as(() => cancelClosing({}));
  expect(await entriesOf("spared")).toContainEqual(spared(cancelling));
  const email = await registered();
  const [{ id: accountId } = { id: "" }] = await owner<
    { id: string }[]
  >`select id from account where email = ${email}`;
  expect((await visitor().signIn(email, PASSWORD)).status).toBe(200);
  expect(await entriesOf("spared")).not.toContainEqual(spared({ accountId }));
  await owner`update account set idle_notices = 1 where id = ${accountId}`;
  expect((await visitor().signIn(email, PASSWORD)).status).toBe(200);
  expect(await entriesOf("spared")).toContainEqual(spared({ accountId }));
});
