/** Asking for generations and seeing them through, without waiting for the delays of the queue. */
import { setTimeout as pause } from "node:timers/promises";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import { db, one } from "../../core/base/database.ts";
import type { Id } from "../../core/base/id.ts";
import { newKey, putObject } from "../../core/base/storage.ts";
import type { GenerationView, Quote } from "../../core/generation/generation.schema.ts";
import { generation } from "../../core/generation/generation.sql.ts";
import { runStep } from "../../core/generation/pipeline.ts";
import { cleanImage } from "../../core/media/clean-image.ts";
import { media } from "../../core/media/media.sql.ts";
import { noticeVersion } from "../../core/privacy/transfer-notice.ts";
import type { person } from "./person.ts";

export type Person = Awaited<ReturnType<typeof person>>;
type Values = Record<string, unknown>;

export const image = (prompt: string, values: Values = {}) => ({
  kind: "image",
  model: "image-01",
  prompt,
  aspectRatio: "1:1",
  count: 1,
  ...values,
});
export const speech = (prompt: string, values: Values = {}) => ({
  kind: "speech",
  model: "speech-2.8-turbo",
  prompt,
  voice: "French_MaleNarrator",
  speed: 1,
  ...values,
});
export const hailuo = (prompt: string, values: Values = {}) => ({
  kind: "clip",
  model: "MiniMax-Hailuo-2.3",
  prompt,
  durationSeconds: 6,
  resolution: "768P",
  ...values,
});
/** The cheapest clip of video v2, from a text. */
export const h3 = (prompt: string, values: Values = {}) => ({
  kind: "clip",
  model: "MiniMax-H3-Max",
  prompt,
  durationSeconds: 5,
  resolution: "480P",
  aspectRatio: "16:9",
  ...values,
});

/** The notice of the transfer as it stands now, as its reader acknowledges it. */
export const theNotice = () => ({ version: noticeVersion(), locale: "en" });

/** A price for settings, for somebody who has read where the work goes. */
export async function quoteFor(who: Person, settings: Values): Promise<Quote> {
  await who.put("/privacy/transfer-notice", theNotice());
  return (await (await who.post("/quotes", { settings })).json()) as Quote;
}

/** The answer to a request for settings at their price. */
export async function request(who: Person, settings: Values, headers: Record<string, string> = {}) {
  const { quote } = await quoteFor(who, settings);
  return who.post("/generations", { settings, quote }, headers);
}

/** Asks for something that will be accepted. */
export async function ask(who: Person, settings: Values): Promise<GenerationView> {
  const answer = await request(who, settings);
  if (answer.status !== 201) throw new Error(`refused: ${await answer.text()}`);
  return (await answer.json()) as GenerationView;
}

/** The row of a generation. */
export const rowOf = async (id: string) =>
  one(
    await db()
      .select()
      .from(generation)
      .where(eq(generation.id, id as Id<"generation">)),
  );

/** Brings the message of the step that is due now. Returns the row after it. */
export async function bringMessage(id: string) {
  const row = await rowOf(id);
  await runStep({ generationId: row.id, step: row.step });
  return rowOf(id);
}

/** Brings messages until the job stands in `state`, or has ended. While the provider works, it is asked every 50 ms. */
export async function bringUntil(id: string, state?: string) {
  for (let row = await rowOf(id); ; ) {
    if (row.state === state || row.finishedAt !== null) return row;
    const before = row;
    row = await bringMessage(id);
    if (row.state === "running" && before.state === "running") await pause(50);
  }
}

/** Asks, sees it through, and reads it back as its owner. */
export async function make(who: Person, settings: Values): Promise<GenerationView> {
  const { id } = await ask(who, settings);
  await bringUntil(id);
  return (await (await who.get(`/generations/${id}`)).json()) as GenerationView;
}

/** A picture that a person has uploaded and that was found good. */
export async function picture(who: Person, width = 800, height = 600): Promise<Id<"media">> {
  const bytes = await sharp({ create: { width, height, channels: 3, background: "#c84" } })
    .jpeg()
    .toBuffer();
  return storePicture(who, bytes);
}

/** Stores a JPEG as an upload that was found good. */
export async function storePicture(who: Person, bytes: Uint8Array): Promise<Id<"media">> {
  const clean = await cleanImage(bytes);
  const objectKey = newKey();
  const thumbnailKey = newKey();
  await putObject("media", objectKey, clean.bytes, clean.contentType);
  await putObject("media", thumbnailKey, clean.thumbnail.bytes, clean.thumbnail.contentType);
  const rows = await db()
    .insert(media)
    .values({
      accountId: who.accountId,
      state: "ready",
      fileName: "beach.jpg",
      contentType: clean.contentType,
      bytes: clean.bytes.length,
      width: clean.width,
      height: clean.height,
      objectKey,
      thumbnailKey,
    })
    .returning({ id: media.id });
  return one(rows).id;
}
