/** How the service runs, in a real browser: for staff who gave their password, and an address that leads nowhere for others. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, inject } from "vitest";
import { text as english } from "../../web/src/i18n/en/staff.ts";
import { text as french } from "../../web/src/i18n/fr/staff.ts";
import { newAccount, PASSWORD } from "./account.ts";
import { stackDatabase } from "./database.ts";
import { journey } from "./journey.ts";
import { accessibilityFaults, isTooWide, settled, shoot, type Visitor } from "./visitor.ts";

const WORDS = { en: english, fr: french };
const database = stackDatabase();

const grant = (email: string) =>
  promisify(execFile)(process.execPath, [
    `--env-file=${inject("stackEnvironment")}`,
    ...["functions/command.ts", "staff", "grant", email],
  ]);

/** Evidence of a purge, written as its engine writes it; `oldestLeft` is what it could not remove. */
const evidence = (oldestLeft: Date | null) =>
  database().begin(async (sql) => {
    await sql`set local role eraser`;
    await sql`delete from purge_run where table_name = 'overdue'`;
    await sql`
      insert into purge_run (id, rule, table_name, limit_at, found, deleted, failed, oldest_left, started_at, finished_at)
      values (gen_random_uuid(), 'content', 'overdue', now(), 0, 0, 0, ${oldestLeft}, now(), now())`;
  });

/** A new account that becomes staff, on the page, with the password given. */
async function enter(visitor: Visitor, locale: "en" | "fr"): Promise<string> {
  const { page, text, open, expectAnswers } = visitor;
  const words = WORDS[locale];
  const email = await newAccount(visitor);
  await grant(email);
  await open("/settings");
  expectAnswers(403);
  await page.getByRole("button", { name: text.shell.account }).click();
  await page.getByRole("link", { name: text.shell.staff }).click();
  await page.getByRole("heading", { level: 1, name: words.title }).waitFor();
  await page.getByLabel(words.password, { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: words.passwordSend, exact: true }).click();
  await page.getByRole("heading", { level: 2, name: words.clocks }).waitFor();
  await settled(page);
  return email;
}

/** As when somebody comes back to the tab: the page asks anew. */
async function refresh({ page }: Visitor): Promise<void> {
  const answer = page.waitForResponse((response) => response.url().endsWith("/api/staff/operations"));
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await answer;
}

journey("for everybody else there is no such page, and nothing leads to it", {}, async (visitor) => {
  const { page, text, open } = visitor;
  const nowhere = page.getByRole("heading", { level: 1, name: text.shell.notFoundTitle });
  await open("/staff");
  await nowhere.waitFor();
  await newAccount(visitor);
  await page.getByRole("button", { name: text.shell.account }).click();
  await page.getByRole("link", { name: text.shell.privacy }).first().waitFor();
  expect(await page.getByRole("link", { name: text.shell.staff }).count()).toBe(0);
  await open("/staff");
  await nowhere.waitFor();
});

journey(
  "what goes wrong is said at once in the line at the top, and nothing moves below it",
  {},
  async (visitor) => {
    const { page } = visitor;
    await enter(visitor, "en");
    const verdict = page.getByRole("status").filter({ hasText: english.now.fine });
    await verdict.waitFor();
    const clocks = page.getByRole("heading", { level: 2, name: english.clocks });
    const before = await clocks.boundingBox();
    await evidence(new Date("2020-01-01"));
    await refresh(visitor);
    await page.getByText(english.now.attention(1, "1")).waitFor();
    expect((await clocks.boundingBox())?.y).toBe(before?.y);
    await page.getByRole("button", { name: english.showChanges, exact: true }).click();
    const alarm = page
      .getByRole("listitem")
      .filter({ hasText: english.alarm.rule_late(0, "0", "content, overdue") });
    await alarm.waitFor();
    expect(await alarm.locator("svg").count()).toBe(1);
    await shoot(page, "staff-overdue");
    expect(await accessibilityFaults(page)).toEqual([]);
    const shown = await clocks.boundingBox();
    await evidence(null);
    await refresh(visitor);
    await page.getByText(english.now.fine).waitFor();
    await page.getByText(`${english.over}:`).waitFor();
    expect((await clocks.boundingBox())?.y).toBe(shown?.y);
    await page.getByRole("button", { name: english.showChanges, exact: true }).click();
    await page.getByRole("heading", { level: 2, name: english.alarms }).waitFor({ state: "detached" });
    // What is not known any more is not said to be so.
    await page.route("**/api/staff/operations", (route) => route.abort());
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await page.getByText(english.unreachable).waitFor();
    await page.getByText(english.lastKnown.fine).waitFor();
    expect(await page.getByText(english.now.fine).count()).toBe(0);
    expect((await clocks.boundingBox())?.y).toBe(before?.y);
    await page.unroute("**/api/staff/operations");
    await refresh(visitor);
    await page.getByText(english.now.fine).waitFor();
  },
);

journey(
  "a wrong password shows nothing; ten minutes later it is asked for again, and what was shown stays",
  {},
  async (visitor) => {
    const { page, text, open, expectAnswers } = visitor;
    const email = await enter(visitor, "en");
    const end = () => database()`update session set proved_at = null
    where account_id = (select id from account where email = ${email})`;
    await end();
    await refresh(visitor);
    await page.getByText(english.stopped).waitFor();
    await page.getByRole("heading", { level: 2, name: english.clocks }).waitFor();
    await page.getByRole("button", { name: english.passwordAgain }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(english.password, { exact: true }).fill(PASSWORD);
    await dialog.getByRole("button", { name: english.passwordSend, exact: true }).click();
    await page.getByText(english.stopped).waitFor({ state: "detached" });
    await end();
    await open("/staff");
    expectAnswers(400);
    await page.getByLabel(english.password, { exact: true }).fill("not the password");
    await page.getByRole("button", { name: english.passwordSend, exact: true }).click();
    await page.getByRole("main").locator("[aria-invalid=true]").waitFor();
    expect(await page.getByRole("heading", { level: 2 }).count()).toBe(0);
    await page.getByText(text.shell.brokenTitle).waitFor({ state: "detached" });
  },
);

for (const look of [
  { locale: "en", theme: "light", width: 1280 },
  { locale: "fr", theme: "dark", width: 390 },
] as const)
  journey(
    `it can be read by everybody and fits the window (${look.locale}, ${look.theme}, ${look.width} px)`,
    look,
    async (visitor) => {
      const { page } = visitor;
      await enter(visitor, look.locale);
      await shoot(page, `staff-${look.locale}-${look.theme}-${look.width}`);
      expect(await accessibilityFaults(page)).toEqual([]);
      for (const width of [390, 768, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        expect([width, await isTooWide(page)]).toEqual([width, false]);
      }
    },
  );
