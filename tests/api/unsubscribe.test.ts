import { beforeAll, expect, test } from "vitest";
import { config } from "../../core/base/config.ts";
import { transaction } from "../../core/base/database.ts";
import { newId } from "../../core/base/id.ts";
import { LEGAL_LINKS } from "../../core/base/legal-entity.ts";
import { setLogOutput } from "../../core/base/log.ts";
import { unsubscribeUrl } from "../../core/consent/unsubscribe.ts";
import { queueProductMail } from "../../core/mail/product-mail.ts";
import { app } from "../../functions/api/app.ts";
import { choose, consentOf } from "../support/consents.ts";
import { mailSource, mailsTo } from "../support/mailbox.ts";
import { owner } from "../support/owner.ts";
import { person } from "../support/person.ts";

type Person = Awaited<ReturnType<typeof person>>;
const lines: string[] = [];
beforeAll(() => {
  Object.assign(config, { LOG_LEVEL: "debug" });
  setLogOutput((line) => lines.push(line));
});

async function reader(locale: "en" | "fr" = "en"): Promise<Person> {
  const someone = await person({ locale });
  await choose(someone, "marketing", true);
  return someone;
}
const linkOf = (who: Person) => unsubscribeUrl({ accountId: who.accountId, purpose: "marketing" }, "fr");
const pathOf = (link: string) => link.slice(new URL(config.PUBLIC_URL).origin.length);
/** As a mail program sends it: no cookie, no Origin, a form as its body. */
const post = (link: string) =>
  app.request(pathOf(link), {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "List-Unsubscribe=One-Click",
  });
const isOn = async (who: Person) => (await consentOf(who, "marketing")).given;

test("product mail names the link for the mail program and shows it to the reader, in his language", async () => {
  const ana = await reader("fr");
  await transaction(() => queueProductMail(ana.accountId, "whats_new"));
  const [mail] = await mailsTo(ana.email);
  const source = await mailSource(ana.email);
  expect(source).toContain(`List-Unsubscribe: <${linkOf(ana)}>`);
  expect(source).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
  expect(mail?.links).toContain(linkOf(ana));
  expect(mail?.text).toContain("Ne plus recevoir de tels messages");
  expect(mail?.html).toContain("parce que vous avez accepté");
});

test("one POST from a mail program, signed out, ends it; a second one is fine and adds nothing", async () => {
  const ana = await reader();
  for (let time = 0; time < 2; time++) {
    const answer = await post(linkOf(ana));
    expect([answer.status, await answer.text()]).toEqual([
      200,
      expect.stringContaining("Vous ne recevrez plus"),
    ]);
  }
  expect(await isOn(ana)).toBe(false);
  const proofs = await owner`select event, method, session_hash from consent_event
    where account_id = ${ana.accountId} order by number`;
  expect(proofs.slice(1)).toEqual([{ event: "withdrawn", method: "unsubscribe", session_hash: null }]);
});

test("following the link changes nothing: it shows a page with a button, and asks for no sign-in", async () => {
  const ana = await reader();
  for (const method of ["GET", "HEAD"]) {
    const answer = await app.request(pathOf(linkOf(ana)), { method });
    expect(answer.status).toBe(200);
    if (method === "GET") {
      const page = await answer.text();
      expect(page).toContain('<form method="post" action="/unsubscribe?token=');
      expect(page).toContain('<html lang="fr">');
      for (const { href } of LEGAL_LINKS) expect(page).toContain(`href="${href}"`);
      expect(page).not.toMatch(/<script|style=/);
    }
    expect(answer.headers.getSetCookie()).toEqual([]);
  }
  expect(await isOn(ana)).toBe(true);
});

test("a forged link is refused, in words, and ends nothing", async () => {
  const [ana, ben] = [await reader(), await reader()];
  const token = new URL(linkOf(ana)).searchParams.get("token") ?? "";
  const [purpose, accountId, signature] = token.split(".");
  const forged = [
    "",
    "x",
    "..",
    `${purpose}.${accountId}.`,
    `${purpose}.${accountId}.${"A".repeat(43)}`,
    `${purpose}.${ben.accountId}.${signature}`,
    `analytics.${accountId}.${signature}`,
    `${purpose}.${accountId?.toUpperCase()}.${signature}x`,
    `${token}.x`,
    `${token}\0`,
  ];
  for (const bad of forged)
    for (const method of ["GET", "POST"]) {
      const query = new URLSearchParams({ token: bad, lang: "en" });
      const answer = await app.request(`/unsubscribe?${query}`, { method });
      expect([bad, answer.status]).toEqual([bad, 400]);
    }
  const page = await (await app.request("/unsubscribe?token=x&lang=fr")).text();
  expect(page).toContain("Ce lien n’est pas valable");
  expect([await isOn(ana), await isOn(ben)]).toEqual([true, true]);
});

test("the link of an account that is gone says the same, and writes nothing", async () => {
  const accountId = newId<"account">();
  const answer = await post(unsubscribeUrl({ accountId, purpose: "marketing" }, "en"));
  expect(answer.status).toBe(200);
  expect(await owner`select id from consent_event where account_id = ${accountId}`).toEqual([]);
});

test.each([["restricted"], ["closing"]] as const)("it works for an account that is %s", async (condition) => {
  const ana = await reader();
  if (condition === "restricted")
    await owner`update account set restricted_at = now() where id = ${ana.accountId}`;
  else await owner`update account set state = 'closing' where id = ${ana.accountId}`;
  expect((await post(linkOf(ana))).status).toBe(200);
  expect(await isOn(ana)).toBe(false);
});

test("no token and no address reaches the log", () => {
  expect(lines.join("\n")).toContain("mail.left");
  expect(lines.join("\n")).not.toMatch(/unsubscribe\?|token|@example\.org/);
});
