/** What people do in the studio, by the names that they read there. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import type { Upload } from "./pictures.ts";
import type { Visitor } from "./visitor.ts";

type Kind = "image" | "clip" | "speech";
type Role = "first_frame" | "last_frame" | "face";

/** Making a clip takes the sandbox its encoder, on a machine that does other things too. */
const MAKING_MS = 90_000;

export async function chooseKind({ page, text }: Visitor, kind: Kind): Promise<void> {
  await page.getByRole("radio", { name: text.studio.kinds[kind], exact: true }).check({ force: true });
  await page.getByLabel(text.studio.prompt[kind]).waitFor();
}

/** The place of one picture. */
export const slot = ({ page, text }: Visitor, role: Role): Locator =>
  page.getByRole("region", { name: text.studio.roles[role] });

/** Chooses a file of the disk for a place, as the file dialog would. Returns what the page says of it in the end. */
export async function choosePicture(visitor: Visitor, role: Role, file: Upload): Promise<string> {
  const place = slot(visitor, role);
  const folder = mkdtempSync(join(tmpdir(), "pix2clip-file-"));
  try {
    writeFileSync(join(folder, file.name), file.buffer);
    await place.locator("input[type=file]").setInputFiles(join(folder, file.name));
    await place.getByText(file.name, { exact: true }).waitFor();
    await place.getByRole("progressbar").waitFor({ state: "detached", timeout: MAKING_MS });
    return (await place.locator("[aria-live] p").textContent()) ?? "";
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Chooses a file that has been sent, checked and cleaned in the end. Throws with the page's words otherwise. */
export async function givePicture(visitor: Visitor, role: Role, file: Upload): Promise<void> {
  const outcome = await choosePicture(visitor, role, file);
  if (outcome !== visitor.text.studio.pictureReady) throw new Error(`${file.name}: ${outcome}`);
}

export async function write({ page, text }: Visitor, kind: Kind, prompt: string): Promise<void> {
  await page.getByLabel(text.studio.prompt[kind]).fill(prompt);
}

/** The price as it stands before the press, once it is exact: "28 credits". */
export async function exactPrice({ page, text }: Visitor): Promise<string> {
  await page.getByText(text.studio.priceExact).waitFor();
  const shown = await page.locator("p", { hasText: `${text.studio.price} ` }).textContent();
  return (shown ?? "").replace(text.studio.price, "").trim();
}

/** The newest piece beside the form. */
export const newestJob = ({ page, text }: Visitor): Locator =>
  page.getByRole("region", { name: text.studio.jobs }).getByRole("article").first();

/** The button that sends it off. */
export const generateButton = ({ page, text }: Visitor): Locator =>
  page.getByRole("button", { name: text.studio.generate, exact: true });

/** Has read where the work goes, so that the studio does not ask (transfer-notice.test.ts is about that). */
async function readNotice({ page }: Visitor): Promise<void> {
  const status = await page.evaluate(async () => {
    const path = "/api/privacy/transfer-notice";
    const { version, locale } = await (await fetch(path)).json();
    const token = /__Host-csrf=([^;]+)/.exec(document.cookie)?.[1] ?? "";
    const headers = { "content-type": "application/json", "x-csrf-token": token };
    return (await fetch(path, { method: "PUT", headers, body: JSON.stringify({ version, locale }) })).status;
  });
  if (status !== 204) throw new Error(`the notice was answered ${status}`);
}

/** Presses Generate and waits until the new piece is listed. Returns it. */
export async function generate(visitor: Visitor, prompt: string): Promise<Locator> {
  await exactPrice(visitor);
  await readNotice(visitor);
  await generateButton(visitor).click();
  const job = newestJob(visitor);
  await job.getByText(prompt, { exact: true }).waitFor();
  return job;
}

/** Waits until a piece is there to be taken. */
export async function untilReady({ text }: Visitor, job: Locator): Promise<void> {
  await job.getByText(text.studio.madeByAiLong).waitFor({ timeout: MAKING_MS });
}

/** Takes a finished piece to this machine. Returns its name and bytes. */
export async function download(
  { page, text }: Visitor,
  job: Locator,
): Promise<{ name: string; bytes: Buffer }> {
  const coming = page.waitForEvent("download");
  await job.getByRole("link", { name: text.studio.download }).first().click();
  const file = await coming;
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk);
  return { name: file.suggestedFilename(), bytes: Buffer.concat(chunks) };
}

/** How a video or a recording plays: it is run for a moment. */
export async function play(media: Locator): Promise<{ seconds: number; width: number; moved: boolean }> {
  return media.evaluate(async (element) => {
    const player = element as HTMLVideoElement;
    player.muted = true;
    await player.play();
    const moved = await new Promise<boolean>((resolve) => {
      const late = setTimeout(() => resolve(false), 10_000);
      player.addEventListener("timeupdate", () => {
        if (player.currentTime < 0.3) return;
        clearTimeout(late);
        resolve(true);
      });
    });
    player.pause();
    return { seconds: player.duration, width: player.videoWidth ?? 0, moved };
  });
}
