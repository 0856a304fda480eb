import { expect } from "vitest";
import { newAccount, PASSWORD } from "./account.ts";
import { stackDatabase } from "./database.ts";
import { journey } from "./journey.ts";
import { emptyFile, heavyPhoto, phonePhoto, textNamedJpeg } from "./pictures.ts";
import { chooseKind, choosePicture, exactPrice, generate, givePicture, untilReady, write } from "./studio.ts";
import { accessibilityFaults, TEXTS, type Visitor } from "./visitor.ts";

const database = stackDatabase();

const untilBalance = ({ page, text }: Visitor, credits: number) =>
  page
    .getByRole("link", { name: text.shell.creditCount(credits, credits.toLocaleString("en")), exact: true })
    .waitFor();

journey(
  "files that are no usable picture are refused in words, in the reader's language, and can be replaced",
  { locale: "fr" },
  async (visitor) => {
    const { page, text, expectAnswers } = visitor;
    expectAnswers(413, 415, 422);
    await newAccount(visitor);
    await chooseKind(visitor, "clip");
    const refused = [
      { file: textNamedJpeg, words: /^Le fichier n’est pas ce que dit son nom/ },
      { file: emptyFile, words: /^Le fichier est vide/ },
      { file: await heavyPhoto(), words: /^Le fichier est trop .*30.Mo/ },
    ];
    for (const { file, words } of refused) {
      expect(await choosePicture(visitor, "first_frame", file)).toMatch(words);
      await page.getByRole("button", { name: text.studio.remove, exact: true }).click();
    }
    await givePicture(visitor, "first_frame", await phonePhoto(1200, 1600));
  },
);

journey("what the provider refuses is told in words, and the credits come back", {}, async (visitor) => {
  await newAccount(visitor);
  await chooseKind(visitor, "image");
  await write(visitor, "image", "A garden sandbox:blocked");
  const job = await generate(visitor, "A garden sandbox:blocked");
  await job.getByText(visitor.text.studio.creditsReturned(1, "1")).waitFor({ timeout: 90_000 });
  await untilBalance(visitor, 1000);
});

journey("a piece that waits in line can be cancelled, and costs nothing", {}, async (visitor) => {
  const { text } = visitor;
  await newAccount(visitor);
  await chooseKind(visitor, "clip");
  const prompt = "A slow river sandbox:rate-limit-50";
  await write(visitor, "clip", prompt);
  const price = Number.parseInt(await exactPrice(visitor), 10);
  const job = await generate(visitor, prompt);
  await untilBalance(visitor, 1000 - price);
  await job.getByRole("button", { name: text.studio.cancel, exact: true }).click();
  await job.getByText(text.studio.cancelled).waitFor();
  await untilBalance(visitor, 1000);
});

journey(
  "a press without a connection loses nothing and is repeated at the same price",
  {},
  async (visitor) => {
    const { page, text, context } = visitor;
    await newAccount(visitor);
    await chooseKind(visitor, "image");
    await write(visitor, "image", "A quiet harbour");
    const price = await exactPrice(visitor);
    await context.setOffline(true);
    await page.getByRole("button", { name: text.studio.generate, exact: true }).click();
    await page.getByText(text.error.offline).waitFor();
    expect(await exactPrice(visitor)).toBe(price);
    await context.setOffline(false);
    await untilReady(visitor, await generate(visitor, "A quiet harbour"));
    await untilBalance(visitor, 1000 - Number.parseInt(price, 10));
  },
);

journey("a clip that the provider has begun is not offered to be cancelled", {}, async (visitor) => {
  const { text } = visitor;
  await newAccount(visitor);
  await chooseKind(visitor, "clip");
  await write(visitor, "clip", "A slow river sandbox:stuck");
  const job = await generate(visitor, "A slow river sandbox:stuck");
  await job.getByText(text.studio.stages.running).waitFor();
  await job.getByRole("button", { name: text.studio.cancel, exact: true }).waitFor({ state: "detached" });
});

journey("a piece that was deleted by mistake comes back", {}, async (visitor) => {
  const { page, text } = visitor;
  await newAccount(visitor);
  await chooseKind(visitor, "image");
  const prompt = "A red kite over dunes";
  await write(visitor, "image", prompt);
  const job = await generate(visitor, prompt);
  await untilReady(visitor, job);
  await job.getByRole("link", { name: text.studio.details }).click();
  await page.getByRole("button", { name: text.library.delete, exact: true }).click();
  const tile = page.getByRole("link", { name: new RegExp(prompt) });
  await page.getByText(text.library.empty).waitFor();
  await page.getByRole("button", { name: text.studio.undo, exact: true }).click();
  await tile.first().waitFor();
  await tile.first().click();
  await page.getByRole("img", { name: new RegExp(prompt) }).waitFor();
});

journey(
  "a piece whose file the storage has lost says so on its tile and on its page",
  {},
  async (visitor) => {
    const { page, text, open } = visitor;
    await newAccount(visitor);
    await chooseKind(visitor, "image");
    const prompt = "A green bench in the snow";
    await write(visitor, "image", prompt);
    await untilReady(visitor, await generate(visitor, prompt));
    // As the daily sweep notes it.
    const { items } = await (await visitor.context.request.get("/api/generations?limit=1")).json();
    await database()`update media set lost_at = now() where id = ${items[0].outputs[0].id}`;
    await open("/library");
    const tile = page.getByRole("link", { name: new RegExp(prompt) });
    await tile.getByText(text.library.lost).waitFor();
    await tile.click();
    const state = page.getByRole("definition").filter({ hasText: text.library.lost });
    await state.waitFor();
    await page.getByText(/^This file is lost/).waitFor();
    expect(await page.getByText(text.studio.stages.ready, { exact: true }).count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
  },
);

journey(
  "an account number in a text is noticed before anything is sent, and stays here",
  {},
  async (visitor) => {
    const { page, text } = visitor;
    await newAccount(visitor);
    await chooseKind(visitor, "image");
    const sent: string[] = [];
    page.on("request", (request) => sent.push(`${request.url()} ${request.postData() ?? ""}`));
    await write(visitor, "image", "A letter with FR76 3000 6000 0112 3456 7890 189 on it");
    await page.getByText(text.studio.foundKinds.iban).first().waitFor();
    expect(await page.getByRole("button", { name: text.studio.generate, exact: true }).isDisabled()).toBe(
      true,
    );
    await page.getByRole("button", { name: text.studio.foundRemove }).first().click();
    await exactPrice(visitor);
    expect(sent.join("\n")).not.toContain("3000 6000");
  },
);

journey(
  "a wrong password is refused in words, and the language can be changed at any time",
  {},
  async (visitor) => {
    const { page, open, expectAnswers, text } = visitor;
    expectAnswers(401);
    await open("/sign-in");
    await page.getByLabel(text.auth.email, { exact: true }).fill("nobody@example.org");
    await page.getByLabel(text.auth.password, { exact: true }).fill(`${PASSWORD} or not`);
    await page.getByRole("main").getByRole("button", { name: text.auth.signInSend }).click();
    await page.getByRole("alert").waitFor();
    await page.getByRole("button", { name: "FR, Français" }).click();
    await page.getByRole("heading", { level: 1, name: "Se connecter" }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("fr");
    expect(await page.getByLabel(TEXTS.fr.auth.email).inputValue()).toBe("nobody@example.org");
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Se connecter" }).waitFor();
  },
);
