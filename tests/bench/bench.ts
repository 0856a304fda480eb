/**
 * npm run bench: the budgets of design section 11 that exist so far, each beside its peer in the same run. Needs nothing
 * but this machine. Ends with 1 when a budget is broken.
 */
import { measureBundle } from "./bundle.ts";
import { measureExport } from "./export.ts";
import { table } from "./line.ts";
import { measurePages } from "./pages.ts";
import { measureRead } from "./read.ts";
import { measureSignIn } from "./sign-in.ts";
import { openStage } from "./stage.ts";

const stage = await openStage();
try {
  const lines = [
    ...(await measureRead(stage)),
    ...(await measureBundle(stage)),
    ...measureSignIn(),
    ...(await measurePages()),
    ...(await measureExport(stage)),
  ];
  console.log(table(lines));
  if (lines.some((line) => !line.kept)) process.exitCode = 1;
} finally {
  await stage.close();
}
