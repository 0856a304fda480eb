/** A visitor: a browser window of their own, watched for whatever must not happen on any page. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, Page } from "playwright-core";
import type { Locale } from "../../core/base/locale.ts";
import { text as english, type Text } from "../../web/src/i18n/en.ts";
import { text as french } from "../../web/src/i18n/fr.ts";

export type Look = { locale?: Locale; theme?: "light" | "dark"; width?: number };
export type Visitor = {
  page: Page;
  context: BrowserContext;
  /** Where the site is. */
  origin: string;
  locale: Locale;
  /** The texts that the visitor reads. */
  text: Text;
  /** Opens an address of the site and waits until its page stands there. */
  open(path: string): Promise<void>;
  /** Answers of the API that a test provokes, by status: they are no mistake. */
  expectAnswers(...statuses: number[]): void;
  /** What went wrong on the way: script errors, refused content, calls to other people's hosts. */
  faults(): string[];
};

export const TEXTS: Record<Locale, Text> = { en: english, fr: french };
const HEIGHT = 900;
/** Waiting longer than this is a fault, unless a test says otherwise. */
const PATIENCE_MS = 30_000;

/** Opens a window on the stack at `url`. */
export async function visit(browser: Browser, url: string, look: Look = {}): Promise<Visitor> {
  const { locale = "en", theme = "light", width = 1280 } = look;
  const context = await browser.newContext({
    baseURL: url,
    locale: locale === "fr" ? "fr-FR" : "en-GB",
    colorScheme: theme,
    viewport: { width, height: HEIGHT },
    isMobile: width < 600,
    hasTouch: width < 600,
    // Movements would only make the tests wait.
    reducedMotion: "reduce",
    serviceWorkers: "block",
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const faults: string[] = [];
  const expected = new Set<number>();
  const page = await context.newPage();
  const { origin } = new URL(url);
  watch(page, origin, expected, faults);
  return {
    page,
    context,
    origin,
    locale,
    text: TEXTS[locale],
    open: async (path) => {
      await page.goto(path);
      await settled(page);
    },
    expectAnswers: (...statuses) => {
      for (const status of statuses) expected.add(status);
    },
    faults: () => faults,
  };
}

/** A page stands there when its heading does and nothing of it is still being fetched. */
export async function settled(page: Page): Promise<void> {
  await page.locator("main h1").first().waitFor();
  await page.waitForLoadState("networkidle");
}

function watch(page: Page, origin: string, expected: Set<number>, faults: string[]): void {
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("console", (message) => {
    // The browser's own line about a refused answer is judged below, by status.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      faults.push(`console: ${message.text()}`);
  });
  page.on("response", (response) => {
    const status = response.status();
    if (status >= 400 && !expected.has(status))
      faults.push(`${status}: ${response.request().method()} ${new URL(response.url()).pathname}`);
  });
  page.on("request", (request) => {
    const { protocol, origin: target, hostname } = new URL(request.url());
    const ours = target === origin || hostname === "127.0.0.1"; // the storage of the stack
    if (/^https?:$/.test(protocol) && !ours) faults.push(`a request to ${hostname}`);
  });
}

/** What axe finds wrong with the page as it stands: rule, and the elements that break it. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(
    (violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).join(", ")}`,
  );
}

/** True when the page is wider than its window: something sticks out at the side. */
export const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

/** Keeps a picture of the whole page in the folder that SHOTS names; without it, does nothing. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const before = page.viewportSize() ?? { width: 1280, height: HEIGHT };
  // A window as high as the page: in a longer picture, what sticks to the window's edge would stand in the middle.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ ...before, height: Math.max(height, before.height) });
  await page.screenshot({ path: join(folder, `${name.replaceAll(/[^\w.-]+/g, "-")}.png`) });
  await page.setViewportSize(before);
}
