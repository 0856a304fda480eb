/** Accounts that are restricted or being closed, in a real browser: what they see, and the way back. */
import { expect } from "vitest";
import { text as closingPages } from "../../web/src/i18n/en/closing.ts";
import { text as english } from "../../web/src/i18n/en/privacy.ts";
import { newAccount, PASSWORD } from "./account.ts";
import { journey } from "./journey.ts";
import { givePassword, toPanel } from "./panel.ts";
import { chooseKind, generate, untilReady, write } from "./studio.ts";
import { accessibilityFaults, isTooWide, shoot } from "./visitor.ts";

const closing = { ...english.closing, ...closingPages };

journey(
  "restricted, the account makes nothing more and says so everywhere; lifting takes two steps",
  {},
  async (visitor) => {
    const { page, text, open } = visitor;
    const words = english.restriction;
    await newAccount(visitor);
    await chooseKind(visitor, "image");
    await write(visitor, "image", "A lighthouse");
    await untilReady(visitor, await generate(visitor, "A lighthouse"));
    await toPanel(visitor);
    await page.getByRole("button", { name: words.start }).click();
    await page.getByRole("dialog").getByRole("button", { name: words.start }).click();
    await page.getByText(text.shell.restricted).waitFor();
    await shoot(page, "panel-restricted");
    expect(await accessibilityFaults(page)).toEqual([]);
    await open("/studio");
    await write(visitor, "clip", "A lighthouse at dusk");
    await page.getByText(text.studio.restricted).waitFor();
    expect(await page.getByRole("button", { name: text.studio.generate, exact: true }).isDisabled()).toBe(
      true,
    );

    // No end is promised to what its owner may have chosen to keep.
    await open("/library");
    expect(await page.getByText(text.library.stays).count()).toBe(0);
    await page.getByRole("link", { name: /A lighthouse/ }).click();
    await page.getByRole("link", { name: text.studio.download }).waitFor();
    for (const name of [text.library.delete, text.studio.animate, text.studio.again])
      expect(await page.getByRole("button", { name }).isDisabled()).toBe(true);

    await page.getByRole("link", { name: text.shell.lift }).click();
    await page.getByRole("button", { name: words.announce }).click();
    await page.getByText(words.announced).waitFor();
    await shoot(page, "panel-lift");
    await page.getByText(text.shell.restricted).waitFor();
    await page.getByRole("button", { name: words.lift }).click();
    await page.getByText(text.shell.restricted).waitFor({ state: "detached" });
    await page.getByRole("button", { name: words.start }).waitFor();
    await open("/library");
    await page.getByText(text.library.stays).waitFor();
  },
);

journey(
  "a window that was open before learns with its next step that the account is being closed elsewhere",
  {},
  async (visitor) => {
    const { page, context, open, expectAnswers } = visitor;
    await newAccount(visitor);
    await open("/settings");
    const other = await context.newPage();
    await other.goto("/settings/privacy/close");
    await other.getByLabel(/I give up/).check();
    await other.getByRole("button", { name: closing.sendGrace }).click();
    await givePassword({ ...visitor, page: other }, english);
    await other.getByRole("heading", { level: 1, name: closing.stateTitle }).waitFor();
    expectAnswers(423);
    await page.getByLabel(visitor.text.auth.firstName, { exact: true }).fill("Anna");
    await page.getByRole("main").getByRole("button", { name: visitor.text.shell.save }).click();
    await page.getByRole("heading", { level: 1, name: closing.stateTitle }).waitFor();
    await page.getByRole("button", { name: closing.cancel }).click();
    await page.getByText(closing.cancelled).waitFor();
    // The other one presses too late, and is told how things are.
    expectAnswers(409);
    await other.getByRole("button", { name: closing.cancel }).click();
    await other.getByRole("heading", { level: 1, name: closing.notClosing }).waitFor();
  },
);

journey(
  "a closing account lands on the page that cancels, from wherever it comes, and only the press cancels",
  { width: 390 },
  async (visitor) => {
    const { page, text, open } = visitor;
    const words = closing;
    const email = await newAccount(visitor);
    await toPanel(visitor);
    await page.getByRole("link", { name: words.open }).click();
    await page.getByRole("heading", { level: 1, name: words.title }).waitFor();
    const send = page.getByRole("button", { name: words.sendGrace });
    await send.waitFor();
    expect(await send.isDisabled()).toBe(true);
    await page.getByLabel(/I give up 1,000 credits/).check();
    await send.click();
    // What was true before the press is not shown while the page that follows asks anew.
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route("**/api/privacy/closing", async (route) => {
      if (route.request().method() === "GET") await held;
      await route.continue();
    });
    await givePassword(visitor, english);
    const landed = page.getByRole("heading", { level: 1, name: words.stateTitle });
    await landed.waitFor();
    await page.locator(".closing-when time").waitFor();
    answer();
    await shoot(page, "closing");
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);

    await page.getByRole("main").getByRole("button", { name: words.signOut }).click();
    await page.waitForURL((url) => url.pathname === "/");
    await open("/sign-in?next=/library");
    await page.getByLabel(text.auth.email, { exact: true }).fill(email);
    await page.getByLabel(text.auth.password, { exact: true }).fill(PASSWORD);
    await page.getByRole("main").getByRole("button", { name: text.auth.signInSend }).click();
    await landed.waitFor();
    await open("/settings");
    await landed.waitFor();
    await page.getByRole("button", { name: words.cancel }).click();
    await page.getByText(words.cancelled).waitFor();
    await page.getByRole("heading", { level: 1, name: text.studio.title }).waitFor();
    await open("/credits");
    await page.getByText("1,000 credits").first().waitFor();
  },
);

journey(
  "whoever closes their account need not wait for the 30 days: it can still be erased at once, and nothing less is asked for",
  {},
  async (visitor) => {
    const { page, open } = visitor;
    const words = closing;
    const email = await newAccount(visitor);
    await open("/settings/privacy/close");
    await page.getByLabel(/I give up/).check();
    await page.getByRole("button", { name: words.sendGrace }).click();
    await givePassword(visitor, english);
    await page.getByRole("heading", { level: 1, name: words.stateTitle }).waitFor();
    await page.getByRole("link", { name: words.otherRights }).click();
    await page.getByRole("heading", { level: 2, name: words.title }).waitFor();
    for (const untrue of [words.short, english.object.meanwhile])
      expect(await page.getByText(untrue).count()).toBe(0);
    await page.getByRole("link", { name: words.stateTitle }).click();
    await page.getByRole("link", { name: words.sendNow }).click();
    await page.getByRole("heading", { level: 2, name: words.now }).waitFor();
    expect(await page.getByRole("radio").count()).toBe(0);
    const send = page.getByRole("button", { name: words.sendNow });
    expect(await send.isDisabled()).toBe(true);
    await page.getByLabel(words.confirmation, { exact: true }).fill(email);
    await page.getByLabel(/I give up/).check();
    await shoot(page, "closing-now");
    expect(await accessibilityFaults(page)).toEqual([]);
    await send.click();
    await page.getByRole("heading", { level: 1, name: words.startedTitle }).waitFor();
  },
);
