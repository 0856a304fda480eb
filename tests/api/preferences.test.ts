import { beforeAll, expect, test } from "vitest";
import { CONSENT_PURPOSES } from "../../core/consent/consent.schema.ts";
import { REMEMBERED_PROMPTS } from "../../core/consent/notices.ts";
import type { PreferenceView } from "../../core/preference/preference.schema.ts";
import { choose } from "../support/consents.ts";
import { ask, image, type Person, picture, quoteFor, speech } from "../support/generation.ts";
import { owner } from "../support/owner.ts";
import { person } from "../support/person.ts";

const remembered = async (who: Person) => (await (await who.get("/preferences")).json()) as PreferenceView;
const promptsOf = async (who: Person) => (await remembered(who)).prompts.map(({ prompt }) => prompt);
const stored = async (who: Person) => {
  const rows = await owner`select
    (select count(*) from recent_prompt where account_id = ${who.accountId})
    + (select count(*) from remembered_settings where account_id = ${who.accountId}) as count`;
  return Number(rows[0]?.count);
};

let ben: Person;
beforeAll(async () => {
  ben = await person({ credits: 100 });
  await choose(ben, "personalization", true);
  await ask(ben, image("A windmill"));
});

test("the settings last used for each kind come back without the text and the pictures of the request", async () => {
  const ana = await person({ credits: 1000 });
  await choose(ana, "personalization", true);
  const face = await picture(ana);
  await ask(ana, image("A lighthouse", { aspectRatio: "16:9", count: 1 }));
  await ask(ana, image("A harbour", { aspectRatio: "9:16", count: 2, faceMediaId: face }));
  await ask(ana, speech("Bonjour"));
  const { on, settings } = await remembered(ana);
  expect([on, settings.map(({ kind }) => kind)]).toEqual([true, ["speech", "image"]]);
  expect(settings[1]?.settings).toEqual({ model: "image-01", aspectRatio: "9:16", count: 2 });
  expect(JSON.stringify(settings)).not.toContain(face);
});

test(`the last ${REMEMBERED_PROMPTS} prompts come back, newest first, each once`, async () => {
  const ana = await person({ credits: 10_000 });
  await choose(ana, "personalization", true);
  for (let number = 1; number <= REMEMBERED_PROMPTS + 2; number++) await ask(ana, image(`Boat ${number}`));
  await ask(ana, image("Boat 10"));
  const prompts = await promptsOf(ana);
  expect(prompts).toHaveLength(REMEMBERED_PROMPTS);
  expect(prompts.slice(0, 2)).toEqual(["Boat 10", `Boat ${REMEMBERED_PROMPTS + 2}`]);
  expect(new Set(prompts).size).toBe(REMEMBERED_PROMPTS);
  expect(prompts).not.toContain("Boat 1");
});

test("a price alone, or a request that is refused, is not remembered", async () => {
  const ana = await person({ credits: 0 });
  await choose(ana, "personalization", true);
  const { quote } = await quoteFor(ana, image("A secret plan"));
  const answer = await ana.post("/generations", { settings: image("A secret plan"), quote });
  expect([answer.status, await stored(ana)]).toEqual([402, 0]);
});

test("each piece can be deleted by itself, and nobody else's can", async () => {
  const ana = await person({ credits: 100 });
  await choose(ana, "personalization", true);
  for (const prompt of ["First", "Second"]) await ask(ana, image(prompt));
  const { prompts, settings } = await remembered(ana);
  const [first] = prompts.filter(({ prompt }) => prompt === "First");
  expect((await ben.delete(`/preferences/prompts/${first?.id}`)).status).toBe(404);
  expect((await ben.delete(`/preferences/settings/${settings[0]?.id}`)).status).toBe(404);
  expect((await ana.delete(`/preferences/prompts/${first?.id}`)).status).toBe(204);
  expect((await ana.delete(`/preferences/settings/${settings[0]?.id}`)).status).toBe(204);
  expect(await remembered(ana)).toMatchObject({ settings: [], prompts: [{ prompt: "Second" }] });
  expect(await promptsOf(ben)).toEqual(["A windmill"]);
});

test("taking the consent back deletes all that was remembered at once, and nobody else's", async () => {
  const ana = await person({ credits: 100 });
  for (const purpose of CONSENT_PURPOSES) await choose(ana, purpose, true);
  await ask(ana, image("A lighthouse"));
  expect(await stored(ana)).toBe(2);
  await choose(ana, "marketing", false);
  expect(await stored(ana)).toBe(2);
  await choose(ana, "personalization", false);
  expect(await stored(ana)).toBe(0);
  expect(await remembered(ana)).toEqual({ on: false, settings: [], prompts: [] });
  expect(await promptsOf(ben)).toEqual(["A windmill"]);
});

test("requests at the moment of the no leave nothing behind", async () => {
  const ana = await person({ credits: 1000 });
  await choose(ana, "personalization", true);
  const requests = Array.from({ length: 8 }, (_, index) => ask(ana, image(`Wave ${index}`)));
  await Promise.all([...requests, choose(ana, "personalization", false)]);
  expect(await stored(ana)).toBe(0);
});
