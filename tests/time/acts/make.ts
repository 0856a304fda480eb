/** Making and keeping: uploads, generations, throwing away and taking back. */
import sharp from "sharp";
import type { GenerationView } from "../../../core/generation/generation.schema.ts";
import { h3, hailuo, image, speech, theNotice } from "../../support/generation.ts";
import type { Content, Life } from "../book.ts";
import { call, type Machine, send, settle } from "../machine.ts";
import { LATE, REFUSED } from "../provider.ts";
import { Broken } from "../world.ts";

const photo = sharp({ create: { width: 320, height: 320, channels: 3, background: "#c84" } })
  .jpeg()
  .toBuffer();

let count = 0;
/** A prompt that is nobody else's. `words` are what the provider acts on. */
const promptOf = (life: Life, words = "a lighthouse") => `${words} for ${life.name} number ${++count}`;

const KINDS = {
  image: (life: Life) => image(promptOf(life)),
  speech: (life: Life) => speech(promptOf(life)),
  clip: (life: Life) => h3(promptOf(life)),
  older: (life: Life) => hailuo(promptOf(life), { model: "MiniMax-Hailuo-2.3" }),
  late: (life: Life) => h3(promptOf(life, LATE)),
  refused: (life: Life) => speech(promptOf(life, REFUSED)),
};
type Kind = keyof typeof KINDS;
const WEIGHTS: Record<Kind, number> = { image: 40, speech: 40, clip: 5, older: 4, late: 2, refused: 6 };

function keep(machine: Machine, life: Life, kind: Content["kind"], id: string): void {
  if (machine.book.gone.has(id)) throw new Broken(`${life.name}: the ${kind} ${id} has come back`);
  life.content.set(id, { id, owner: life, kind, createdAt: machine.world.now() });
}

/** Asks for something, as far as the credits go. Returns its id, or undefined where they do not suffice. */
export async function ask(machine: Machine, life: Life, kind?: Kind): Promise<string | undefined> {
  const { dice } = machine.world;
  const settings = KINDS[kind ?? dice.weighed(WEIGHTS)](life);
  await call(life, "put", "/privacy/transfer-notice", { body: theNotice(), want: 204 });
  const { quote, credits } = await call(life, "post", "/quotes", { body: { settings } });
  const enough = life.credits.available >= Number(credits);
  const body = { settings, quote };
  const { id } = await call(life, "post", "/generations", { body, want: enough ? 201 : 402 });
  if (!enough) return undefined;
  keep(machine, life, "generation", String(id));
  return String(id);
}

/** Makes something and waits for it. */
export async function make(machine: Machine, life: Life): Promise<void> {
  const id = await ask(machine, life);
  if (!id) return;
  await settle(machine);
  await take(machine, life, id);
}

/** Looks at what has become of a generation, which must have ended, and writes it into the book. */
export async function take(machine: Machine, life: Life, id: string): Promise<GenerationView["state"]> {
  const view = (await call(life, "get", `/generations/${id}`)) as unknown as GenerationView;
  if (view.finishedAt === null)
    throw new Broken(`${life.name}: a generation has not ended in time: ${view.state}`);
  for (const output of view.outputs) keepOutput(machine, life, { madeBy: id, ...output });
  const charged = view.creditsCharged ?? 0;
  if (view.state !== "ready" && charged !== 0) throw new Broken(`${life.name} pays for what was not made`);
  if (view.state === "ready" && charged !== view.credits) throw new Broken(`${life.name} pays ${charged}`);
  life.credits.available -= charged;
  life.credits.spent += charged;
  machine.world.note(`${life.name} made ${view.settings.model}: ${view.state}, ${charged} credits`);
  return view.state;
}

/** A file of a generation, which came between the question and now. */
function keepOutput(
  machine: Machine,
  life: Life,
  output: { id: string; madeBy: string; createdAt: string },
): void {
  const unseen = life.content.get(output.id);
  if (unseen) return void delete unseen.unseen;
  keep(machine, life, "media", output.id);
  const createdAt = new Date(output.createdAt);
  const asked = life.content.get(output.madeBy)?.createdAt ?? machine.world.now();
  if (createdAt < asked || createdAt > machine.world.now()) throw new Broken("a file of another time");
  const content = life.content.get(output.id);
  if (content) Object.assign(content, { createdAt, madeBy: output.madeBy });
}

/** Uploads a picture. */
export async function upload(machine: Machine, life: Life): Promise<void> {
  const bytes = await photo;
  const body = { fileName: `${life.name}.jpg`, contentType: "image/jpeg", bytes: bytes.length };
  const ticket = await call(life, "post", "/media", { body, want: 201 });
  const { id } = ticket.media as { id: string };
  keep(machine, life, "media", id);
  if (machine.world.dice.chance(0.1)) return abandon(machine, life, id);
  const { url, headers } = ticket.upload as { url: string; headers: Record<string, string> };
  const put = await fetch(url, { method: "PUT", headers, body: new Uint8Array(bytes) });
  if (!put.ok) throw new Broken(`the storage refused an upload: ${put.status}`);
  await call(life, "post", `/media/${id}/complete`);
  await settle(machine);
  const { state } = await call(life, "get", `/media/${id}`);
  if (state !== "ready") throw new Broken(`${life.name}: an upload is ${state}`);
}

/** An upload that is never finished is gone a day later, as if it had been thrown away. */
function abandon(machine: Machine, life: Life, id: string): void {
  const content = life.content.get(id);
  if (content) content.abandonedAt = machine.world.now();
}

/** Throws something away that is there to be thrown away; sometimes takes it back within the hour. */
export async function throwAway(machine: Machine, life: Life): Promise<void> {
  const { world } = machine;
  const open = [...life.content.values()].filter(
    ({ id, trashedAt, abandonedAt, madeBy }) =>
      !trashedAt && !abandonedAt && !madeBy && id !== life.sealed?.id,
  );
  if (open.length === 0) return;
  const { id, kind } = world.dice.pick(open);
  const path = kind === "generation" ? `/generations/${id}` : `/media/${id}`;
  const response = await send(life, "delete", path);
  // Its year may have ended before it could be thrown away.
  if (response.status === 404) return;
  if (response.status !== 204) throw new Broken(`${life.name}: deleting was answered ${response.status}`);
  const trashed = [...life.content.values()].filter((each) => each.id === id || each.madeBy === id);
  if (world.dice.chance(0.2)) {
    await call(life, "post", `${path}/restore`);
    return;
  }
  for (const each of trashed) each.trashedAt = world.now();
}
