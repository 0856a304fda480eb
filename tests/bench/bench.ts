/**
 * npm run bench: the budgets of design section 11 that exist so far, each beside its peer in the same run. Needs nothing
 * but this machine. `npm run bench -- export read` measures only those. Ends with 1 when a budget is broken.
 */
import { measureBundle } from "./bundle.ts";
import { measureErasure } from "./erasure.ts";
import { measureExport } from "./export.ts";
import { measureFunctions } from "./functions.ts";
import { measureIdleClock } from "./idle-clock.ts";
import { type Line, table } from "./line.ts";
import { measurePages } from "./pages.ts";
import { measurePanel } from "./panel.ts";
import { measurePurge } from "./purge.ts";
import { measureRead } from "./read.ts";
import { measureSignIn } from "./sign-in.ts";
import { openStage, type Stage } from "./stage.ts";

const MEASURES: Record<string, (stage: Stage) => Line[] | Promise<Line[]>> = {
  read: measureRead,
  panel: measurePanel,
  bundle: measureBundle,
  functions: measureFunctions,
  "sign-in": measureSignIn,
  pages: measurePages,
  export: measureExport,
  purge: measurePurge,
  erasure: measureErasure,
  "idle-clock": measureIdleClock,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in MEASURES));
if (unknown.length > 0) {
  console.error(
    `Nothing here is called ${unknown.join(", ")}. Say some of: ${Object.keys(MEASURES).join(", ")}.`,
  );
  process.exit(1);
}

const stage = await openStage();
try {
  const lines: Line[] = [];
  for (const [name, measure] of Object.entries(MEASURES))
    if (asked.length === 0 || asked.includes(name)) lines.push(...(await measure(stage)));
  console.log(table(lines));
  if (lines.some((line) => !line.kept)) process.exitCode = 1;
} finally {
  await stage.close();
}
