import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const PAGES = join(import.meta.dirname, "../../web/src/pages");
const files = readdirSync(PAGES, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".tsx"))
  .map((path) => ({ name: path.split("/").at(-1) ?? path, code: readFileSync(join(PAGES, path), "utf8") }));

/** True when the component shows the reminder, or everything that uses it does. */
function reminds(name: string, of: "prompt" | "upload"): boolean {
  const file = files.find((one) => one.name === name);
  if (file?.code.includes(`<Reminder of="${of}"`)) return true;
  const users = files.filter((one) => one.code.includes(`/${name}"`));
  return users.length > 0 && users.every((user) => reminds(user.name, of));
}

test.each([
  ["<textarea", "prompt"],
  ['type="file"', "upload"],
] as const)(
  "P-19: wherever there is %s, the reminder about sensitive data stands beside it",
  (control, of) => {
    const places = files.filter((file) => file.code.includes(control));
    expect(places.length).toBeGreaterThan(0);
    expect(places.filter((file) => !reminds(file.name, of)).map((file) => file.name)).toEqual([]);
  },
);

test("P-19: the reminder cannot be put away", () => {
  const reminder = files.find((file) => file.name === "reminder.tsx");
  expect(reminder?.code).toContain("data-reminder");
  expect(reminder?.code).not.toMatch(/onClick|useState|<Button|<details|<dialog|&&|return null/);
});
