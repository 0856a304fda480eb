/** What may come between the plan of an export and its last part, and what files may be like. */
import { eq } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { HOUR, setClock } from "../../core/base/clock.ts";
import { db } from "../../core/base/database.ts";
import type { Id } from "../../core/base/id.ts";
import { deleteObjects, newKey, putObject } from "../../core/base/storage.ts";
import { media } from "../../core/media/media.sql.ts";
import { writeClosing } from "../../core/privacy/export/closing.ts";
import { dataExport, exportItem } from "../../core/privacy/export/export.sql.ts";
import { runExport, wakeExports } from "../../core/privacy/export/run.ts";
import { transfer } from "../../core/privacy/transfer.sql.ts";
import { mailsTo } from "../support/mailbox.ts";
import { person } from "../support/person.ts";
import { build, exportOf, fetched, manifestOf, requested, sha256, viewed } from "./archive.ts";

type Person = Awaited<ReturnType<typeof person>>;
afterEach(() => setClock());

/** A file of theirs, with what the service knows of it, or without. */
async function file(who: Person, content: string, known: Partial<typeof media.$inferInsert> = {}) {
  const objectKey = newKey();
  await putObject("media", objectKey, Buffer.from(content), "image/jpeg");
  const [row] = await db()
    .insert(media)
    .values({
      accountId: who.accountId,
      state: "ready",
      fileName: "beach.jpg",
      contentType: "image/jpeg",
      bytes: content.length,
      objectKey,
      ...known,
    })
    .returning();
  if (!row) throw new Error("no row");
  return row;
}
const pathsOf = (files: Map<string, Uint8Array>) =>
  [...files.keys()].filter((path) => path.startsWith("files/"));
const plan = (id: string) => runExport({ exportId: id as Id<"data_export">, part: 0 });

describe("what happens in between", () => {
  test("a file that was deleted, one that is gone from storage: both listed, all others arrive", async () => {
    const ana = await person();
    const [kept, deleted, gone] = [
      await file(ana, "kept"),
      await file(ana, "deleted"),
      await file(ana, "gone"),
    ];
    const { id } = await requested(ana);
    await plan(id);
    await ana.delete(`/media/${deleted.id}`);
    await deleteObjects("media", [gone.objectKey ?? ""]);
    await file(ana, "too late");
    await build();
    const archive = await fetched(ana, id);
    expect(pathsOf(archive.files)).toEqual(["files/uploads/beach.jpg"]);
    expect(Buffer.from(archive.files.get("files/uploads/beach.jpg") ?? []).toString()).toBe("kept");
    expect(manifestOf(archive).missing.map(({ path, reason }) => [path, reason])).toEqual([
      ["files/uploads/beach (2).jpg", "deleted"],
      ["files/uploads/beach (3).jpg", "gone"],
    ]);
    const rows = JSON.parse(Buffer.from(archive.files.get("data/media.json") ?? []).toString());
    expect(rows.map((row: { id: string }) => row.id).sort()).toEqual([kept.id, deleted.id, gone.id].sort());
  });

  test("a file of which nothing is known, or what is known is wrong, arrives as it is stored", async () => {
    const ana = await person();
    await file(ana, "unknown");
    await file(ana, "shorter than told", { bytes: 999, crc32: 1, sha256: "wrong" });
    await file(ana, "another sum", { crc32: 1, sha256: "wrong" });
    const archive = await exportOf(ana);
    const contents = pathsOf(archive.files).map((path) =>
      Buffer.from(archive.files.get(path) ?? []).toString(),
    );
    expect(contents).toEqual(["unknown", "shorter than told", "another sum"]);
    for (const { path, sha256: digest } of manifestOf(archive).files)
      expect([path, sha256(archive.files.get(path) ?? new Uint8Array())]).toEqual([path, digest]);
  });

  test("names that would leave the folder or hurt Windows are made safe, and doubles are told apart", async () => {
    const ana = await person();
    const names = [
      "../../etc/passwd",
      "C:\\x\\CON",
      "con.jpg",
      "Été.jpg",
      "été.JPG",
      "a\u202Egpj.exe",
      "...",
      "x".repeat(400),
    ];
    for (const fileName of names) await file(ana, fileName, { fileName });
    const paths = pathsOf((await exportOf(ana)).files);
    expect(paths).toHaveLength(names.length);
    for (const path of paths) {
      expect(path).toMatch(/^files\/uploads\/[^/\\:*?"<>|]+$/);
      expect(path).not.toMatch(/\/\.|[. ]$|\p{C}|\/(con|nul)(\.|$)/iu);
      expect(Buffer.byteLength(path)).toBeLessThan(200);
    }
    expect(new Set(paths.map((path) => path.toLowerCase().normalize("NFKC"))).size).toBe(names.length);
  });

  test("a file carries the ending of what it really is", async () => {
    const ana = await person();
    await file(ana, "x", { fileName: "IMG_1.HEIC" });
    await file(ana, "x", { fileName: "clip.mov", contentType: "video/mp4" });
    await file(ana, "x", { fileName: "IMG_2.JPEG" });
    await file(ana, "x", { fileName: "no ending", contentType: "audio/mpeg" });
    const names = pathsOf((await exportOf(ana)).files).map((path) => path.split("/").at(-1));
    expect(names).toEqual(["IMG_1.jpg", "clip.mp4", "IMG_2.JPEG", "no ending.mp3"]);
  });

  test("what is sent to others after the plan is neither in the data nor on the first page", async () => {
    const ana = await person();
    const { id } = await requested(ana);
    await plan(id);
    const sent = { processor: "minimax" as const, operation: "image", fields: ["prompt"], bytes: 10 };
    await db()
      .insert(transfer)
      .values({ accountId: ana.accountId, ...sent, sha256: "none", ground: "contract" });
    await build();
    const { files } = await fetched(ana, id);
    expect(JSON.parse(Buffer.from(files.get("data/transfer.json") ?? []).toString())).toEqual([]);
    expect(Buffer.from(files.get("index.html") ?? []).toString()).toContain("Nothing was.");
  });

  test("one that is deleted while its index is due gets no index, so that its rows can go", async () => {
    const ana = await person();
    const { id } = await requested(ana);
    const exportId = id as Id<"data_export">;
    await plan(id);
    const rows = () => db().$count(exportItem, eq(exportItem.exportId, exportId));
    const planned = await rows();
    for (const state of ["expired", "building"] as const) {
      await db().update(dataExport).set({ state }).where(eq(dataExport.id, exportId));
      expect(await writeClosing(exportId, new Date())).toBe(state === "building");
      expect(await rows()).toBe(planned + (state === "building" ? 2 : 0));
    }
  });

  test("a message that was lost is sent again by the clock, and one that comes twice does nothing", async () => {
    const ana = await person();
    const { id } = await requested(ana);
    const exportId = id as Id<"data_export">;
    await runExport({ exportId, part: 0 });
    await runExport({ exportId, part: 0 });
    expect(await wakeExports()).toBe(0);
    setClock(() => new Date(Date.now() + HOUR));
    expect(await wakeExports()).toBeGreaterThan(0);
    await build();
    await runExport({ exportId, part: 1 });
    expect((await viewed(ana, id)).state).toBe("ready");
    expect((await mailsTo(ana.email)).filter(({ subject }) => subject === "Your data is ready")).toHaveLength(
      1,
    );
  });
});
