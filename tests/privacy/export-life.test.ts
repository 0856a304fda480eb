/** The life of an export, from the request to the day it is gone, and everything that may come in between. */
import { eq } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { account } from "../../core/account/account.sql.ts";
import { securityEvent } from "../../core/audit/security-event.sql.ts";
import { DAY, MINUTE, now, SECOND, setClock } from "../../core/base/clock.ts";
import { db } from "../../core/base/database.ts";
import type { Id } from "../../core/base/id.ts";
import { deleteObjects, headObject, listObjects } from "../../core/base/storage.ts";
import { dataExport, exportChunk, exportItem, exportPart } from "../../core/privacy/export/export.sql.ts";
import { requestExport } from "../../core/privacy/export/export.ts";
import { runExport } from "../../core/privacy/export/run.ts";
import { run as expireExports } from "../../functions/clock/expire-exports.ts";
import { mailsTo } from "../support/mailbox.ts";
import { browser, person } from "../support/person.ts";
import { registered, visitor } from "../support/visitor.ts";
import { build, exportOf, fetched, prove, requested, viewed } from "./archive.ts";

afterEach(() => setClock());

const jump = (milliseconds: number) => {
  const then = now().getTime() + milliseconds;
  const since = Date.now();
  setClock(() => new Date(then + Date.now() - since));
};

const plan = (id: string) => runExport({ exportId: id as Id<"data_export">, part: 0 });

describe("asking", () => {
  test("it is asked for, planned, built and ready, and its person gets a mail without a secret", async () => {
    const ana = await person({ locale: "fr" });
    const asked = await requested(ana);
    expect([asked.state, asked.partsTotal, asked.parts]).toEqual(["requested", 0, []]);
    await plan(asked.id);
    expect(await viewed(ana, asked.id)).toMatchObject({ state: "planned", partsDone: 0, partsTotal: 1 });
    await build();
    const ready = await viewed(ana, asked.id);
    expect(ready).toMatchObject({ state: "ready", partsDone: 1, partsTotal: 1 });
    expect(ready.bytesDone).toBe(ready.bytesTotal);
    expect(ready.parts.map(({ fileName }) => fileName)).toEqual([
      expect.stringMatching(/^pix2clip-\d{4}-\d\d-\d\d\.zip$/),
    ]);
    const [mail] = await mailsTo(ana.email);
    expect(mail?.subject).toBe("Vos données sont prêtes");
    expect(mail?.links.map((link) => new URL(link).search)).not.toContain(expect.stringContaining("token"));
  });

  test("of twenty requests at once one wins, the others are told in words that one is running", async () => {
    const ana = await person();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ana.post("/privacy/exports")));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([202, ...Array(19).fill(409)]);
    const refused = answers.find(({ status }) => status === 409);
    expect(await refused?.json()).toMatchObject({ code: "export_running" });
  });

  test("a sixth one within a day has to wait", async () => {
    const ana = await person();
    for (let n = 0; n < 5; n++) await exportOf(ana);
    const answer = await ana.post("/privacy/exports");
    expect([answer.status, (await answer.json()).code]).toEqual([429, "rate_limited"]);
    jump(DAY + MINUTE);
    expect((await ana.post("/privacy/exports")).status).toBe(202);
  });

  test("deleting them does not open the way to a sixth one, and old ones are deleted freely", async () => {
    const ana = await person();
    const old = await exportOf(ana);
    await db()
      .update(dataExport)
      .set({ createdAt: new Date(now().getTime() - 2 * DAY) })
      .where(eq(dataExport.id, old.view.id));
    expect((await ana.delete(`/privacy/exports/${old.view.id}`)).status).toBe(204);
    for (let n = 0; n < 5; n++) {
      const { id } = await requested(ana);
      expect((await ana.delete(`/privacy/exports/${id}`)).status).toBe(204);
    }
    const answer = await ana.post("/privacy/exports");
    const { code, retryAfterSeconds } = await answer.json();
    expect([answer.status, code]).toEqual([429, "rate_limited"]);
    expect(retryAfterSeconds).toBeLessThanOrEqual(DAY / SECOND);
    jump(DAY + MINUTE);
    expect((await ana.post("/privacy/exports")).status).toBe(202);
  });

  test.each([
    ["restricted", { restrictedAt: new Date() }],
    ["closing", { state: "closing" as const }],
  ])("an account that is %s has the whole right", async (_, change) => {
    const ana = await person();
    await db().update(account).set(change).where(eq(account.id, ana.accountId));
    const { view } = await exportOf(ana);
    expect((await ana.delete(`/privacy/exports/${view.id}`)).status).toBe(204);
  });
});

test("a request that comes as the erasure begins is refused, and nothing is prepared", async () => {
  const ana = await person();
  await db().update(account).set({ state: "erasing" }).where(eq(account.id, ana.accountId));
  await expect(ana.as(() => requestExport({}))).rejects.toMatchObject({ code: "erasure_started" });
  expect(await db().$count(dataExport, eq(dataExport.accountId, ana.accountId))).toBe(0);
});

test("the security log tells of the request and of each download, not of one that was refused", async () => {
  const ana = await person();
  const { id } = await requested(ana);
  const part = `/privacy/exports/${id}/parts/1`;
  await build();
  expect((await ana.get(part)).status).toBe(403);
  await prove(ana.accountId);
  for (let n = 0; n < 2; n++) expect((await ana.get(part)).status).toBe(302);
  const events = await db().select().from(securityEvent).where(eq(securityEvent.accountId, ana.accountId));
  expect(events.map(({ kind }) => kind)).toEqual([
    "export_requested",
    "export_downloaded",
    "export_downloaded",
  ]);
  for (const { sessionId } of events) expect(sessionId).not.toBeNull();
});

describe("fetching", () => {
  test("needs a password given in the last ten minutes, in this very session", async () => {
    const email = await registered();
    const ana = visitor();
    await ana.signIn(email);
    const { id } = (await (await ana.post("/privacy/exports")).json()) as { id: string };
    await build();
    const part = `/privacy/exports/${id}/parts/1`;
    const code = async () => ((await (await ana.get(part)).json()) as { code: string }).code;
    expect(await code()).toBe("password_needed");
    const wrong = await ana.post("/session/proof", { password: "another one entirely" });
    expect([wrong.status, ((await wrong.json()) as { code: string }).code]).toEqual([400, "invalid_input"]);
    expect(await code()).toBe("password_needed");
    expect((await ana.post("/session/proof", { password: "seven sleepy herons" })).status).toBe(200);
    expect((await ana.get(part)).status).toBe(302);
    const elsewhere = visitor();
    await elsewhere.signIn(email);
    expect((await elsewhere.get(part)).status).toBe(403);
    jump(10 * MINUTE - SECOND);
    expect((await ana.get(part)).status).toBe(302);
    jump(SECOND);
    expect(await code()).toBe("password_needed");
  });

  test("wrong passwords are throttled like those of signing in", async () => {
    const email = await registered();
    const ana = visitor();
    await ana.signIn(email);
    const statuses: number[] = [];
    for (let n = 0; n < 7; n++)
      statuses.push((await ana.post("/session/proof", { password: `wrong ${n}` })).status);
    expect(statuses).toContain(429);
  });

  test("gives a link that works for a minute, in ranges too, and for that object alone", async () => {
    const ana = await person();
    const { view, parts } = await exportOf(ana);
    const link = await ana.get(`/privacy/exports/${view.id}/parts/1`);
    const url = link.headers.get("location") ?? "";
    expect(new URL(url).searchParams.get("X-Amz-Expires")).toBe("60");
    const range = await fetch(url, { headers: { range: "bytes=10-29" } });
    expect([range.status, Buffer.from(await range.bytes())]).toEqual([
      206,
      Buffer.from(parts[0] ?? []).subarray(10, 30),
    ]);
    expect(range.headers.get("content-disposition")).toContain("attachment");
    expect(range.headers.get("cache-control")).toBe("no-store");
    expect((await fetch(url.replace(/exports\/\w\w/, "exports/00"))).status).toBe(403);
  });

  test("is for its person alone: a stranger finds nothing, with or without a password", async () => {
    const [ana, ben] = [await person(), await person()];
    const { view } = await exportOf(ana);
    await prove(ben.accountId);
    for (const path of [`/privacy/exports/${view.id}`, `/privacy/exports/${view.id}/parts/1`]) {
      expect((await ben.get(path)).status).toBe(404);
      expect((await browser().get(path)).status).toBe(401);
    }
    expect((await ben.delete(`/privacy/exports/${view.id}`)).status).toBe(404);
    expect((await (await ben.get("/privacy/exports")).json()).items).toEqual([]);
    expect((await ana.get(`/privacy/exports/${view.id}/parts/2`)).status).toBe(404);
    expect((await fetched(ana, view.id)).parts).toHaveLength(1);
  });

  test("before it is ready it says so", async () => {
    const ana = await person();
    const { id } = await requested(ana);
    await prove(ana.accountId);
    const answer = await ana.get(`/privacy/exports/${id}/parts/1`);
    expect([answer.status, (await answer.json()).code]).toEqual([409, "export_not_ready"]);
  });
});

describe("the end", () => {
  const objects = async () => (await listObjects("exports")).length;
  const content = async () =>
    (await db().$count(exportPart)) + (await db().$count(exportItem)) + (await db().$count(exportChunk));

  test("after seven days a part answers 410, and the clock removes object and rows", async () => {
    const ana = await person();
    const { view } = await exportOf(ana);
    const [row] = await db().select().from(exportPart).where(eq(exportPart.exportId, view.id));
    jump(7 * DAY - MINUTE);
    await expireExports();
    expect((await fetched(ana, view.id)).parts).toHaveLength(1);
    jump(2 * MINUTE);
    await prove(ana.accountId);
    const answer = await ana.get(`/privacy/exports/${view.id}/parts/1`);
    expect([answer.status, (await answer.json()).code]).toEqual([410, "expired"]);
    expect((await viewed(ana, view.id)).state).toBe("expired");
    await expireExports();
    expect(await headObject("exports", row?.objectKey ?? "")).toBeUndefined();
    expect(await db().$count(exportPart, eq(exportPart.exportId, view.id))).toBe(0);
  });

  test("one whose archive the storage has lost is said to have failed when it is looked at, and holds nothing", async () => {
    const ana = await person();
    const { view } = await exportOf(ana);
    const mine = eq(exportPart.exportId, view.id);
    const [row] = await db().select().from(exportPart).where(mine);
    await deleteObjects("exports", [row?.objectKey ?? ""]);
    expect(await viewed(ana, view.id)).toMatchObject({ state: "failed", parts: [] });
    expect(await viewed(ana, view.id)).toMatchObject({ state: "failed", parts: [] });
    expect(await db().$count(exportPart, mine)).toBe(0);
  });

  test("deleting removes it at once, ready or half built, and nothing is left", async () => {
    const ana = await person();
    await expireExports();
    const before = [await objects(), await content()];
    const { view } = await exportOf(ana);
    expect((await ana.delete(`/privacy/exports/${view.id}`)).status).toBe(204);
    const second = await requested(ana);
    await plan(second.id);
    expect((await ana.delete(`/privacy/exports/${second.id}`)).status).toBe(204);
    await build();
    expect([await objects(), await content()]).toEqual(before);
    expect((await ana.get(`/privacy/exports/${view.id}`)).status).toBe(404);
  });

  test("once it is ready nothing of the plan is kept in the database", async () => {
    const ana = await person();
    const { view } = await exportOf(ana);
    const id = view.id as Id<"data_export">;
    expect(await db().$count(exportItem, eq(exportItem.exportId, id))).toBe(0);
    expect(await db().$count(exportChunk, eq(exportChunk.exportId, id))).toBe(0);
  });
});
