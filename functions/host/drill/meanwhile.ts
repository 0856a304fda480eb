/** What happens after the backup was taken, and must not be undone by restoring it. */

import { age } from "./age.ts";
import type { People, Place } from "./before.ts";
import { choose } from "./choices.ts";
import { rowsWith, wordsOf } from "./look.ts";
import { consent, consentsOf, mailedLink, PASSWORD, until } from "./person.ts";
import type { Report } from "./report.ts";
import { asOwner, runBeside, type Stack, startStack } from "./stack.ts";

export async function afterTheCopy(place: Place, people: People, report: Report): Promise<void> {
  report.chapter("After the backup");
  await during(place, ({ url }) => live(url, place.dir, people, report));
  // What is in the trash for an hour goes by a clock, and each clock runs at the start.
  await during(place, async () => {
    await until("the purge of the trash", () =>
      asOwner(place.dir, async (sql) => {
        const [row] = await sql`select 1 from generation where id = ${people.withdraws.pictures[0] ?? ""}`;
        return row === undefined;
      }),
    );
    report.check("the picture that Ben deleted is gone for good", true);
    report.say(runBeside(place.dir, "replay", "verify"));
  });
}

async function during({ dir, port }: Place, work: (stack: Stack) => Promise<void>): Promise<void> {
  const stack = startStack(dir, port);
  try {
    await stack.ready;
    await work(stack);
  } finally {
    await stack.stop();
  }
}

async function live(url: string, dir: string, people: People, report: Report): Promise<void> {
  await until("the purge of the old picture", async () => {
    const { status } = await people.old.page.get(`/generations/${people.oldPicture}`);
    return status === 404;
  });
  report.check("a purge has removed the picture of 400 days", true);

  const { page } = people.withdraws;
  await consent(page, "personalization", false);
  const given = await consentsOf(page);
  report.check("Ben has taken a consent back", !given.includes("personalization"), given);
  const [picture = ""] = people.withdraws.pictures;
  const { status: deleted } = await page.delete(`/generations/${picture}`);
  report.check("and deleted his picture", deleted === 204, deleted);
  await asOwner(dir, (sql) => age(sql, picture, "deleted_at", 2));

  runBeside(dir, "send-letter", "whats_new");
  const link = await mailedLink(url, people.leaves.email, "/unsubscribe");
  const { status: left } = await fetch(link, { method: "POST" });
  report.check("Cleo has left the letters by the link in one", left === 200, left);

  await people.signsOut.page.delete("/sessions");
  const { status: ended } = await people.otherDevice.get("/account");
  report.check("Dan has ended the session of his other device", ended === 401, ended);

  await choose(url, people, report);
  await eraseNow(people, report);
  await until("the erasure", async () => {
    const rows = await asOwner(dir, (sql) => rowsWith(sql, wordsOf(people.erased)));
    return Object.keys(rows).length === 0;
  });
  report.check("no row of any table names Ana", true);
}

async function eraseNow({ erased }: People, report: Report): Promise<void> {
  const { page, email } = erased;
  await page.post("/session/proof", { password: PASSWORD });
  const { body } = await page.get("/privacy/closing");
  const { unspent } = body.credits as { unspent: number };
  const request = { waiveGrace: true, confirmation: email, creditsGivenUp: unspent };
  const { status, body: answer } = await page.put("/privacy/closing", request);
  report.check("Ana has asked to be erased at once", status === 200, answer);
}
