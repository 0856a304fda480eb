import { expect } from "vitest";
import { LEGAL_LINKS } from "../../core/base/legal-entity.ts";
import { journey } from "./journey.ts";
import { settled } from "./visitor.ts";

journey(
  "the footer of every page leads to each legal page, which comes whole from the service",
  {},
  async (visitor) => {
    const { page, open } = visitor;
    for (const { href, text } of LEGAL_LINKS)
      for (const start of ["/", "/sign-in"]) {
        await open(start);
        await page.locator("footer").getByRole("link", { name: text.en, exact: true }).click();
        await page.waitForURL((url) => url.pathname === href);
        await settled(page);
        expect(await page.locator("script").count()).toBe(0);
        expect(await page.locator("main h2").count()).toBeGreaterThanOrEqual(
          href === "/subprocessors" ? 0 : 1,
        );
      }
  },
);

journey(
  "the legal pages can be read without JavaScript, and in the other language by a click",
  {},
  async (visitor) => {
    await visitor.open("/");
    const browser = visitor.context.browser();
    const context = await browser?.newContext({
      baseURL: new URL(visitor.page.url()).origin,
      javaScriptEnabled: false,
    });
    if (!context) throw new Error("no browser");
    const page = await context.newPage();
    await page.goto("/policy");
    expect(await page.locator("main").textContent()).toContain("QR Communication");
    await page.getByRole("link", { name: "Français" }).click();
    expect(await page.locator("h1").textContent()).toBe("Politique de confidentialité");
    expect(await context.cookies()).toEqual([]);
    await context.close();
  },
);
