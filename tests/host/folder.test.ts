import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { takeFolder } from "../../functions/host/folder.ts";
import { temporaryFolder } from "./cloud.ts";

test("secrets are made once, for this user's eyes only, and no two are alike", () => {
  const dir = temporaryFolder();
  const first = takeFolder(dir);
  first.release();
  const again = takeFolder(dir);
  again.release();
  expect(again.secrets).toEqual(first.secrets);
  expect(new Set(Object.values(first.secrets)).size).toBe(Object.keys(first.secrets).length);
  expect(statSync(join(dir, "secrets.json")).mode & 0o077).toBe(0);
  expect(existsSync(join(dir, "secrets.json.new"))).toBe(false);
});

test("a folder of before the database had passwords gets them, once, and keeps its other secrets", () => {
  const dir = temporaryFolder();
  const made = takeFolder(dir);
  made.release();
  const { databaseOwnerPassword: _owner, databaseAppPassword: _app, ...before } = made.secrets;
  writeFileSync(join(dir, "secrets.json"), JSON.stringify(before, null, 2));
  const first = takeFolder(dir);
  first.release();
  expect(first.secrets).toMatchObject(before);
  expect(first.secrets.databaseOwnerPassword).toHaveLength(43);
  expect(JSON.parse(readFileSync(join(dir, "secrets.json"), "utf8"))).toEqual(first.secrets);
});

test("a secrets file that is damaged is named and left as it is", () => {
  const dir = temporaryFolder();
  takeFolder(dir).release();
  writeFileSync(join(dir, "secrets.json"), "{");
  expect(() => takeFolder(dir)).toThrow("secrets.json is damaged");
  expect(readFileSync(join(dir, "secrets.json"), "utf8")).toBe("{");
});
