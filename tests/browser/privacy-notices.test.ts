/** What the service has to tell of by itself, in a real browser: a new policy, a notice that changed, sealed results. */
import type { Route } from "playwright-core";
import { expect } from "vitest";
import type { PrivacyPanel } from "../../core/account/panel.schema.ts";
import { text as closingPages } from "../../web/src/i18n/fr/closing.ts";
import { newAccount } from "./account.ts";
import { journey } from "./journey.ts";
import { givePassword, PRIVACY_TEXTS, toPanel } from "./panel.ts";
import { chooseKind, generate, write } from "./studio.ts";
import { accessibilityFaults, isTooWide, type Look, settled, shoot, type Visitor } from "./visitor.ts";

const LOOKS = [
  { locale: "en", theme: "light", width: 1280 },
  { locale: "fr", theme: "dark", width: 390 },
] as const satisfies Look[];
/** Making a clip, on a machine that does other things too. */
const MAKING_MS = 60_000;
const nameOf = ({ locale, theme, width }: (typeof LOOKS)[number]) => `${locale}, ${theme}, ${width}`;

/** Changes what the server answers to a read, as it would answer once something had been published. */
async function answering<T>(visitor: Visitor, path: string, change: (answer: T) => unknown): Promise<void> {
  await visitor.page.route(`**${path}`, async (route: Route) => {
    if (route.request().method() !== "GET") return route.fallback();
    const response = await route.fetch();
    await route.fulfill({ response, json: change((await response.json()) as T) });
  });
}

for (const look of LOOKS)
  journey(
    `a new policy is told of on every page until it was opened or put away, and asks for nothing (${nameOf(look)})`,
    look,
    async (visitor) => {
      const { page, text, open, context } = visitor;
      const seen: unknown[] = [];
      page.on("request", (request) => {
        if (request.method() === "PUT" && request.url().endsWith("/api/privacy/policy"))
          seen.push(request.postDataJSON());
      });
      await newAccount(visitor);
      expect(await page.getByRole("link", { name: text.shell.readPolicy }).count()).toBe(0);
      // Version 1, which can be read here, stands for the one to come.
      const policyNews = { version: 1, effectiveOn: "2027-02-15", inForce: look.locale === "fr" };
      await answering<object>(visitor, "/api/session", (state) =>
        seen.length > 0 ? state : { ...state, policyNews },
      );
      await open("/library");
      const line = page.getByRole("link", { name: text.shell.readPolicy });
      await line.waitFor();
      await page.getByText(look.locale === "fr" ? /15\sfévrier\s2027/ : /15\sFebruary\s2027/).waitFor();
      await shoot(page, `policy-line-${nameOf(look)}`);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await isTooWide(page)).toBe(false);
      await open("/settings/privacy");
      await line.waitFor();
      if (look.locale === "fr") {
        await page.getByRole("button", { name: text.shell.putAway }).click();
        await line.waitFor({ state: "detached" });
      } else {
        const opened = context.waitForEvent("page");
        await line.click();
        await (await opened).getByRole("heading", { level: 1, name: "Privacy Policy" }).waitFor();
        await line.waitFor({ state: "detached" });
      }
      await expect
        .poll(() => seen)
        .toEqual([{ version: 1, how: look.locale === "fr" ? "put_away" : "opened" }]);
      await open("/credits");
      expect(await line.count()).toBe(0);
    },
  );

for (const look of LOOKS)
  journey(
    `a consent to words that have changed is shown as outdated, and asked for again by the same press (${nameOf(look)})`,
    look,
    async (visitor) => {
      const { page } = visitor;
      const words = PRIVACY_TEXTS[look.locale].consents;
      let asked = false;
      await newAccount(visitor);
      await answering<PrivacyPanel>(visitor, "/api/privacy", (panel) => {
        const [first, ...others] = panel.consents.consents;
        const outdated = { ...first, given: false, state: "outdated", since: "2026-05-04T10:00:00.000Z" };
        return asked ? panel : { ...panel, consents: { ...panel.consents, consents: [outdated, ...others] } };
      });
      await toPanel(visitor);
      await page.getByText(words.outdated).waitFor();
      await shoot(page, `consent-outdated-${nameOf(look)}`);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await isTooWide(page)).toBe(false);
      const first = page.getByRole("switch").first();
      expect(await first.getAttribute("aria-checked")).toBe("false");
      asked = true;
      await first.click();
      await expect.poll(() => first.getAttribute("aria-checked")).toBe("true");
      await page.getByText(words.outdated).waitFor({ state: "detached" });
    },
  );

for (const [look, choice] of [
  [LOOKS[0], "discard"],
  [LOOKS[1], "keep"],
] as const)
  journey(
    `lifting a restriction with work under way asks what becomes of it, and does that: ${choice} (${nameOf(look)})`,
    look,
    async (visitor) => {
      const { page, text, context, open } = visitor;
      const words = PRIVACY_TEXTS[look.locale].restriction;
      const latest = async () => {
        const { items } = await (await context.request.get("/api/generations?limit=1")).json();
        return items[0] as { state: string; credits: number; creditsCharged: number };
      };
      await newAccount(visitor);
      await chooseKind(visitor, "clip");
      // The sandbox keeps it in the works, so that nothing of the order of events is left to chance.
      const prompt = choice === "discard" ? "A lighthouse sandbox:stuck" : "A lighthouse sandbox:slow-15";
      await write(visitor, "clip", prompt);
      await generate(visitor, prompt);
      await expect.poll(async () => (await latest()).state, { timeout: 20_000 }).not.toBe("queued");
      await toPanel(visitor);
      await page.getByRole("button", { name: words.start }).click();
      await page.getByRole("dialog").getByRole("button", { name: words.start }).click();
      await page.getByText(text.shell.restricted).waitFor();
      await open("/library");
      await page.getByText(text.studio.sealedLater).waitFor();
      const sealed = page.getByText(text.studio.sealed, { exact: true });
      if (choice === "keep") await sealed.waitFor({ timeout: MAKING_MS });
      await shoot(page, `sealed-${nameOf(look)}`);
      await open("/settings/privacy");
      await page.getByRole("button", { name: words.announce }).click();
      await page.getByText(words.announced).waitFor();
      await page.getByText(words.sealedChoice).waitFor();
      const lift = page.getByRole("button", { name: words.lift });
      expect(await lift.isDisabled()).toBe(true);
      await shoot(page, `lift-sealed-${nameOf(look)}`);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await isTooWide(page)).toBe(false);
      await page.getByRole("radio", { name: words.sealedChoices[choice] }).check({ force: true });
      await lift.click();
      await page.getByText(text.shell.restricted).waitFor({ state: "detached" });
      if (choice === "discard") {
        expect(await latest()).toMatchObject({ state: "fenced", creditsCharged: 0 });
        expect(await (await context.request.get("/api/credits")).json()).toMatchObject({
          available: 1000,
          held: 0,
        });
      } else await expect.poll(async () => (await latest()).state, { timeout: MAKING_MS }).toBe("ready");
    },
  );

journey(
  "a window that wants to close as well is shown that it is closing; the panel says which rights wait",
  { locale: "fr", theme: "dark", width: 390 },
  async (visitor) => {
    const { page, context, expectAnswers } = visitor;
    const words = { ...PRIVACY_TEXTS.fr.closing, ...closingPages };
    await newAccount(visitor);
    const other = await context.newPage();
    for (const window of [page, other]) {
      await window.goto("/settings/privacy/close");
      await window.getByRole("checkbox").check();
    }
    await other.getByRole("button", { name: words.sendGrace }).click();
    await givePassword({ ...visitor, page: other }, PRIVACY_TEXTS.fr);
    await other.getByRole("heading", { level: 1, name: words.stateTitle }).waitFor();
    expectAnswers(409);
    await page.getByRole("button", { name: words.sendGrace }).click();
    await givePassword(visitor, PRIVACY_TEXTS.fr);
    await page.getByRole("heading", { level: 1, name: words.stateTitle }).waitFor();
    await page.getByRole("link", { name: words.otherRights }).click();
    await page.getByText(words.rightsMeanwhile).waitFor();
    await settled(page);
    const restrict = page.getByRole("button", { name: PRIVACY_TEXTS.fr.restriction.start });
    expect(await restrict.isDisabled()).toBe(true);
    await page.getByText(words.cancelFirst, { exact: true }).waitFor();
    await shoot(page, "panel-closing");
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);
    await page.goto("/settings/privacy/directives");
    await page.getByRole("status").getByText(words.cancelFirst, { exact: true }).waitFor();
    await page.goto("/settings/privacy");
    await other.getByRole("button", { name: words.cancel }).click();
    await other.getByText(words.cancelled).waitFor();
    await page.reload();
    await settled(page);
    expect(await page.getByText(words.rightsMeanwhile).count()).toBe(0);
  },
);

journey(
  "before an account is made the policy is one press away, and beside the button that sends work off stands where it goes",
  {},
  async (visitor) => {
    const { page, text, open, context } = visitor;
    await open("/sign-up");
    const opened = context.waitForEvent("page");
    await page.getByRole("link", { name: text.auth.signUpPolicyLink }).click();
    await (await opened).getByRole("heading", { level: 1, name: "Privacy Policy" }).waitFor();
    await newAccount(visitor);
    // The stand-in sends nothing anywhere, and nothing is said; the real provider is in China.
    expect(await page.getByText(text.studio.transferNote).count()).toBe(0);
    await answering<object>(visitor, "/api/session", (state) => ({ ...state, sandbox: false }));
    await open("/studio");
    await page.getByText(text.studio.transferNote).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("link", { name: text.studio.transferNoteLink }).click();
    await page.getByRole("heading", { level: 1, name: PRIVACY_TEXTS.en.transfers.title }).waitFor();
    await page.getByText(PRIVACY_TEXTS.en.transfers.staysInside).waitFor();
  },
);
