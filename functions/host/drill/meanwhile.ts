/** What happens after the backup was taken, and must not be undone by restoring it. */

import type { People, Place } from "./before.ts";
import { rowsWith, wordsOf } from "./look.ts";
import { consent, consentsOf, mailedLink, PASSWORD, until } from "./person.ts";
import type { Report } from "./report.ts";
import { asOwner, runBeside, startStack } from "./stack.ts";

export async function afterTheCopy({ dir, port }: Place, people: People, report: Report): Promise<void> {
  report.chapter("After the backup");
  const stack = startStack(dir, port);
  try {
    await stack.ready;
    await until("the purge of the old picture", async () => {
      const { status } = await people.old.page.get(`/generations/${people.oldPicture}`);
      return status === 404;
    });
    report.check("a purge has removed the picture of 400 days", true);

    await consent(people.withdraws.page, "personalization", false);
    report.check(
      "Ben has taken a consent back",
      !(await consentsOf(people.withdraws.page)).includes("personalization"),
    );

    runBeside(dir, "functions/send-letter.ts", "whats_new");
    const link = await mailedLink(stack.url, people.leaves.email, "/unsubscribe");
    const { status: left } = await fetch(link, { method: "POST" });
    report.check("Cleo has left the letters by the link in one", left === 200, left);

    await people.signsOut.page.delete("/sessions");
    const { status: ended } = await people.otherDevice.get("/account");
    report.check("Dan has ended the session of his other device", ended === 401, ended);

    await eraseNow(people, report);
    await until("the erasure", async () => {
      const rows = await asOwner(dir, (sql) => rowsWith(sql, wordsOf(people.erased)));
      return Object.keys(rows).length === 0;
    });
    report.check("no row of any table names Ana", true);
    report.say(runBeside(dir, "functions/replay.ts", "verify"));
  } finally {
    await stack.stop();
  }
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
