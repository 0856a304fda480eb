/** The backup is put back: nothing is served before the journal was replayed, and then all is as it was before. */
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { People, Place } from "./before.ts";
import { lookAtChoices } from "./choices.ts";
import { keysOf, rowsWith, storedOf, viewOf, wordsOf } from "./look.ts";
import { browser, consentsOf, type Person } from "./person.ts";
import type { Report } from "./report.ts";
import { asOwner, copyDatabase, runBeside, type Stack, startStack } from "./stack.ts";

type Seen = { ready: string[]; api: number[]; pages: number[] };

export async function bringBack(place: Place, people: People, report: Report): Promise<void> {
  const { dir, copy, port } = place;
  report.chapter("The backup is put back");
  copyDatabase(copy, join(dir, "postgres"));
  const stack = startStack(dir, port);
  try {
    const seen = await watch(stack, people.untouched);
    report.check(
      "/ready says that the journal is being replayed",
      seen.ready.includes("replaying"),
      seen.ready,
    );
    report.check(
      "until then every call of the API is answered 503",
      seen.api.every((status) => status === 503),
      seen.api,
    );
    report.say(`${seen.api.length} calls meanwhile; ${/Replayed .*/.exec(stack.printed())?.[0]}`);
    report.check("nothing was wrong with the journal", !/broken/.test(stack.printed()), stack.printed());
    await lookAtPeople(stack, people, report);
    await lookAtChoices(stack.url, people, report);
    await lookAtRows(dir, people, report);
    const verified = runBeside(dir, "replay", "verify");
    report.check("the database knows all that the journal tells", verified.endsWith("is current."), verified);
  } finally {
    await stack.stop();
  }
  const keys = [...people.erasedKeys, ...people.oldKeys];
  report.check(
    "no file of hers or of the purged picture is in the storage",
    storedOf(dir, keys) === 0,
    storedOf(dir, keys),
  );
}

/** Asks all the time, from before the door is open until the service is ready. */
async function watch(stack: Stack, { page }: Person): Promise<Seen> {
  const seen: Seen = { ready: [], api: [], pages: [] };
  let ready = false;
  stack.ready.then(
    () => undefined,
    () => {
      ready = true;
    },
  );
  while (!ready) {
    const api = await page.get("/session").catch(() => undefined);
    const answer = await fetch(`${stack.url}/ready`).catch(() => undefined);
    const text = (await answer?.text()) ?? "";
    ready ||= answer?.status === 200;
    if (api && !ready) seen.api.push(api.status);
    if (answer) seen.ready.push(text.startsWith("{") ? JSON.parse(text).status : "starting");
    await pause(5);
  }
  await stack.ready;
  return { ...seen, ready: [...new Set(seen.ready)] };
}

async function lookAtPeople({ url }: Stack, people: People, report: Report): Promise<void> {
  const status = async (answer: Promise<{ status: number }>) => (await answer).status;
  const signIn = await status(browser(url).signIn(people.erased.email));
  report.check("Ana cannot sign in", signIn === 401, signIn);
  const session = await status(people.erased.page.get("/account"));
  report.check("Ana's session of before the backup opens nothing", session === 401, session);
  const ben = await consentsOf(people.withdraws.page);
  report.check(
    "Ben's consent is still taken back, his others stand",
    ben.join() === "marketing,analytics",
    ben,
  );
  const [picture = ""] = people.withdraws.pictures;
  const gone = await status(people.withdraws.page.get(`/generations/${picture}`));
  report.check("the picture that he deleted is gone", gone === 404, gone);
  const cleo = await consentsOf(people.leaves.page);
  report.check(
    "Cleo gets no letters, her other consents stand",
    cleo.join() === "analytics,personalization",
    cleo,
  );
  const other = await status(people.otherDevice.get("/account"));
  report.check("Dan's ended session is dead", other === 401, other);
  const own = await status(people.signsOut.page.get("/account"));
  report.check("Dan's own session lives", own === 200, own);
  const old = await status(people.old.page.get(`/generations/${people.oldPicture}`));
  report.check("Eva's picture of 400 days is gone", old === 404, old);
  const { body } = await people.old.page.get("/generations");
  report.check("Eva's newer one is there", (body.items as unknown[]).length === 1, body);
  const finn = await viewOf(people.untouched.page);
  report.check("Finn sees what he saw before the backup", finn === people.untouchedView, finn);
}

async function lookAtRows(dir: string, people: People, report: Report): Promise<void> {
  await asOwner(dir, async (sql) => {
    const rows = await rowsWith(sql, wordsOf(people.erased));
    report.check("no row of any table names Ana", Object.keys(rows).length === 0, rows);
    const finn = await rowsWith(sql, wordsOf(people.untouched));
    report.check("Finn's rows are there", (finn.account ?? 0) === 1 && (finn.generation ?? 0) === 1, finn);
    const files = await keysOf(sql, people.untouched);
    report.check("Finn's file is known", files.length === 1, files);
  });
}
