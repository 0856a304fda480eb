/** The life before the backup: people, and one picture that is older than its year. */
import { join } from "node:path";
import { age } from "./age.ts";
import { keysOf, rowsWith, viewOf, wordsOf } from "./look.ts";
import { type Browser, browser, enrol, layDown, type Person, paint } from "./person.ts";
import type { Report } from "./report.ts";
import { asOwner, copyDatabase, startStack } from "./stack.ts";

export type Place = { dir: string; copy: string; port: number };
type Role =
  | "erased"
  | "withdraws"
  | "leaves"
  | "signsOut"
  | "old"
  | "untouched"
  | "chooses"
  | "lifts"
  | "moves";
export type People = Record<Role, Person> & {
  /** What the one sees to whom nothing happens. */
  untouchedView: string;
  /** The second device of the one who signs out. */
  otherDevice: Browser;
  /** What is to be gone in the end. */
  erasedKeys: string[];
  /** The picture that has had its year, and its file. */
  oldPicture: string;
  oldKeys: string[];
};

/** Makes everybody, then stops the stack and takes a cold copy of the database. */
export async function beforeTheCopy({ dir, copy, port }: Place, report: Report): Promise<People> {
  report.chapter("Before the backup");
  const stack = startStack(dir, port);
  try {
    await stack.ready;
    const comes = (name: string) => enrol(stack.url, name);
    const [erased, withdraws, leaves, signsOut, old, untouched, chooses, lifts, moves] = await Promise.all([
      comes("Ana"),
      comes("Ben"),
      comes("Cleo"),
      comes("Dan"),
      comes("Eva"),
      comes("Finn"),
      comes("Gil"),
      comes("Ida"),
      comes("Jo"),
    ]);
    await layDown(chooses.page);
    await lifts.page.put("/privacy/restriction", { purge: "keep" });
    const people = {
      ...{ erased, withdraws, leaves, signsOut, old, untouched, chooses, lifts, moves },
      otherDevice: browser(stack.url),
    };
    await people.otherDevice.signIn(people.signsOut.email);
    await paint(people.old.page, "Eva");
    const found = await asOwner(dir, async (sql) => {
      const [oldPicture = ""] = people.old.pictures;
      await age(sql, oldPicture, "created_at", 400 * 24);
      const files = await sql<{ key: string }[]>`
        select object_key as key from media where generation_id = ${oldPicture}`;
      const rows = await rowsWith(sql, wordsOf(erased));
      return {
        oldPicture,
        oldKeys: files.map(({ key }) => key),
        erasedKeys: await keysOf(sql, erased),
        rows,
      };
    });
    report.say(
      `nine people; ${Object.values(found.rows).reduce((a, b) => a + b, 0)} rows name the one to be erased`,
    );
    report.check(
      "each has a picture, and Eva one of 400 days",
      found.oldKeys.length === 1 && found.erasedKeys.length === 1,
      found,
    );
    return { ...people, ...found, untouchedView: await viewOf(people.untouched.page) };
  } finally {
    await stack.stop();
    copyDatabase(join(dir, "postgres"), copy);
    report.say("the stack is stopped, the database copied");
  }
}
