/**
 * Erasing at once, as a person does it: to the last mail, and a new account with the same address. On a stack of its own:
 * a certificate waits for the messages of others that nobody can look into yet.
 */
import { rmSync } from "node:fs";
import { afterAll, beforeAll, expect } from "vitest";
import { freePort } from "../../functions/host/ports.ts";
import { text as words } from "../../web/src/i18n/en/closing.ts";
import { type Stack, stackFolder, startStack } from "../host/stack.ts";
import { mailTo, newAccount, PASSWORD } from "./account.ts";
import { journey } from "./journey.ts";
import { givePassword, PRIVACY_TEXTS } from "./panel.ts";
import { accessibilityFaults, shoot } from "./visitor.ts";

const dir = stackFolder();
let stack: Stack | undefined;
beforeAll(async () => {
  stack = await startStack(dir, { PORT: String(await freePort()) });
}, 120_000);
afterAll(async () => {
  await stack?.end("SIGTERM");
  rmSync(dir, { recursive: true, force: true });
});

journey(
  "erased at once, somebody is signed out, gets the certificate, and can open a new account with the same address; nobody else is told of an erasure",
  { width: 390 },
  async (visitor) => {
    const { page, text, open, expectAnswers } = visitor;
    await open("/erasing");
    await page.getByRole("heading", { level: 1, name: words.signedOutTitle }).waitFor();
    const email = await newAccount(visitor);
    const confirmation = await mailTo(visitor, email);
    await open("/settings/privacy/close");
    await page.getByLabel(words.now).check();
    await page.getByLabel(words.confirmation, { exact: true }).fill(email);
    await page.getByLabel(/I give up/).check();
    await page.getByRole("button", { name: words.sendNow }).click();
    // The network goes away just while the page asks who is still signed in.
    await page.route("**/api/session", (request) => request.abort());
    await givePassword(visitor, PRIVACY_TEXTS.en);
    await page.getByRole("heading", { level: 1, name: text.shell.unreachableTitle }).waitFor();
    await page.unroute("**/api/session");
    await page.getByRole("button", { name: text.shell.retry }).click();
    await page.getByRole("heading", { level: 1, name: words.startedTitle }).waitFor();
    expect(await page.evaluate(() => window.scrollY)).toBe(0);
    await shoot(page, "erasing");
    expect(await accessibilityFaults(page)).toEqual([]);
    const certificate = await mailTo(visitor, email, confirmation);
    expect(certificate.subject).toBe("Your account has been erased");
    expect(certificate.text).toContain("3 place de Fontenoy");

    expectAnswers(401);
    await open("/sign-in");
    await page.getByLabel(text.auth.email, { exact: true }).fill(email);
    await page.getByLabel(text.auth.password, { exact: true }).fill(PASSWORD);
    await page.getByRole("main").getByRole("button", { name: text.auth.signInSend }).click();
    await page.getByRole("alert").first().waitFor();
    await open("/sign-up");
    await page.getByLabel(text.auth.firstName, { exact: true }).fill("Ana");
    await page.getByLabel(text.auth.lastName, { exact: true }).fill("Durand");
    await page.getByLabel(text.auth.email, { exact: true }).fill(email);
    await page.getByLabel(text.auth.password, { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: text.auth.signUpSend }).click();
    const welcome = await mailTo(visitor, email, certificate);
    expect(welcome.links[0]).toContain("/confirm");
  },
  () => stack?.url ?? "",
);
