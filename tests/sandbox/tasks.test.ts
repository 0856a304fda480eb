import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { framesOf } from "./frames.ts";
import { client, folder, HOUR, type Json, openStudio, picture } from "./studio.ts";

vi.setConfig({ testTimeout: 120_000 });

const V1 = "/v1/video_generation";
const V2 = "/v2/video_generation";
const h3 = (text: string) => ({
  model: "MiniMax-H3-Max",
  content: [{ type: "text", text }],
  resolution: "480P",
  duration: 5,
  ratio: "16:9",
});
const STUCK = { model: "MiniMax-Hailuo-2.3", prompt: "sandbox:stuck" };

test("a clip that was in the making when the sandbox stopped is finished after the next start", async () => {
  const dir = await folder();
  const first = await openStudio({ dir });
  const order = { model: "MiniMax-Hailuo-02", resolution: "512P", first_frame_image: (await picture()).url };
  const { task_id } = await first.post(V1, order);
  await first.stop();
  const second = await openStudio({ dir });
  const film = await second.clip(task_id);
  expect(await framesOf(film)).toHaveLength(144);
  await second.stop();
  const third = await openStudio({ dir });
  expect((await third.clip(task_id)).equals(film)).toBe(true);
  expect([...(await third.json("/sandbox/paid"))].map((paid) => paid.id)).toEqual([task_id]);
});

test("a clip whose sandbox was killed is finished after the next start, and nothing of the work is left over", async () => {
  const dir = await folder();
  const child = spawn(process.execPath, [join(import.meta.dirname, "sandbox-process.ts"), dir]);
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const killed = client(line.toString().trim());
  const order = { model: "MiniMax-Hailuo-02", resolution: "512P", first_frame_image: (await picture()).url };
  const { task_id } = await killed.post(V1, order);
  await expect.poll(() => readdirSync(join(dir, "scratch")).length, { timeout: 20_000 }).toBe(1);
  child.kill("SIGKILL");
  await once(child, "exit");
  const next = await openStudio({ dir });
  expect(await framesOf(await next.clip(task_id))).toHaveLength(144);
  expect(readdirSync(join(dir, "scratch"))).toEqual([]);
});

test("a folder belongs to one sandbox at a time", async () => {
  const dir = await folder();
  await openStudio({ dir });
  await expect(openStudio({ dir })).rejects.toThrow("another process");
});

test("waiting is shown as in life: preparing, queueing, processing, by the clock", async () => {
  const studio = await openStudio({ speed: 100 });
  const { task_id } = await studio.post(V1, STUCK);
  const seen: unknown[] = [];
  for (const seconds of [0, 150, 200]) {
    studio.pass(seconds * 1000);
    seen.push((await studio.json(`/v1/query/video_generation?task_id=${String(task_id)}`)).status);
  }
  expect(seen).toEqual(["Preparing", "Queueing", "Processing"]);
});

describe("tasks of v2", () => {
  test("are found in the list by what is asked for, also when their answer was lost", async () => {
    const studio = await openStudio();
    await expect(studio.post(V2, h3("sandbox:drop sandbox:stuck"))).rejects.toThrow("fetch failed");
    const { task_id } = await studio.post(V2, h3("sandbox:fail"));
    await studio.ended2(task_id);
    const list = (query: string) => studio.json(`/v2/query/video_generation${query}`);
    const all = await list("");
    expect([all.total, ...[...(all.items ?? [])].map((task) => task.status)]).toEqual([
      2,
      "failed",
      "running",
    ]);
    expect([...((await list("?filter.status=running")).items ?? [])]).toHaveLength(1);
    expect(await list(`?filter.task_ids=${String(task_id)}`)).toMatchObject({
      total: 1,
      items: [{ id: task_id }],
    });
    expect([...((await list("?page_num=2&page_size=1")).items ?? [])].map((task) => task.status)).toEqual([
      "running",
    ]);
  });

  test("are cancelled in the queue, deleted at their end, and neither while they run", async () => {
    const studio = await openStudio({ speed: 100 });
    const remove = (id: unknown) => studio.call(`${V2}/${String(id)}`, { method: "DELETE" });
    const queued = await studio.post(V2, h3("sandbox:stuck"));
    expect(await (await remove(queued.task_id)).json()).toEqual({
      task_id: queued.task_id,
      action: "cancelled",
      status: "cancelled",
    });
    const running = await studio.post(V2, h3("sandbox:stuck again"));
    studio.pass(HOUR);
    expect((await remove(running.task_id)).status).toBe(400);
    const failed = await studio.post(V2, h3("sandbox:fail"));
    studio.pass(HOUR);
    expect(await (await remove(failed.task_id)).json()).toMatchObject({ action: "deleted" });
    expect((await studio.call(`/v2/query/video_generation/${String(failed.task_id)}`)).status).toBe(400);
  });

  test("are forgotten after seven days", async () => {
    const studio = await openStudio();
    const { task_id } = await studio.post(V2, h3("sandbox:fail"));
    studio.pass(7 * 24 * HOUR + 1000);
    const answer = await studio.json(`/v2/query/video_generation/${String(task_id)}`);
    expect(answer.error?.message).toContain("invalid task_id");
  });
});

describe("a callback", () => {
  /** A server that keeps what it is told and answers challenges when `obliging`. */
  async function ear(obliging: boolean) {
    const told: Json[] = [];
    const server = createServer((request, response) => {
      let text = "";
      request.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      request.on("end", () => {
        const body = JSON.parse(text) as Json;
        told.push(body);
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify(obliging ? { challenge: body.challenge } : {}));
      });
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    onTestFinished(() => void server.close());
    const address = server.address();
    return { told, url: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/` };
  }

  test("comes after its challenge, in lower case, at the end of the task", async () => {
    const studio = await openStudio();
    const { told, url } = await ear(true);
    const { task_id } = await studio.post(V1, { ...STUCK, prompt: "sandbox:fail", callback_url: url });
    await expect.poll(() => told.length, { timeout: 10_000 }).toBe(2);
    expect(told[0]).toEqual({ challenge: expect.any(String) });
    expect(told[1]).toMatchObject({ task_id, status: "failed", base_resp: { status_code: 0 } });
  });

  test("never comes to a URL that does not repeat the challenge", async () => {
    const studio = await openStudio();
    const [deaf, good] = [await ear(false), await ear(true)];
    await studio.post(V1, { ...STUCK, prompt: "sandbox:fail", callback_url: deaf.url });
    await studio.post(V2, { ...h3("sandbox:fail"), callback_url: good.url });
    await expect.poll(() => good.told.length, { timeout: 10_000 }).toBe(2);
    expect(good.told[1]).toMatchObject({ task: { status: "failed" } });
    expect(deaf.told).toEqual([{ challenge: expect.any(String) }]);
  });
});
