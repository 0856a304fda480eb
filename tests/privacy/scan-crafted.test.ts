/** What somebody writes on purpose, to be looked for afterwards: it must neither reach what is other people's nor stay for ever. */
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterEach, expect, test } from "vitest";
import { setClock } from "../../core/base/clock.ts";
import { newId } from "../../core/base/id.ts";
import { LEGAL_ENTITY } from "../../core/base/legal-entity.ts";
import { QUEUE_URLS } from "../../core/base/queue.ts";
import { sqs } from "../../core/base/queue-client.ts";
import { lookInto } from "../../core/base/queue-look.ts";
import { dropMentions } from "../../core/privacy/erasure/scan.ts";
import { namedIn } from "../../core/privacy/erasure/scan-places.ts";
import { collectTraces } from "../../core/privacy/erasure/traces.ts";
import { everyRow } from "../support/catalogue.ts";
import { erased } from "../support/erasure.ts";
import { ask, image, request } from "../support/generation.ts";
import { owner } from "../support/owner.ts";
import { person } from "../support/person.ts";

afterEach(() => setClock());

test("a prompt that begins like our messages is found in none of other people's, and takes none of them along", async () => {
  const eve = await person({ credits: 1000 });
  // Ids begin with their time, so this stands in every message of these years.
  const body = JSON.stringify({ generationId: newId<"generation">(), step: 0 });
  const { id } = await ask(eve, image(`${body.slice(0, 20)} hills`));
  await sqs.send(new SendMessageCommand({ QueueUrl: QUEUE_URLS.generate, MessageBody: body }));
  const named = await namedIn(
    [await collectTraces(eve.accountId)],
    [body, body.replace(/"[0-9a-f-]{36}"/, `"${id}"`)],
  );
  expect(named).toEqual([new Set(), new Set([0])]);
  await dropMentions(await collectTraces(eve.accountId));
  const left: string[] = [];
  await lookInto("generate", false, async (bodies) => {
    left.push(...bodies);
    return bodies.map(() => false);
  });
  expect(left).toEqual([body]);
});

test("words of ours in a prompt keep no erasure from its end, although they stand in the certificates of others", async () => {
  await erased((await person()).accountId);
  const eve = await person({ credits: 1000 });
  await ask(eve, image(`A poster that says: write to ${LEGAL_ENTITY.contact}`));
  expect(await erased(eve.accountId)).toMatchObject({ step: "done" });
});

test("a hash of our migrations in a prompt or in an idempotency key keeps no erasure from its end", async () => {
  const [row] = await owner<{ hash: string }[]>`select hash from drizzle.__drizzle_migrations limit 1`;
  const hash = row?.hash ?? "";
  const eve = await person({ credits: 1000 });
  await ask(eve, image(hash));
  expect(await erased(eve.accountId)).toMatchObject({ step: "done" });
  const mia = await person({ credits: 1000 });
  expect((await request(mia, image("a hill"), { "idempotency-key": hash })).status).toBe(201);
  expect(await erased(mia.accountId)).toMatchObject({ step: "done" });
});

test("an idempotency key is not kept as it was sent", async () => {
  const leo = await person({ credits: 1000 });
  const key = "leo.durand:2026-11-30";
  expect((await request(leo, image("a hill"), { "idempotency-key": key })).status).toBe(201);
  expect(JSON.stringify([...(await everyRow()).values()])).not.toContain(key);
});
