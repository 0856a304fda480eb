/** Before the first piece of work leaves, the studio says where it goes, in a real browser. */
import { expect } from "vitest";
import { LEAVING, STAYING } from "../../core/privacy/transfer-notice-words.ts";
import { newAccount } from "./account.ts";
import { journey } from "./journey.ts";
import { PRIVACY_TEXTS } from "./panel.ts";
import { chooseKind, exactPrice, generateButton, newestJob, write } from "./studio.ts";
import { accessibilityFaults, isTooWide, type Look, settled, shoot, type Visitor } from "./visitor.ts";

const LOOKS = [
  { locale: "en", theme: "light", width: 1280 },
  { locale: "fr", theme: "dark", width: 390 },
] as const satisfies Look[];
const nameOf = ({ locale, theme, width }: (typeof LOOKS)[number]) => `${locale}, ${theme}, ${width}`;
const PROMPT = "A lighthouse at dusk";

/** A new account with something to be made, of which only the press is missing. */
async function prepare(visitor: Visitor): Promise<void> {
  await newAccount(visitor);
  await chooseKind(visitor, "image");
  await write(visitor, "image", PROMPT);
  await exactPrice(visitor);
  visitor.expectAnswers(409);
}

/** What the press has changed so far: nothing, but for the notice. */
async function nothingHappened({ context, page, text }: Visitor): Promise<void> {
  expect(await (await context.request.get("/api/generations")).json()).toMatchObject({ items: [] });
  expect(await (await context.request.get("/api/credits")).json()).toMatchObject({
    available: 1000,
    held: 0,
  });
  expect(await page.getByLabel(text.studio.prompt.image).inputValue()).toBe(PROMPT);
}

for (const look of LOOKS)
  journey(
    `the first press says where the work goes, and goes on once that is understood (${nameOf(look)})`,
    look,
    async (visitor) => {
      const { page, text, context, open } = visitor;
      const dialog = page.getByRole("dialog", { name: STAYING[look.locale].title });
      const keys = new Set<string>();
      page.on("request", (request) => {
        if (request.method() === "POST" && request.url().endsWith("/api/generations"))
          keys.add(request.headers()["idempotency-key"] ?? "");
      });
      await prepare(visitor);
      const button = generateButton(visitor);
      const isFocused = () => button.evaluate((element) => element === document.activeElement);

      await button.press("Enter");
      await dialog.waitFor();
      for (const { name } of STAYING[look.locale].points)
        await dialog.getByText(name, { exact: true }).waitFor();
      await shoot(page, `transfer-notice-${nameOf(look)}`);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await isTooWide(page)).toBe(false);
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "hidden" });
      await expect.poll(isFocused).toBe(true);
      await nothingHappened(visitor);

      await button.press("Enter");
      await dialog.getByRole("button", { name: text.studio.noticeLater }).press("Enter");
      await dialog.waitFor({ state: "hidden" });
      await expect.poll(isFocused).toBe(true);
      await nothingHappened(visitor);

      await button.press("Enter");
      await dialog.getByRole("button", { name: text.studio.noticeUnderstood }).press("Enter");
      await newestJob(visitor).getByText(PROMPT, { exact: true }).waitFor();
      // It was one press all along.
      expect(keys.size).toBe(1);
      await write(visitor, "image", "A red kite over dunes");
      await exactPrice(visitor);
      await button.press("Enter");
      await newestJob(visitor).getByText("A red kite over dunes", { exact: true }).waitFor();
      const { items } = await (await context.request.get("/api/generations")).json();
      expect(items).toHaveLength(2);

      await open("/settings/privacy/transfers");
      const words = PRIVACY_TEXTS[look.locale].transfers;
      await page.getByText(words.leadStandIn).waitFor();
      await page.getByText(words.noticeRead).waitFor();
      await page.getByText(STAYING[look.locale].title).click();
      await settled(page);
      await shoot(page, `transfers-notice-${nameOf(look)}`);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await isTooWide(page)).toBe(false);
    },
  );

for (const look of LOOKS)
  journey(
    `a notice that has changed meanwhile is not taken as read: the new one is shown (${nameOf(look)})`,
    look,
    async (visitor) => {
      const { page, text } = visitor;
      // As a release with the real provider would tell it, which is replaced while the dialog stands open.
      const former = LEAVING[look.locale]("MiniMax (China)", ["…"]);
      await page.route(
        "**/api/privacy/transfer-notice",
        async (route) => {
          const response = await route.fetch();
          await route.fulfill({
            response,
            json: { ...(await response.json()), version: "2026-01-01 minimax-CN", ...former },
          });
        },
        { times: 1 },
      );
      await prepare(visitor);
      await generateButton(visitor).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByText(/MiniMax/).waitFor();
      await shoot(page, `transfer-notice-abroad-${nameOf(look)}`);
      const understood = dialog.getByRole("button", { name: text.studio.noticeUnderstood });
      await understood.click();
      await dialog.getByRole("alert").waitFor();
      await dialog.getByText(/MiniMax/).waitFor({ state: "detached" });
      expect(await accessibilityFaults(page)).toEqual([]);
      await nothingHappened(visitor);
      await understood.click();
      await newestJob(visitor).getByText(PROMPT, { exact: true }).waitFor();
    },
  );
