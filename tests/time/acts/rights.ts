/** The rights: consents, restriction and its end, copies, directives. */
import type { ConsentPurpose } from "../../../core/consent/consent.schema.ts";
import type { GenerationView } from "../../../core/generation/generation.schema.ts";
import { PASSWORD } from "../../support/visitor.ts";
import { type Life, mustBeThere } from "../book.ts";
import { HOUR, MINUTE, PROMISES, plus } from "../calendar.ts";
import { call, logged, type Machine, settle, until } from "../machine.ts";
import { newestMail } from "../post.ts";
import { drain } from "../queues.ts";
import { Broken } from "../world.ts";
import { ask, take } from "./make.ts";

const PURPOSES: readonly ConsentPurpose[] = ["marketing", "marketing", "analytics", "personalization"];

/** Turns one of the switches the other way. */
export async function choose(machine: Machine, life: Life): Promise<void> {
  const purpose = machine.world.dice.pick(PURPOSES);
  await (life.consents.has(purpose) ? refuse(life, purpose) : agree(life, purpose));
}

/** Gives a consent. */
async function agree(life: Life, purpose: ConsentPurpose): Promise<void> {
  const page = await call(life, "get", "/privacy/consents");
  const found = (page.consents as { purpose: string; notice: { version: string; locale: string } }[]).find(
    (each) => each.purpose === purpose,
  );
  const body = {
    purpose,
    given: true,
    noticeVersion: found?.notice.version,
    noticeLocale: found?.notice.locale,
  };
  await call(life, "put", "/privacy/consents", { body });
  life.consents.add(purpose);
  life.choices += 1;
}

/** Takes a consent back, as may be done in every state. */
export async function refuse(life: Life, purpose: ConsentPurpose): Promise<void> {
  await call(life, "put", "/privacy/consents", { body: { purpose, given: false } });
  if (life.consents.delete(purpose)) life.choices += 1;
}

/** Restricts processing; sometimes with work under way, which then comes sealed. */
export async function restrict(machine: Machine, life: Life): Promise<void> {
  const { world } = machine;
  const purge = world.dice.chance(0.5) ? "keep" : "as_usual";
  const underWay = world.dice.chance(0.4) ? await ask(machine, life, "clip") : undefined;
  // A moment later the provider has it: what it makes is kept from everybody.
  if (underWay) await settleBriefly(machine);
  await call(life, "put", "/privacy/restriction", { body: { purge } });
  life.restricted = { purge };
  logged(machine, "processing_restricted");
  await settle(machine);
  newestMail(life.email, "processing_restricted");
  if (underWay) await lookAtSealed(machine, life, underWay);
  world.note(`${life.name} restricted, the yearly purge: ${purge}`);
}

async function settleBriefly({ world }: Machine): Promise<void> {
  await drain();
  world.goTo(plus(world.now(), MINUTE / 2));
}

async function lookAtSealed(machine: Machine, life: Life, id: string): Promise<void> {
  const view = (await call(life, "get", `/generations/${id}`)) as unknown as GenerationView;
  if (!view.sealed) {
    await take(machine, life, id);
    return;
  }
  if (view.outputs.length > 0) throw new Broken(`${life.name}: what is sealed is shown`);
  life.sealed = { id, credits: view.credits };
}

/** Everything else is refused meanwhile. */
export async function tryWhileRestricted(_: Machine, life: Life): Promise<void> {
  const settings = { kind: "image", model: "image-01", prompt: "never", aspectRatio: "1:1", count: 1 };
  const { quote } = await call(life, "post", "/quotes", { body: { settings } });
  await call(life, "post", "/generations", { body: { settings, quote }, want: 423 });
  const body = { fileName: "a.jpg", contentType: "image/jpeg", bytes: 10 };
  await call(life, "post", "/media", { body, want: 423 });
}

/** Changes what the yearly purge does meanwhile. */
export async function rethinkPurge(machine: Machine, life: Life): Promise<void> {
  const purge = life.restricted?.purge === "keep" ? "as_usual" : "keep";
  await call(life, "put", "/privacy/restriction", { body: { purge } });
  if (life.restricted?.purge === "keep") life.liftedAt = machine.world.now();
  life.restricted = { purge };
}

/** Announces the lifting, and confirms it a while later: in time, or too late. */
export async function lift(machine: Machine, life: Life): Promise<void> {
  const { world } = machine;
  const holds = life.announcedUntil !== undefined && world.now() < life.announcedUntil;
  await call(life, "delete", "/privacy/restriction", { want: 202 });
  if (!holds) {
    logged(machine, "lift_announced");
    life.announcedUntil = plus(world.now(), PROMISES.liftHours * HOUR);
  }
  await settle(machine);
  newestMail(life.email, "lift_announced");
  const body = { sealed: world.dice.pick(["keep", "discard"]) };
  if (world.dice.chance(0.15)) return lapse(machine, life, body);
  world.goTo(plus(world.now(), world.dice.whole(1, 300) * 1000));
  await call(life, "put", "/privacy/restriction/lift", { body });
  logged(machine, "restriction_lifted");
  await settle(machine);
  await unseal(machine, life, body.sealed);
  life.liftedAt = world.now();
  delete life.restricted;
  delete life.announcedUntil;
  world.note(`${life.name} lifted the restriction, sealed results: ${body.sealed}`);
}

/** An announcement holds for 48 hours; a confirmation that is tried at a later visit is refused. */
async function lapse({ world }: Machine, life: Life, body: unknown): Promise<void> {
  life.lapsing = { until: plus(world.now(), PROMISES.liftHours * HOUR), body };
}

/** Confirms a lifting whose announcement has lapsed. */
export async function liftTooLate({ world }: Machine, life: Life): Promise<void> {
  const { lapsing } = life;
  delete life.lapsing;
  if (!lapsing || world.now() < lapsing.until) return;
  await call(life, "put", "/privacy/restriction/lift", { body: lapsing.body, want: 409 });
}

async function unseal(machine: Machine, life: Life, choice: string): Promise<void> {
  const { sealed } = life;
  if (!sealed) return;
  delete life.sealed;
  const content = life.content.get(sealed.id);
  // Its year is over, and nothing was to be kept: it has ended unpaid, and is gone or goes with the next purge.
  if (!content || !mustBeThere(content, machine.world.now())) return;
  const state = await take(machine, life, sealed.id);
  const wanted = choice === "keep" ? "ready" : "fenced";
  if (state !== wanted) throw new Broken(`${life.name}: ${choice} made a sealed result ${state}`);
}

/** Asks for a copy of everything and waits for it. */
export async function takeCopy(machine: Machine, life: Life): Promise<void> {
  const { world } = machine;
  const { id } = await call(life, "post", "/privacy/exports", { want: 202 });
  const copy = { id: String(id), askedAt: world.now() };
  life.copies.set(copy.id, copy);
  const stateOf = async () => (await call(life, "get", `/privacy/exports/${id}`)).state;
  await settle(machine);
  await until(machine, async () => (await stateOf()) === "ready");
  const state = await stateOf();
  if (state !== "ready") throw new Broken(`${life.name}: a copy is ${state} after all that time`);
  life.copies.set(copy.id, { ...copy, readyAt: world.now() });
  newestMail(life.email, "export_ready");
  if (!world.dice.chance(0.15)) return;
  await call(life, "delete", `/privacy/exports/${id}`, { want: 204 });
  life.copies.delete(copy.id);
}

/** Lays directives down, or revokes them. */
export async function direct(_: Machine, life: Life): Promise<void> {
  const present = await call(life, "get", "/privacy/directive");
  if ((present.current !== null) !== life.directives > 0) throw new Broken(`${life.name}: other directives`);
  if (life.directives > 0) {
    await call(life, "delete", "/privacy/directive");
    life.directives = 0;
    return;
  }
  const { version: noticeVersion, locale: noticeLocale } = present.notice as Record<string, string>;
  const executor = { name: `Heir of ${life.name}`, email: `heir.${life.name}@example.org` };
  const choices = { creations: "hand_over", account: "erase", creditHistory: "keep" };
  await call(life, "put", "/privacy/directive", {
    body: { choices, executor, noticeVersion, noticeLocale, consent: true },
  });
  life.directives = 1;
}

/** Gives the password again, for what asks for that. */
export const prove = (life: Life) => call(life, "post", "/session/proof", { body: { password: PASSWORD } });
