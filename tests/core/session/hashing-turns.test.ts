import { expect, test } from "vitest";
import { inTurn } from "../../../core/session/hashing-turns.ts";

test("a few run at once, the others wait for their turn, and who would wait too long is told to come back", async () => {
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  let running = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++running);
    await gate;
    running--;
    return "done";
  };
  const all = Array.from({ length: 310 }, () => inTurn(work));
  const last = all.pop();
  await expect(last).rejects.toMatchObject({ code: "unavailable" });
  open();
  const answers = await Promise.allSettled(all);
  const served = answers.filter(({ status }) => status === "fulfilled");
  expect(served.length).toBe(300 + most);
  expect(most).toBeLessThanOrEqual(3);
});

test("work that fails gives its turn on", async () => {
  const fail = () => inTurn(() => Promise.reject(new Error("no memory")));
  const failed = await Promise.allSettled(Array.from({ length: 10 }, fail));
  expect(failed.every(({ status }) => status === "rejected")).toBe(true);
  expect(await inTurn(async () => "done")).toBe("done");
});
