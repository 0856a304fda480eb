import { expect } from "vitest";
import { newAccount } from "./account.ts";
import { difference, distance, frameOf, readPicture } from "./frames.ts";
import { journey } from "./journey.ts";
import { phonePhoto, portrait, UPRIGHT } from "./pictures.ts";
import {
  chooseKind,
  download,
  exactPrice,
  generate,
  givePicture,
  play,
  slot,
  untilReady,
  write,
} from "./studio.ts";
import { accessibilityFaults, settled } from "./visitor.ts";

journey(
  "a phone's photo becomes a clip of that very picture, moving, to play and to download",
  {},
  async (visitor) => {
    const { page, text } = visitor;
    const photo = await phonePhoto();
    await newAccount(visitor);
    // The main work is what the studio opens on.
    expect(await page.getByRole("radio", { name: text.studio.kinds.clip, exact: true }).isChecked()).toBe(
      true,
    );
    await givePicture(visitor, "first_frame", photo);
    await page.getByLabel(text.studio.prompt.clip).fill("golden hour");
    await page.getByLabel(text.studio.prompt.clip).press("Home");
    await page.getByRole("button", { name: "Move closer" }).click();
    const prompt = "[Push in] golden hour";
    expect(await page.getByLabel(text.studio.prompt.clip).inputValue()).toBe(prompt);
    expect(await exactPrice(visitor)).toMatch(/^\d+ credits$/);
    const job = await generate(visitor, prompt);
    const stages = Object.values(text.studio.stages).join("|");
    await job.getByText(new RegExp(`^(${stages})$`)).waitFor();
    await untilReady(visitor, job);

    const { seconds, width, moved } = await play(job.locator("video"));
    expect(Math.abs(seconds - 6)).toBeLessThan(0.5);
    expect(width).toBeGreaterThan(0);
    expect(moved).toBe(true);

    const { name, bytes } = await download(visitor, job);
    expect(name).toMatch(/\.mp4$/);
    expect(bytes.subarray(4, 8).toString()).toBe("ftyp");
    // The photo lies on its side and says so: the clip shows it upright, and then moves.
    const [first, last] = [await frameOf(bytes, 0), await frameOf(bytes, 5.5)];
    expect(first.height).toBeGreaterThan(first.width);
    for (const [x, y, colour] of UPRIGHT)
      expect([x, y, distance(first.at(x, y), colour) < 40]).toEqual([x, y, true]);
    expect(difference(first, last)).toBeGreaterThan(5);
  },
);

journey("text becomes an image, and that image can be set in motion", {}, async (visitor) => {
  const { page, text, open } = visitor;
  await newAccount(visitor);
  await chooseKind(visitor, "image");
  const prompt = "A lighthouse at dusk, seen from the sea";
  await write(visitor, "image", prompt);
  const job = await generate(visitor, prompt);
  await untilReady(visitor, job);
  const image = job.getByRole("img", { name: prompt }).first();
  await expect
    .poll(() => image.evaluate((shown) => (shown as HTMLImageElement).naturalWidth))
    .toBeGreaterThan(500);
  expect(await accessibilityFaults(page)).toEqual([]);
  for (const path of ["/library", "/credits"]) {
    await open(path);
    expect([path, ...(await accessibilityFaults(page))]).toEqual([path]);
  }
  await open("/library");
  await page
    .getByRole("link", { name: new RegExp(prompt) })
    .first()
    .click();
  await page.getByRole("heading", { name: text.library.parameters }).waitFor();
  await settled(page);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole("main").getByRole("button", { name: text.studio.animate }).click();
  await slot(visitor, "first_frame").getByText(text.studio.pictureReady, { exact: true }).waitFor();
});

journey("a portrait gives an image with that face", {}, async (visitor) => {
  await newAccount(visitor);
  await chooseKind(visitor, "image");
  await givePicture(visitor, "face", await portrait());
  await write(visitor, "image", "Reading a newspaper in a garden");
  const job = await generate(visitor, "Reading a newspaper in a garden");
  await untilReady(visitor, job);
  const { name, bytes } = await download(visitor, job);
  expect(name).toMatch(/\.(jpe?g|png)$/);
  expect((await readPicture(bytes)).width).toBeGreaterThan(500);
});

journey("text becomes a clip, whose first frame stands in the library", {}, async (visitor) => {
  const { page, open } = visitor;
  await newAccount(visitor);
  await chooseKind(visitor, "clip");
  await write(visitor, "clip", "Waves roll in slowly");
  const job = await generate(visitor, "Waves roll in slowly");
  await untilReady(visitor, job);
  expect(await play(job.locator("video"))).toMatchObject({ moved: true });
  await open("/library");
  const tile = page.getByRole("link", { name: /Waves roll in slowly/ }).locator("video");
  const hasFrame = (video: HTMLElement) =>
    (video as HTMLVideoElement).readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
  await expect.poll(() => tile.evaluate(hasFrame), { timeout: 15_000 }).toBe(true);
});

journey("text becomes speech", { locale: "fr" }, async (visitor) => {
  await newAccount(visitor);
  await chooseKind(visitor, "speech");
  const words = "Bienvenue à bord. Le bac part dans dix minutes.";
  await write(visitor, "speech", words);
  const job = await generate(visitor, words);
  await untilReady(visitor, job);
  const { seconds, moved } = await play(job.locator("audio"));
  expect(seconds).toBeGreaterThan(1.5);
  expect(moved).toBe(true);
});
