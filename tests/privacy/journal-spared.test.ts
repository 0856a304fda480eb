/** Who averted an erasure after the backup was taken is not erased by the restored database. */
import { afterEach, expect, test } from "vitest";
import { cancelClosing } from "../../core/account/closing.ts";
import { fromNow, HOUR, setClock } from "../../core/base/clock.ts";
import { setLogOutput } from "../../core/base/log.ts";
import { fetchLink, readPosition } from "../../core/privacy/journal/chain.ts";
import { relayJournal } from "../../core/privacy/journal/relay.ts";
import { pseudonymOf } from "../../core/privacy/pseudonym.ts";
import { replay } from "../../functions/by-hand/replay.ts";
import { laterLife } from "../support/later-life.ts";
import { owner } from "../support/owner.ts";
import { person } from "../support/person.ts";
import { PASSWORD, registered, visitor } from "../support/visitor.ts";

setLogOutput(() => undefined);
afterEach(() => setClock());

type Person = { accountId: string };
const spared = ({ accountId }: Person) => ({ kind: "spared", subject: pseudonymOf(accountId) }) as const;
/** Everything that the journal says of sparing. */
async function sparedEntries(): Promise<unknown[]> {
  await relayJournal();
  const found: unknown[] = [];
  for (let number = 1; number <= (await readPosition()).sequence; number++)
    found.push(...((await fetchLink(number))?.entries ?? []).map(({ entry }) => entry));
  return found.filter((entry) => (entry as { kind: string }).kind === "spared");
}
const rowOf = async ({ accountId }: Person) => {
  const [row] = await owner`select state, closes_at, last_sign_in_at from account where id = ${accountId}`;
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
  expect(await sparedEntries()).toContainEqual(spared(cancelling));
  const email = await registered();
  const [{ id: accountId } = { id: "" }] = await owner<
    { id: string }[]
  >`select id from account where email = ${email}`;
  expect((await visitor().signIn(email, PASSWORD)).status).toBe(200);
  expect(await sparedEntries()).not.toContainEqual(spared({ accountId }));
  await owner`update account set idle_notices = 1 where id = ${accountId}`;
  expect((await visitor().signIn(email, PASSWORD)).status).toBe(200);
  expect(await sparedEntries()).toContainEqual(spared({ accountId }));
});
