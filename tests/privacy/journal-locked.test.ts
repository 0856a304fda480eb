/** The journal in a bucket whose objects are locked for years, as it is in the cloud. */
import { storage } from "./refusing-storage.ts";

// Only now the service, which reads its environment as it is loaded.

import { beforeAll, expect, test } from "vitest";
import { newKey, putNew, putObject, readBytes } from "../../core/base/storage.ts";

beforeAll(() => {
  storage.locked = true;
});

test("a link is taken by a bucket that takes nothing without its digest", async () => {
  const key = newKey();
  expect(await putNew("journal", key, Buffer.from("a link"), "application/json")).toBe(true);
  expect(String(await readBytes("journal", key))).toBe("a link");
  expect(await putNew("journal", key, Buffer.from("another"), "application/json")).toBe(false);
});

test("the bucket would refuse one without", async () => {
  await expect(putObject("journal", newKey(), Buffer.from("a link"), "application/json")).rejects.toThrow();
  expect(storage.refusals).toBeGreaterThan(0);
});
