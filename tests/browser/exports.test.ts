/** The exports of the panel as they are seldom seen: of several parts, waiting for storage, failed, and just expired. */
import { expect } from "vitest";
import { newAccount } from "./account.ts";
import { stackDatabase } from "./database.ts";
import { journey } from "./journey.ts";
import { givePassword, PRIVACY_TEXTS, toPanel } from "./panel.ts";
import { accessibilityFaults, isTooWide, type Look, settled, shoot, type Visitor } from "./visitor.ts";

const LOOKS = [
  { locale: "en", theme: "light", width: 1280 },
  { locale: "fr", theme: "dark", width: 390 },
] as const satisfies Look[];
const MIB = 1024 ** 2;
/** The page looks again every second and a half, on a machine that does other things too. */
const LOOKING_MS = 20_000;

const database = stackDatabase();

type Part = { state: "waiting" | "building" | "done"; bytes: number; done: number };

/** An export as the builder leaves it in Postgres: such sizes and such faults take too long to bring about. */
async function leave(
  email: string,
  state: "ready" | "building" | "failed",
  { daysAgo, attempts = 0, parts = [] }: { daysAgo: number; attempts?: number; parts?: Part[] },
): Promise<string> {
  const [row] = await database()<{ id: string }[]>`
    insert into data_export (id, account_id, locale, state, attempts, created_at, snapshot_at, ready_at, expires_at)
    select gen_random_uuid(), id, locale, ${state}, ${attempts}, now() - ${`${daysAgo} days`}::interval,
      now() - ${`${daysAgo} days`}::interval, now(), now() + interval '6 days'
    from account where email = ${email} returning id`;
  const id = row?.id ?? "";
  for (const [index, part] of parts.entries())
    await database()`
      insert into export_part (export_id, number, state, bytes, bytes_done, object_key)
      values (${id}, ${index + 1}, ${part.state}, ${part.bytes}, ${part.done}, ${`none/${index}`})`;
  return id;
}
const done = (bytes: number): Part => ({ state: "done", bytes, done: bytes });

/** Pictures of the section in both themes and both widths. */
async function shootAll({ page }: Visitor, name: string, look: Required<Look>): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const)
    for (const width of [390, 1280]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      expect(await isTooWide(page)).toBe(false);
      await shoot(page, `exports-${name}-${look.locale}-${colorScheme}-${width}`);
    }
  await page.emulateMedia({ colorScheme: look.theme });
  await page.setViewportSize({ width: look.width, height: 900 });
}

for (const look of LOOKS)
  journey(
    `exports of several parts, waiting for storage, failed and expired each say what they are (${look.locale})`,
    look,
    async (visitor) => {
      const { page } = visitor;
      const words = PRIVACY_TEXTS[look.locale].exports;
      const email = await newAccount(visitor);
      await leave(email, "failed", { daysAgo: 3 });
      const old = await leave(email, "ready", { daysAgo: 4, parts: [done(MIB)] });
      const parts = [done(2048 * MIB), done(2048 * MIB), done(717 * MIB)];
      const ready = await leave(email, "ready", { daysAgo: 1, parts });
      const half: Part = { state: "building", bytes: 1434 * MIB, done: 205 * MIB };
      const waiting = await leave(email, "building", {
        daysAgo: 0,
        attempts: 3,
        parts: [half, done(2048 * MIB)],
      });

      await toPanel(visitor);
      await page.getByText(words.waitingForStorage).waitFor();
      // However many are newer, what can be fetched can be found.
      await page.getByText(words.whole).waitFor();
      await database()`update data_export set state = 'expired' where id = ${old}`;
      await page.getByText(words.failed).waitFor();
      const downloads = page.getByRole("button", { name: /-part-\d-of-3\.zip$/ });
      expect(await downloads.count()).toBe(3);
      for (const number of ["1", "2", "3"]) await page.getByText(words.part(number, "3")).first().waitFor();
      expect(await page.getByRole("button", { name: words.askAgain }).count()).toBe(0);
      expect(await accessibilityFaults(page)).toEqual([]);
      await shootAll(visitor, "several", look);

      // It goes on: the sentence goes with the first step that works.
      await database()`update data_export set attempts = 0 where id = ${waiting}`;
      await page.getByText(words.building("2", "2")).waitFor();
      expect(await page.getByText(words.waitingForStorage).count()).toBe(0);

      // The page asks no more once nothing is under way; then the seven days of the other one end.
      await database()`update data_export set state = 'failed' where id = ${waiting}`;
      await expect.poll(() => page.getByText(words.failed).count(), { timeout: LOOKING_MS }).toBe(2);
      await settled(page);
      await database()`update data_export set expires_at = now() where id = ${ready}`;
      expect(await downloads.count()).toBe(3);
      await downloads.nth(1).click();
      const password = page.getByRole("dialog").getByLabel(words.password, { exact: true });
      await expect.poll(() => password.evaluate((field) => field === document.activeElement)).toBe(true);
      await givePassword(visitor, PRIVACY_TEXTS[look.locale]);
      await page.getByText(words.expired).waitFor();
      expect(await downloads.count()).toBe(0);
      await page.getByRole("button", { name: words.askAgain }).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await shootAll(visitor, "ended", look);
    },
  );
