import { expect } from "vitest";
import { text as landing } from "../../web/src/i18n/en/landing.ts";
import { mailTo, PASSWORD, signInHere, signUp } from "./account.ts";
import { journey } from "./journey.ts";
import { settled } from "./visitor.ts";

journey(
  "a new person signs up, confirms through the mailbox, and is in the studio with credits",
  {},
  async (visitor) => {
    const { page, text, context, open } = visitor;
    await signUp(visitor);
    await page.getByRole("link", { name: text.shell.creditCount(1000, "1,000") }).waitFor();
    const cookies = await context.cookies();
    const session = cookies.find((cookie) => cookie.name === "__Host-session");
    expect(session).toMatchObject({ httpOnly: true, secure: true, sameSite: "Lax", path: "/" });
    expect(cookies.map((cookie) => cookie.name).toSorted()).toEqual(["__Host-csrf", "__Host-session"]);
    await page.reload();
    await settled(page);
    await page.getByRole("heading", { level: 1, name: text.studio.title }).waitFor();
    expect(await page.evaluate(() => document.cookie)).not.toContain("session");
    // Whoever has an account is not told what one takes.
    await open("/");
    await page.getByRole("link", { name: landing.toStudio }).first().waitFor();
    expect(await page.getByText(landing.endText).count()).toBe(0);
  },
);

journey(
  "a forgotten password is replaced through the mailbox; the old one no longer opens the account",
  { locale: "fr", theme: "dark", width: 390 },
  async (visitor) => {
    const { page, text, open, expectAnswers } = visitor;
    expectAnswers(400, 401);
    const email = await signUp(visitor);
    const welcome = await mailTo(visitor, email);
    await page.getByRole("button", { name: text.shell.account }).click();
    await page.getByRole("button", { name: text.shell.signOut }).click();
    await page.getByText(text.shell.signedOut).waitFor();

    await open("/forgot");
    await page.getByLabel(text.auth.email, { exact: true }).fill(email);
    await page.getByRole("button", { name: text.auth.forgotSend }).click();
    const [link = ""] = (await mailTo(visitor, email, welcome)).links;
    await page.goto(link);
    await page.getByLabel(text.auth.newPassword, { exact: true }).fill("a quite different sentence");
    await page.getByRole("button", { name: text.auth.resetSend }).click();
    await page.getByRole("heading", { name: text.auth.resetDone }).waitFor();
    expect(page.url()).not.toContain("token");

    await page.getByLabel(text.auth.email, { exact: true }).fill(email);
    await page.getByLabel(text.auth.password, { exact: true }).fill(PASSWORD);
    await page.getByRole("main").getByRole("button", { name: text.auth.signInSend }).click();
    await page.getByRole("alert").waitFor();
    await signInHere(visitor, email, "a quite different sentence");

    // The link has served: another press cannot help, a new link can.
    await page.goto(link);
    await page.getByLabel(text.auth.newPassword, { exact: true }).fill("yet another sentence");
    const press = page.getByRole("button", { name: text.auth.resetSend });
    await press.click();
    await press.waitFor({ state: "detached" });
    await page.getByRole("main").getByRole("link", { name: text.auth.resetAgain }).waitFor();
  },
);

journey(
  "a link that takes a change of address back and is spent says so, and does not offer the press again",
  { locale: "fr" },
  async ({ page, text, open, expectAnswers }) => {
    expectAnswers(400);
    await open(`/email/undo?token=${"x".repeat(43)}`);
    const press = page.getByRole("button", { name: text.auth.emailUndoSend });
    await press.click();
    await page.getByRole("heading", { level: 1, name: text.auth.emailUndoSpent }).waitFor();
    expect(await press.count()).toBe(0);
    await page.getByRole("main").getByRole("link", { name: text.auth.forgotTitle }).waitFor();
  },
);

journey(
  "a link that confirms an address and is spent does not say that the address is unconfirmed, for it may have served",
  { locale: "fr" },
  async ({ page, text, open, expectAnswers }) => {
    expectAnswers(400);
    for (const path of ["/confirm", "/email/confirm"]) {
      await open(`${path}?token=${"x".repeat(43)}`);
      await page.getByRole("heading", { level: 1, name: text.auth.linkFailed }).waitFor();
      await page.getByRole("alert").waitFor();
    }
  },
);
