/** A worker that purges once, at the time it is given. It is made to be killed. */
import { setClock } from "../../core/base/clock.ts";
import { run } from "../../functions/clock/purge.ts";

const instant = new Date(process.env.WORKER_TIME ?? "");
setClock(() => instant);
process.send?.("ready");
await run();
process.exit(0);
