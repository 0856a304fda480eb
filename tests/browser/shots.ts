/**
 * Pictures of pages, to look at: each in both languages, both themes, and for a phone and a desk. On a stack that runs:
 * SHOTS=<folder> npm run shots -- http://localhost:3000 / /studio ...
 * Pages behind the sign-in are seen by a new account.
 */
import { newAccount } from "./account.ts";
import { launchChromium } from "./chromium.ts";
import { shoot, visit } from "./visitor.ts";

const BEHIND_SIGN_IN = /^\/(studio|library|credits|settings|closing)/;

const [url = "", ...paths] = process.argv.slice(2);
if (!process.env.SHOTS || !URL.canParse(url) || paths.length === 0) {
  console.error("Usage: SHOTS=<folder> npm run shots -- <address of the stack> <path> ...");
  process.exit(1);
}

const browser = await launchChromium();
try {
  for (const locale of ["en", "fr"] as const)
    for (const theme of ["light", "dark"] as const)
      for (const width of [390, 1280]) {
        const visitor = await visit(browser, url, { locale, theme, width });
        if (paths.some((path) => BEHIND_SIGN_IN.test(path))) await newAccount(visitor);
        for (const path of paths) {
          await visitor.open(path);
          await shoot(visitor.page, `${path.slice(1) || "start"}-${locale}-${theme}-${width}`);
        }
        for (const fault of visitor.faults()) console.warn(`${locale} ${theme} ${width}: ${fault}`);
        await visitor.context.close();
      }
} finally {
  await browser.close();
}
