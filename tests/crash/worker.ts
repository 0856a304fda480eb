/** A worker as on a host: the queue functions, fed by the queues, and the minutely clock. It is made to be killed. */
import { setTimeout as pause } from "node:timers/promises";
import { run as relay } from "../../functions/clock/relay.ts";
import { startConsumers } from "../../functions/host/consume.ts";
import { follow } from "./clock.ts";

const clock = JSON.parse(process.env.CRASH_CLOCK ?? "");
follow(clock);
process.on("message", (ahead) => {
  clock.ahead = ahead;
});
startConsumers();
process.send?.("ready");
for (;;) {
  await relay();
  await pause(1000);
}
