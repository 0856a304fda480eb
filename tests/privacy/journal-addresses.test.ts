/** Changes of address of after the backup: who reads the earlier mailbox gets nothing, and the owner is at home again. */
import { afterEach, expect, test } from "vitest";
import { fromNow, HOUR, now, setClock } from "../../core/base/clock.ts";
import { setLogOutput } from "../../core/base/log.ts";
import { deliver } from "../../core/mail/smtp.ts";
import { pseudonymOf } from "../../core/privacy/pseudonym.ts";
import { replay } from "../../functions/by-hand/replay.ts";
import { erased } from "../support/erasure.ts";
import { laterLife } from "../support/later-life.ts";
import { mailsTo } from "../support/mailbox.ts";
import { owner } from "../support/owner.ts";
import { anAddress, PASSWORD, registered, signUpOf, tokenFor, visitor } from "../support/visitor.ts";

setLogOutput(() => undefined);
afterEach(() => setClock());

const LATER_PASSWORD = "eight wakeful otters";
const NOWHERE = /^[0-9a-f]{32}@unsaid\.invalid$/;
const LONG_AGO = fromNow(-80 * HOUR);

/** An account of the backup, with somebody signed in. */
async function known() {
  const email = await registered();
  const ana = visitor();
  await ana.signIn(email);
  const [row] = await owner<{ id: string }[]>`select id from account where email = ${email}`;
  return { email, ana, id: row?.id ?? "" };
}
type Known = Awaited<ReturnType<typeof known>>;
const changed = ({ id }: Known, email: string, by: "confirmation" | "undo" = "confirmation") =>
  ({ kind: "address_changed", subject: pseudonymOf(id), address: pseudonymOf(email), by }) as const;
const addressIn = async ({ id }: Known) => {
  const [row] = await owner<{ email: string }[]>`select email from account where id = ${id}`;
  return row?.email;
};
const status = async (answer: Promise<Response>) => (await answer).status;
const signIn = (email: string, password = PASSWORD) => status(visitor().signIn(email, password));
const reset = (email: string) => status(visitor().post("/password-reset", { email }));
const choose = (token: string, newPassword = LATER_PASSWORD) =>
  status(visitor().post("/password-reset/confirm", { token, newPassword }));
const undo = (token: string) => status(visitor().post("/account/email/undo", { token }));
const subjects = async (email: string) => (await mailsTo(email)).map(({ subject }) => subject);

/** Changes the address from another browser and returns the new one. */
async function move(email: string): Promise<string> {
  const who = visitor();
  await who.signIn(email);
  const newEmail = anAddress();
  await who.post("/account/email", { newEmail, password: PASSWORD });
  const token = await tokenFor(newEmail, "/email/confirm");
  expect(await status(visitor().post("/account/email/confirm", { token }))).toBe(200);
  return newEmail;
}

test("the earlier address opens nothing, by no password, link or session, and gets no mail; the one of now is at home", async () => {
  const who = await known();
  await reset(who.email);
  const link = await tokenFor(who.email, "/reset");
  const before = await subjects(who.email);
  const newEmail = anAddress();
  await laterLife([changed(who, newEmail)], LONG_AGO);
  expect(await replay()).toMatchObject({ addressesChanged: 1 });
  expect(await addressIn(who)).toMatch(NOWHERE);
  expect([await signIn(who.email), await choose(link)]).toEqual([401, 400]);
  expect(await status(who.ana.get("/account"))).toBe(401);
  expect(await reset(who.email)).toBe(202);
  expect(await subjects(who.email)).toEqual(before);
  expect(await signIn(newEmail, "a guess")).toBe(401);
  const back = visitor();
  expect(await status(back.signIn(newEmail))).toBe(200);
  expect(await (await back.get("/account")).json()).toMatchObject({ id: who.id, email: newEmail });
  expect(await addressIn(who)).toBe(newEmail);
});

test("who has lost the password as well asks for a link at the address of now; two who ask at once get one each", async () => {
  const who = await known();
  const newEmail = anAddress();
  const ended = { kind: "password_ended", subject: pseudonymOf(who.id) } as const;
  await laterLife([ended, changed(who, newEmail)], LONG_AGO);
  await replay();
  expect(await Promise.all([reset(newEmail), reset(newEmail)])).toEqual([202, 202]);
  expect((await subjects(newEmail)).length).toBe(2);
  expect(await choose(await tokenFor(newEmail, "/reset"))).toBe(204);
  expect(await signIn(newEmail, LATER_PASSWORD)).toBe(200);
});

test("for what is left of the 72 hours the earlier address can undo the change, and not for longer", async () => {
  const [who, other] = [await known(), await known()];
  const [newEmail, late] = [anAddress(), anAddress()];
  await laterLife([changed(who, newEmail), changed(other, late)], fromNow(-70 * HOUR));
  await replay();
  expect((await subjects(who.email))[0]).toBe("Your address was changed");
  const [token, expired] = [
    await tokenFor(who.email, "/email/undo"),
    await tokenFor(other.email, "/email/undo"),
  ];
  expect(await status(visitor().post("/account", signUpOf(who.email)))).toBe(202);
  expect(await undo(token)).toBe(200);
  expect(await addressIn(who)).toBe(who.email);
  expect([await signIn(newEmail), await signIn(who.email)]).toEqual([401, 401]);
  expect(await choose(await tokenFor(who.email, "/reset"))).toBe(204);
  const end = now().getTime() + 3 * HOUR;
  setClock(() => new Date(end));
  expect(await undo(expired)).toBe(410);
  expect(await signIn(late)).toBe(200);
});

test("a change that was undone is undone again: the address is its owner's at once, and no link of whoever made it is good", async () => {
  const who = await known();
  const taken = await move(who.email);
  const further = await move(taken);
  const thief = visitor();
  await thief.signIn(further);
  const pending = anAddress();
  await thief.post("/account/email", { newEmail: pending, password: PASSWORD });
  const links = [await tokenFor(taken, "/email/undo"), await tokenFor(pending, "/email/confirm")];
  const ended = { kind: "password_ended", subject: pseudonymOf(who.id) } as const;
  await laterLife([changed(who, who.email, "undo"), ended]);
  await replay();
  expect(await addressIn(who)).toBe(who.email);
  expect(await status(thief.get("/account"))).toBe(401);
  const [undoLink = "", confirmLink = ""] = links;
  expect(await undo(undoLink)).toBe(400);
  expect(await status(visitor().post("/account/email/confirm", { token: confirmLink }))).toBe(400);
  expect([await reset(taken), await reset(further)]).toEqual([202, 202]);
  for (const email of [taken, further]) expect(await subjects(email)).not.toContain("Choose a new password");
  await reset(who.email);
  expect(await choose(await tokenFor(who.email, "/reset"))).toBe(204);
});

test("an address that was changed and given back after the backup is as it was, and so is one that moved twice", async () => {
  const [who, twice] = [await known(), await known()];
  const [between, last] = [anAddress(), anAddress()];
  await laterLife([
    changed(who, between),
    changed(who, who.email, "undo"),
    changed(twice, between),
    changed(twice, last),
  ]);
  await replay();
  expect(await addressIn(who)).toBe(who.email);
  expect(await subjects(who.email)).not.toContain("Your address was changed");
  expect(await signIn(who.email)).toBe(200);
  expect([await signIn(between), await signIn(last)]).toEqual([401, 200]);
});

test("a second replay changes nothing, and one begun again half-way ends the same", async () => {
  const [who, back] = [await known(), await known()];
  const facts = [
    changed(who, anAddress()),
    changed(who, anAddress()),
    changed(back, anAddress()),
    changed(back, back.email, "undo"),
  ] as const;
  await laterLife(facts, LONG_AGO);
  await replay();
  const state = () =>
    owner`select id, email from account where id in ${owner([who.id, back.id])} order by id`;
  const before = await state();
  await laterLife(facts, LONG_AGO);
  await replay();
  expect(await state()).toEqual(before);
  expect(await owner`select 1 from journal_pending`).toEqual([]);
});

test("whoever signs up with the address meanwhile, or had begun to, does not get between it and its owner", async () => {
  const [who, other] = [await known(), await known()];
  const [begun, later] = [anAddress(), anAddress()];
  await visitor().post("/account", signUpOf(begun, "somebody else entirely"));
  await laterLife([changed(who, begun), changed(other, later)], LONG_AGO);
  await replay();
  await visitor().post("/account", signUpOf(later, "somebody else entirely"));
  expect((await subjects(later))[0]).toBe("You already have an account");
  expect([await signIn(later), await signIn(begun)]).toEqual([200, 200]);
  expect(await addressIn(who)).toBe(begun);
  const link = await tokenFor(begun, "/confirm");
  expect(await status(visitor().post("/account/verify", { token: link }))).toBe(400);
});

test("somebody who is erased, before it or with it, is not touched; one whose address nobody has said can be", async () => {
  const [gone, going, unsaid] = [await known(), await known(), await known()];
  await erased(gone.id as Parameters<typeof erased>[0]);
  const erasure = { kind: "erasure", subject: pseudonymOf(going.id) } as const;
  const changes = [gone, going, unsaid].map((who) => changed(who, anAddress()));
  await laterLife([...changes, erasure], LONG_AGO);
  expect(await replay()).toMatchObject({ addressesChanged: 3, erased: 1 });
  expect(await owner`select 1 from account where id in ${owner([gone.id, going.id])}`).toEqual([]);
  expect((await erased(unsaid.id as Parameters<typeof erased>[0])).step).toBe("done");
}, 60_000);

test("no mail is handed to a server for an address that is not known", async () => {
  const words = { subject: "Hello", text: "Hello", html: "<p>Hello</p>" };
  const to = "0123456789abcdef0123456789abcdef@unsaid.invalid";
  expect(await deliver({ messageId: "<1@example.org>", to, ...words })).toBe("refused");
  expect(await mailsTo(to)).toEqual([]);
});
