/** "GDPR & my data" in a real browser: the rights as people use them. */
import { unzipSync } from "fflate";
import { expect } from "vitest";
import { text as english } from "../../web/src/i18n/en/privacy.ts";
import { text as french } from "../../web/src/i18n/fr/privacy.ts";
import { newAccount } from "./account.ts";
import { journey } from "./journey.ts";
import { bytesOf, givePassword, toPanel } from "./panel.ts";
import { chooseKind, generate, untilReady, write } from "./studio.ts";
import { accessibilityFaults, isTooWide, settled, shoot } from "./visitor.ts";

/** Building an export, on a machine that does other things too. */
const BUILDING_MS = 60_000;

journey(
  "two clicks lead to the panel, and an export made there opens, with the picture in it",
  {},
  async (visitor) => {
    const { page, text, expectAnswers } = visitor;
    await newAccount(visitor);
    await chooseKind(visitor, "image");
    await write(visitor, "image", "A lighthouse at dusk");
    await untilReady(visitor, await generate(visitor, "A lighthouse at dusk"));

    await toPanel(visitor);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: english.exports.ask }).click();
    const download = page.getByRole("button", { name: /^Download .*\.zip$/ });
    await download.waitFor({ timeout: BUILDING_MS });
    await shoot(page, "panel-export");
    await download.click();
    expectAnswers(400);
    await givePassword(visitor, english, "not this one at all");
    await page.getByRole("dialog").getByText("This is not your password.").waitFor();
    const coming = page.waitForEvent("download");
    await givePassword(visitor, english);
    const entries = unzipSync(await bytesOf(await coming));
    const names = Object.keys(entries);
    expect(names).toEqual(expect.arrayContaining(["index.html", "manifest.json"]));
    expect(names.filter((name) => /^files\/creations\/.+\.(png|jpe?g)$/.test(name))).toHaveLength(1);
    expect(names).toContain("data/generation.json");

    // Within ten minutes nobody asks again; once deleted there is nothing to take.
    const again = page.waitForEvent("download");
    await download.click();
    await again;
    await page.getByRole("button", { name: english.exports.remove }).click();
    await page.getByRole("dialog").getByRole("button", { name: english.exports.remove }).click();
    await page.getByText(english.exports.removed).waitFor();
    expect(await download.count()).toBe(0);
    await page.goto("/settings/privacy/data");
    const creations = page.locator("details", { hasText: "Generations" }).first();
    await creations.locator("summary").click();
    await creations.getByText(/^Ends on .*20\d\d/).waitFor();
    // Ends that read alike are told as one.
    const ends = await page.locator("main").textContent();
    expect(ends).not.toMatch(/Ends between ([^:]+:\d\d) and \1/);
    await page.goto("/settings/privacy/transfers");
    await page
      .getByText(english.transfers.noneLeft)
      .or(page.getByText(/still there/))
      .first()
      .waitFor();
    const list = page.getByRole("region", { name: english.transfers.list });
    expect(await list.textContent()).not.toMatch(/From ([^:]+:\d\d) to \1/);
    await list.locator("summary").first().click();
    await shoot(page, "transfers-filled");
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(text.shell.privacy).toBe(english.title);
  },
);

journey(
  "consents are off, switched on and off by one press each, and every choice has a receipt",
  { locale: "fr", theme: "dark", width: 390 },
  async (visitor) => {
    const { page } = visitor;
    const words = french.consents;
    const counted: string[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith("/api/page-counts")) counted.push(request.postData() ?? "");
    });
    await newAccount(visitor);
    await toPanel(visitor);
    const switches = page.getByRole("switch");
    await switches.first().waitFor();
    expect(await switches.count()).toBe(3);
    const states = () => switches.evaluateAll((all) => all.map((one) => one.getAttribute("aria-checked")));
    expect(await states()).toEqual(["false", "false", "false"]);
    expect(counted).toEqual([]);
    await switches.nth(1).click();
    await expect.poll(states).toEqual(["false", "true", "false"]);
    await page.reload();
    await settled(page);
    expect(counted).toEqual(['{"page":"/settings/privacy"}']);
    await switches.first().waitFor();
    expect(await states()).toEqual(["false", "true", "false"]);

    await page.getByText(words.history).click();
    const coming = page.waitForEvent("download");
    await page.getByRole("link", { name: french.receipt }).first().click();
    const receipt = JSON.parse(Buffer.from(await bytesOf(await coming)).toString());
    expect(receipt).toMatchObject({
      purpose_id: "analytics",
      event: "given",
      method: "toggle",
      language: "fr",
    });

    await switches.nth(1).click();
    await expect.poll(states).toEqual(["false", "false", "false"]);
    await expect.poll(() => page.getByRole("link", { name: french.receipt }).count()).toBe(2);
    await page.reload();
    await settled(page);
    expect(counted).toHaveLength(1);
    await page.getByText(words.history).click();
    await shoot(page, "consents-history");
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);
  },
);

journey(
  "what rests on a legitimate interest is named, and a press writes the mail that objects to it",
  { locale: "fr", theme: "dark", width: 390 },
  async (visitor) => {
    const { page } = visitor;
    const words = french.object;
    await newAccount(visitor);
    await toPanel(visitor);
    const part = page.getByRole("region", { name: words.title });
    const links = part.getByRole("link", { name: words.write });
    await links.first().waitFor();
    const mails = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
    const written = mails.map((mail) => new URL(mail).searchParams);
    expect(written.map((mail) => mail.get("subject"))).toEqual([words.subject, words.subject]);
    for (const [index, name] of [/^Sécurité du service/, /^Réponse/].entries()) {
      const body = written[index]?.get("body") ?? "";
      expect(body.split("\u202f: ")[1]).toMatch(name);
    }
    await part.scrollIntoViewIfNeeded();
    await shoot(page, "panel-objection");
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);
  },
);

journey(
  "with the consent to it the studio remembers settings and prompts; withdrawn, nothing of it is left",
  {},
  async (visitor) => {
    const { page, text, open } = visitor;
    await newAccount(visitor);
    expect(await page.getByText(text.studio.recent).count()).toBe(0);
    await toPanel(visitor);
    await page.getByRole("switch").nth(2).click();
    await page.getByText(english.consents.saved).waitFor();
    await open("/studio");
    await chooseKind(visitor, "speech");
    await write(visitor, "speech", "The ferry leaves in ten minutes.");
    await untilReady(visitor, await generate(visitor, "The ferry leaves in ten minutes."));
    await open("/studio");
    await page.getByText(text.studio.recent).click();
    await page.getByLabel(text.studio.prompt.speech).waitFor();
    await page.getByRole("button", { name: "The ferry leaves in ten minutes.", exact: true }).click();
    expect(await page.getByLabel(text.studio.prompt.speech).inputValue()).toBe(
      "The ferry leaves in ten minutes.",
    );
    await shoot(page, "studio-recent");
    expect(await accessibilityFaults(page)).toEqual([]);

    await toPanel(visitor);
    await page.getByText(english.consents.remembered).click();
    await page
      .getByRole("button", { name: english.consents.forget("The ferry leaves in ten minutes.") })
      .click();
    await page.getByText("The ferry leaves in ten minutes.").waitFor({ state: "detached" });
    await page.getByRole("switch").nth(2).click();
    await expect.poll(() => page.getByText(english.consents.remembered).count()).toBe(0);
    await open("/studio");
    await page.getByLabel(text.studio.prompt.clip).waitFor();
    expect(await page.getByText(text.studio.recent).count()).toBe(0);
  },
);

journey(
  "directives are laid down with their own consent, and revoked, each with a receipt",
  {},
  async (visitor) => {
    const { page, open } = visitor;
    const words = english.directives;
    await newAccount(visitor);
    await open("/settings/privacy/directives");
    const save = page.getByRole("button", { name: words.save });
    for (const category of Object.values(words.categories))
      await page
        .getByRole("group", { name: category })
        .getByRole("radio", { name: words.choices.erase })
        .check({ force: true });
    await page
      .getByRole("group", { name: words.categories.creations })
      .getByRole("radio", { name: words.choices.hand_over })
      .check({ force: true });
    await page.getByText(words.executorFirst).waitFor();
    await page.getByLabel(words.name).fill("Paul Durand");
    await page.getByLabel(words.email).fill("paul@example.org");
    expect(await save.isDisabled()).toBe(true);
    await page.getByLabel(words.consent).check();
    await save.click();
    await page.getByText(words.given("1")).waitFor();
    await shoot(page, "directives-given");
    expect(await accessibilityFaults(page)).toEqual([]);
    const coming = page.waitForEvent("download");
    await page.getByRole("link", { name: english.receipt }).first().click();
    expect(JSON.parse(Buffer.from(await bytesOf(await coming)).toString())).toMatchObject({ event: "given" });
    await page.getByRole("button", { name: words.revoke }).click();
    await page.getByRole("dialog").getByRole("button", { name: words.revoke }).click();
    await page.getByText(words.ended("2")).waitFor();
  },
);
