/**
 * `npm run restore-drill`: a backup is restored for real, in a folder of its own. People are made, a cold copy of the
 * database is taken, then one is erased, one takes a consent back, one leaves the letters, one ends a session, one changes
 * the password, revokes directives and restricts processing, one lifts that, and a purge runs; the copy is put back, and
 * nothing of all that may be undone. Prints a report; exits with 1 on any difference.
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeTheCopy } from "./drill/before.ts";
import { bringBack } from "./drill/bring-back.ts";
import { afterTheCopy } from "./drill/meanwhile.ts";
import { openReport } from "./drill/report.ts";
import { freePort } from "./ports.ts";

const root = mkdtempSync(join(tmpdir(), "pix2clip-drill-"));
chmodSync(root, 0o711); // the user that Postgres runs as must be able to enter
const report = openReport();
try {
  const place = { dir: join(root, "data"), copy: join(root, "copy"), port: await freePort() };
  const people = await beforeTheCopy(place, report);
  await afterTheCopy(place, people, report);
  await bringBack(place, people, report);
} catch (error) {
  report.check("the drill came to its end", false, error instanceof Error ? error.message : String(error));
} finally {
  rmSync(root, { recursive: true, force: true });
}
report.close();
