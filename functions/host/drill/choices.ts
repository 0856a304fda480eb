/** Choices of after the backup that it must not go behind: a restriction, its lifting, a closing, a password, an address, directives. */
import type { People } from "./before.ts";
import { browser, mailedLink, PASSWORD } from "./person.ts";
import type { Report } from "./report.ts";

const LATER_PASSWORD = "eight wakeful otters at dawn";
const LAST_PASSWORD = "nine patient badgers at noon";
const LATER_ADDRESS = "jo@example.com";

/** Makes them. */
export async function choose(url: string, { chooses, lifts, moves }: People, report: Report): Promise<void> {
  const { page } = chooses;
  const passwords = { currentPassword: PASSWORD, newPassword: LATER_PASSWORD };
  const { status: changed } = await page.post("/account/password", passwords);
  const { status: revoked } = await page.delete("/privacy/directive");
  const { status: restricted } = await page.put("/privacy/restriction", { purge: "keep" });
  const seen = [changed, revoked, restricted];
  report.check(
    "Gil has changed his password, revoked his directives, and restricted processing",
    seen.join() === "204,200,200",
    seen,
  );
  await lifts.page.delete("/privacy/restriction");
  const { status: lifted } = await lifts.page.put("/privacy/restriction/lift", { sealed: "keep" });
  report.check("Ida has lifted the restriction of hers", lifted === 200, lifted);
  await lifts.page.post("/session/proof", { password: PASSWORD });
  const request = { waiveGrace: false, creditsGivenUp: 1000 };
  const { status: closing, body } = await lifts.page.put("/privacy/closing", request);
  report.check("and closes her account in 30 days", closing === 200, body);
  await moves.page.post("/account/email", { newEmail: LATER_ADDRESS, password: PASSWORD });
  const token = (await mailedLink(url, LATER_ADDRESS, "/email/confirm")).searchParams.get("token");
  const { status: moved } = await moves.page.post("/account/email/confirm", { token });
  report.check("Jo has changed the address of his account", moved === 200, moved);
}

/** Looks whether they hold on the restored database. */
export async function lookAtChoices(url: string, people: People, report: Report): Promise<void> {
  const { email } = people.chooses;
  const gil = browser(url);
  const enters = async (password: string) => (await gil.signIn(email, password)).status;
  const shut = [await enters(PASSWORD), await enters(LATER_PASSWORD)];
  report.check("Gil's password of before the backup opens nothing", shut.join() === "401,401", shut);
  await gil.post("/password-reset", { email });
  const token = (await mailedLink(url, email, "/reset")).searchParams.get("token");
  await gil.post("/password-reset/confirm", { token, newPassword: LAST_PASSWORD });
  const open = await enters(LAST_PASSWORD);
  report.check("he chooses another one by the link in a mail, and is in", open === 200, open);
  const settings = { kind: "image", model: "image-01", prompt: "Never", aspectRatio: "1:1", count: 1 };
  const { body: quoted } = await gil.post("/quotes", { settings });
  const { status: refused } = await gil.post("/generations", { settings, quote: quoted.quote });
  report.check("his data are restricted: nothing is made of them", refused === 423, refused);
  const { body: directive } = await gil.get("/privacy/directive");
  report.check("his directives are revoked", directive.current === null, directive);
  const { body: restriction } = await people.lifts.page.get("/privacy/restriction");
  report.check("Ida's restriction is lifted", restriction.restricted === false, restriction);
  const { body: closing } = await people.lifts.page.get("/privacy/closing");
  report.check("and her account is closing", closing.state === "closing", closing);
  const { status: earlier } = await browser(url).signIn(people.moves.email);
  report.check("Jo's address of before the backup opens nothing", earlier === 401, earlier);
  const jo = browser(url);
  await jo.signIn(LATER_ADDRESS);
  const { body: account } = await jo.get("/account");
  report.check("by the one of now he is at home", account.email === LATER_ADDRESS, account);
}
