import { beforeAll, beforeEach, expect, inject, test } from "vitest";
import { HOUR, MINUTE, setClock } from "../../core/base/clock.ts";
import { sendDueDeletions } from "../../core/privacy/remote-thing.ts";
import { handler as remoteDelete } from "../../functions/queue/remote-delete.ts";
import { drain } from "../support/drain.ts";
import { ask, bringUntil, h3, hailuo, type Person, picture } from "../support/generation.ts";
import { owner } from "../support/owner.ts";
import { person } from "../support/person.ts";
import { answerWith, inBand, sent } from "../support/provider.ts";

let ana: Person;
beforeAll(async () => {
  ana = await person({ credits: 10_000 });
});
beforeEach(() => {
  answerWith();
  setClock();
});

const items = (id: string) =>
  owner`select id, kind, remote_id, attempts, deletion_due_at, deleted_at from remote_item
    where generation_id = ${id} order by kind`;
const deliver = () => drain({ "remote-delete": remoteDelete });
const fileAtProvider = async (id: string) => {
  const files = (await (await fetch(`${inject("minimaxUrl")}/sandbox/files`)).json()) as {
    id: string;
    deleted: boolean;
  }[];
  return files.find((file) => file.id === id);
};

test("a v1 clip is deleted at the provider by its 18-digit id, digit for digit, once its job has ended", async () => {
  const { id } = await ask(
    ana,
    hailuo("a hill", {
      model: "MiniMax-Hailuo-02",
      resolution: "512P",
      firstFrameMediaId: await picture(ana),
    }),
  );
  await bringUntil(id);
  const [file, task] = await items(id);
  expect([file?.kind, task?.kind]).toEqual(["video_file", "video_v1_task"]);
  expect(file?.remote_id).toMatch(/^\d{18}$/);
  expect(Number.isSafeInteger(Number(file?.remote_id))).toBe(false);
  expect(await fileAtProvider(file?.remote_id)).toMatchObject({ deleted: false });
  sent.length = 0;
  await deliver();
  expect(sent.find((call) => call.path === "/v1/files/delete")?.body).toBe(
    `{"file_id":${file?.remote_id},"purpose":"video_generation"}`,
  );
  expect(await fileAtProvider(file?.remote_id)).toMatchObject({ deleted: true });
  for (const item of await items(id)) expect(item.deleted_at).toBeInstanceOf(Date);
}, 120_000);

test("a v2 clip is deleted with its task, and a task that the provider no longer knows counts as deleted", async () => {
  const { id } = await ask(ana, h3("a boat sandbox:fail"));
  await bringUntil(id);
  await deliver();
  const [task] = await items(id);
  expect(task).toMatchObject({ kind: "video_v2_task", deletion_due_at: null });
  expect(task?.deleted_at).toBeInstanceOf(Date);
  await owner`update remote_item set deleted_at = null, deletion_due_at = now() - interval '1 hour' where id = ${task?.id}`;
  await sendDueDeletions();
  await deliver();
  expect((await items(id))[0]?.deleted_at).toBeInstanceOf(Date);
});

test("without the provider's answer nothing is marked as deleted; it is tried after 1 min, 5 min, 30 min, 2 h, then every 6 h", async () => {
  const { id } = await ask(ana, h3("a lighthouse sandbox:fail"));
  await bringUntil(id);
  let time = Date.now();
  setClock(() => new Date(time));
  const refusals = [
    "drop" as const,
    { status: 502, body: "<html>bad gateway</html>" },
    inBand(1002),
    inBand(1004),
    { status: 200, body: "" },
    "drop" as const,
  ];
  const pauses = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 6 * HOUR];
  for (const [index, refusal] of refusals.entries()) {
    answerWith(() => refusal);
    if (index > 0) await sendDueDeletions();
    await deliver();
    const [item] = await items(id);
    expect(item).toMatchObject({ attempts: index + 1, deleted_at: null });
    expect(item?.deletion_due_at.getTime() - time).toBe(pauses[index]);
    time = item?.deletion_due_at.getTime() - 1;
    expect(await sendDueDeletions()).toBe(0);
    time += MINUTE + 2;
  }
  answerWith();
  await sendDueDeletions();
  await deliver();
  expect((await items(id))[0]?.deleted_at).toBeInstanceOf(Date);
});

test("a task that runs past its job's deadline is asked again until it has ended, and then deleted", async () => {
  const { id } = await ask(ana, h3("sandbox:stuck"));
  await bringUntil(id, "running");
  const time = Date.now() + 31 * MINUTE;
  setClock(() => new Date(time));
  expect((await bringUntil(id)).failure).toBe("deadline_passed");
  answerWith(({ method }) => (method === "GET" ? { status: 200, body: RUNNING } : undefined));
  await deliver();
  expect((await items(id))[0]).toMatchObject({ deleted_at: null, attempts: 1 });
});
const RUNNING = JSON.stringify({ task: { status: "running" } });

test("a message that comes twice deletes once", async () => {
  const { id } = await ask(ana, h3("a cat sandbox:fail"));
  await bringUntil(id);
  const [task] = await items(id);
  sent.length = 0;
  const record = { messageId: "m", body: JSON.stringify({ table: "remote_item", id: task?.id }) };
  await remoteDelete({ Records: [record, record] } as never);
  expect(sent.filter((call) => call.method === "DELETE")).toHaveLength(1);
});
