import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { MINUTE, setClock } from "../../../core/base/clock.ts";
import { listObjects } from "../../../core/base/storage.ts";
import { runStep } from "../../../core/generation/pipeline.ts";
import {
  ask,
  bringMessage,
  bringUntil,
  h3,
  hailuo,
  image,
  make,
  type Person,
  picture,
  rowOf,
  speech,
} from "../../support/generation.ts";
import { owner } from "../../support/owner.ts";
import { person } from "../../support/person.ts";
import { answerWith, providerUrl, type Scripted, sent } from "../../support/provider.ts";
import { film, mp3 } from "../media/samples.ts";

let ana: Person;
beforeAll(async () => {
  ana = await person({ credits: 100_000 });
});
beforeEach(() => {
  sent.length = 0;
  answerWith();
  setClock();
});

const ok = { base_resp: { status_code: 0 } };
const json = (value: unknown): Scripted => ({ status: 200, body: JSON.stringify(value) });

describe("everything that is offered is made", () => {
  const SLOW = 120_000;
  test(
    "a clip from one's own picture, with that picture's thumbnail as its poster",
    async () => {
      const firstFrameMediaId = await picture(ana);
      const settings = { model: "MiniMax-Hailuo-02", resolution: "512P", firstFrameMediaId };
      const view = await make(ana, hailuo("[Push in] golden hour", settings));
      expect(view).toMatchObject({ state: "ready", inputs: [{ role: "first_frame" }] });
      expect(view.outputs).toMatchObject([
        { kind: "video", durationSeconds: 6, thumbnailUrl: expect.any(String) },
      ]);
    },
    SLOW,
  );
  test(
    "a clip from a text (v2)",
    async () => {
      const view = await make(ana, h3("a boat at sea"));
      expect(view).toMatchObject({ state: "ready", creditsCharged: 25 });
      expect(view.outputs).toMatchObject([{ kind: "video", durationSeconds: 5, height: 480 }]);
    },
    SLOW,
  );
  test("images with a face", async () => {
    const settings = { faceMediaId: await picture(ana), count: 2, aspectRatio: "21:9" };
    const { outputs } = await make(ana, image("at the market", settings));
    expect(outputs).toMatchObject([
      { width: 1344, height: 576 },
      { width: 1344, height: 576 },
    ]);
  });
  test("speech", async () => {
    const { outputs } = await make(ana, speech("Bonjour à toutes et à tous."));
    expect(outputs).toMatchObject([
      { kind: "audio", contentType: "audio/mpeg", fileName: expect.stringMatching(/\.mp3$/) },
    ]);
  });
  test(
    "speech of more than five minutes, as a long text gives",
    async () => {
      const audio = (await mp3(310, ["-b:a", "32k"])).toString("hex");
      answerWith(() => json({ data: { audio }, ...ok }));
      const { state, outputs } = await make(ana, speech("x".repeat(9_999)));
      expect([state, Math.round(outputs[0]?.durationSeconds ?? 0)]).toEqual(["ready", 310]);
    },
    SLOW,
  );
});

describe("a message", () => {
  test("that comes twice, late or at the same time as another does its step once", async () => {
    const { id } = await ask(ana, image("a hill", { aspectRatio: "21:9" }));
    const { id: generationId } = await rowOf(id);
    const first = { generationId, step: 0 };
    await Promise.all([runStep(first), runStep(first), runStep(first)]);
    await runStep(first);
    expect(sent.filter((call) => call.method === "POST")).toHaveLength(1);
    const { step } = await rowOf(id);
    await Promise.all([runStep({ generationId, step }), runStep({ generationId, step })]);
    expect((await bringUntil(id)).state).toBe("ready");
    expect(await owner`select 1 from media where generation_id = ${id}`).toHaveLength(1);
  });

  test("of a job that is gone does nothing", async () => {
    await runStep({ generationId: "01a20e1b-aa09-7b07-83c2-1150d612086b" as never, step: 0 });
    expect(sent).toEqual([]);
  });
});

describe("a worker that died after the claim", () => {
  /** As a worker leaves it that dies between writing `submitted` and the provider's answer. */
  const leaveSubmitted = (id: string, at: Date) =>
    owner`update generation set state = 'submitted', step = 1, submitted_at = ${at} where id = ${id}`;

  test("costs the job and nothing else: it is never sent again", async () => {
    const { id } = await ask(ana, speech("bonjour"));
    await leaveSubmitted(id, new Date());
    expect(await bringMessage(id)).toMatchObject({ failure: "provider_silent", creditsCharged: 0 });
    expect(sent).toEqual([]);
  });

  test("with a v2 clip: while the provider's list cannot be had, the job waits", async () => {
    const { id } = await ask(ana, h3("sandbox:fail"));
    await leaveSubmitted(id, new Date());
    answerWith(() => ({ status: 502, body: "<html>" }));
    expect((await bringMessage(id)).state).toBe("submitted");
    answerWith(() => json({ items: [], total: 0 }));
    expect((await bringMessage(id)).failure).toBe("provider_silent");
  });

  test("with two v2 clips at once: neither takes a task that may be the other's", async () => {
    const paul = await person({ credits: 100 });
    const jobs = [await ask(ana, h3("one")), await ask(paul, h3("two"))];
    const at = new Date();
    for (const { id } of jobs) await leaveSubmitted(id, at);
    const createdAt = Math.floor(at.getTime() / 1000);
    answerWith(() =>
      json({ items: [{ id: "77", created_at: createdAt, resolution: "480P", duration: 5 }], total: 1 }),
    );
    for (const { id } of jobs) expect((await bringMessage(id)).failure).toBe("provider_silent");
  });

  test("with a v2 clip: a task that may be that of a closed account's clip is left alone", async () => {
    const paul = await person({ credits: 100 });
    const [lost, closed] = [await ask(ana, h3("one")), await ask(paul, h3("two"))];
    const at = new Date(Date.now() - 7 * 24 * 60 * MINUTE); // far from the jobs of other tests
    for (const { id } of [lost, closed]) await leaveSubmitted(id, at);
    await owner`update generation set state = 'fenced', credits_charged = 0, finished_at = now(), step = step + 1
      where id = ${closed.id}`;
    const createdAt = Math.floor(at.getTime() / 1000);
    answerWith(() =>
      json({ items: [{ id: "78", created_at: createdAt, resolution: "480P", duration: 5 }], total: 1 }),
    );
    expect((await bringMessage(lost.id)).failure).toBe("provider_silent");
  });

  test("with a v2 clip: tasks of other jobs, of other sizes and of earlier times are not its own", async () => {
    const { id } = await ask(ana, h3("mine"));
    const at = new Date();
    await leaveSubmitted(id, at);
    const createdAt = Math.floor(at.getTime() / 1000);
    const task = { created_at: createdAt, resolution: "480P", duration: 5 };
    const owned = await ask(ana, h3("other"));
    await owner`update generation set provider_task_id = '80', finished_at = now() where id = ${owned.id}`;
    const items = [
      { ...task, id: "80" },
      { ...task, id: "81", resolution: "768P" },
      { ...task, id: "82", duration: 6 },
      { ...task, id: "83", created_at: createdAt - 3600 },
    ];
    answerWith(() => json({ items, total: 4 }));
    expect((await bringMessage(id)).failure).toBe("provider_silent");
  });
});

test("an answer that comes after the job was given up is not delivered, and its task is deleted at the provider", async () => {
  const { id } = await ask(ana, hailuo("a hill"));
  answerWith(async () => {
    await owner`update generation set state = 'failed', failure = 'provider_silent', credits_charged = 0,
      finished_at = now(), step = step + 1 where id = ${id}`;
    return json({ task_id: "106916112212032", ...ok });
  });
  await bringMessage(id);
  expect(await rowOf(id)).toMatchObject({ state: "failed", providerTaskId: null });
  const items = await owner`select remote_id, deletion_due_at from remote_item where generation_id = ${id}`;
  expect(items).toMatchObject([{ remote_id: "106916112212032", deletion_due_at: expect.any(Date) }]);
});

test("a job that is not ready at its deadline ends there, refunded; one second earlier it goes on", async () => {
  const { id, createdAt } = await ask(ana, h3("sandbox:stuck"));
  await bringUntil(id, "running");
  const deadline = new Date(createdAt).getTime() + 30 * MINUTE;
  setClock(() => new Date(deadline - 1000));
  expect((await bringMessage(id)).state).toBe("running");
  setClock(() => new Date(deadline + 1));
  expect(await bringMessage(id)).toMatchObject({ failure: "deadline_passed", creditsCharged: 0 });
});

describe("results", () => {
  /** A v1 clip whose links are `links` in turn; the last one stays. */
  function serve(links: Record<string, Scripted>) {
    const names = Object.keys(links);
    let given = 0;
    answerWith(({ path }) => {
      if (path === "/v1/video_generation") return json({ task_id: "1", ...ok });
      if (path.startsWith("/v1/query"))
        return json({ status: "Success", file_id: "123456789012345678", ...ok });
      const name = names[Math.min(given, names.length - 1)] as string;
      if (path.startsWith("/v1/files/retrieve")) {
        given += 1;
        return json({ file: { download_url: `${providerUrl}/${name}` }, ...ok });
      }
      return links[path.slice(1)];
    });
  }

  test("behind a link that has expired or breaks off are fetched by a fresh one", async () => {
    serve({ a: { status: 403, body: "expired" }, b: "drop", c: { status: 200, body: await film() } });
    const view = await make(ana, hailuo("a hill"));
    expect(view).toMatchObject({ state: "ready", outputs: [{ kind: "video" }] });
  });

  test("that are no film, or one cut short, are refused after five tries, refunded, and leave no object", async () => {
    const whole = await film();
    for (const body of ["<html>", whole.subarray(0, whole.length / 2), Buffer.alloc(0)]) {
      serve({ a: { status: 200, body } });
      const before = await listObjects("media");
      const { id } = await ask(ana, hailuo("a hill"));
      expect(await bringUntil(id)).toMatchObject({
        failure: "result_unreadable",
        creditsCharged: 0,
        attempts: 4,
      });
      expect(await listObjects("media")).toEqual(before);
    }
  });

  test("of speech that came are kept through a worker's death, and the unmarked copy goes", async () => {
    const before = (await listObjects("media")).length;
    const { id } = await ask(ana, speech("bonjour"));
    expect((await bringUntil(id, "storing")).keptKey).toEqual(expect.any(String));
    expect((await listObjects("media")).length).toBe(before + 1);
    sent.length = 0;
    expect(await bringUntil(id)).toMatchObject({ state: "ready", keptKey: null });
    expect(sent).toEqual([]);
    expect((await listObjects("media")).length).toBe(before + 1);
  });
});
