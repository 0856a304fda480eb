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
import { erased } from "../support/erasure.ts";
import { ask, image } from "../support/generation.ts";
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
