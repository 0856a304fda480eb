/** One test of a journey: a visitor, what they do, and that nothing went wrong on the way. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "./chromium.ts";
import { type Look, shoot, type Visitor, visit } from "./visitor.ts";

let browser: Browser | undefined;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

/** A window on the stack of the tests, or on another one. */
export function newVisitor(look: Look = {}, url = inject("stackUrl")): Promise<Visitor> {
  if (!browser) throw new Error("the browser runs while a test does");
  return visit(browser, url, look);
}

/**
 * A test in which a visitor does something. Fails as well on script errors, refused content and foreign hosts. `stack`
 * tells the address of another stack than that of the tests.
 */
export function journey(
  title: string,
  look: Look,
  work: (visitor: Visitor) => Promise<void>,
  stack: () => string = () => inject("stackUrl"),
): void {
  test(title, async () => {
    const visitor = await newVisitor(look, stack());
    try {
      await work(visitor);
      expect(visitor.faults()).toEqual([]);
    } catch (error) {
      await shoot(visitor.page, `failed-${title}`);
      if (visitor.faults().length > 0) console.log(`${title}:\n${visitor.faults().join("\n")}`);
      throw error;
    } finally {
      await visitor.context.close();
    }
  });
}
