import { expect } from "vitest";
import { LEGAL_LINKS } from "../../core/base/legal-entity.ts";
import { newAccount } from "./account.ts";
import { journey } from "./journey.ts";
import { accessibilityFaults, isTooWide, type Look, shoot, type Visitor } from "./visitor.ts";

const FOR_EVERYBODY = [
  "/",
  "/sign-up",
  "/sign-in",
  "/forgot",
  "/erasing",
  "/reset",
  "/confirm",
  "/email/confirm",
  "/email/undo",
  "/nowhere",
  ...LEGAL_LINKS.map(({ href }) => href),
  "/policy/1",
];
const SIGNED_IN = [
  "/studio",
  "/library",
  "/credits",
  "/settings",
  "/settings/security",
  "/settings/sessions",
  "/settings/privacy",
  "/settings/privacy/data",
  "/settings/privacy/transfers",
  "/settings/privacy/directives",
  "/settings/privacy/close",
  "/closing",
];
/** Between the two, and beside them, the width is tried on every page. */
const WIDTHS = [390, 768, 1280];
const LOOKS: Look[] = [
  { locale: "en", theme: "light", width: 1280 },
  { locale: "fr", theme: "dark", width: 390 },
];

/** Looks at each page; whatever is wrong is told with the page that it is on. */
async function inspect(visitor: Visitor, paths: string[], look: Look): Promise<void> {
  const { page, open, text } = visitor;
  const faults: string[] = [];
  for (const path of paths) {
    await open(path);
    await shoot(
      page,
      `page-${path.slice(1).replaceAll("/", "-") || "start"}-${Object.values(look).join("-")}`,
    );
    for (const fault of await accessibilityFaults(page)) faults.push(`${path}: ${fault}`);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      if (await isTooWide(page)) faults.push(`${path}: wider than a window of ${width} px`);
    }
    await page.setViewportSize({ width: look.width ?? 1280, height: 900 });
    const language = await page.locator("html").getAttribute("lang");
    if (language !== look.locale) faults.push(`${path}: says that its language is ${language}`);
    if ((await page.getByText(text.shell.brokenTitle).count()) > 0)
      faults.push(`${path}: could not be shown`);
  }
  expect(faults).toEqual([]);
}

for (const look of LOOKS) {
  const seen = `${look.locale}, ${look.theme}, ${look.width} px`;
  journey(`every page for visitors can be read by everybody and fits the window (${seen})`, look, (visitor) =>
    inspect(visitor, FOR_EVERYBODY, look),
  );
  journey(
    `every page of an account can be read by everybody and fits the window (${seen})`,
    look,
    async (visitor) => {
      await newAccount(visitor);
      await inspect(visitor, SIGNED_IN, look);
    },
  );
}
