import { randomUUID } from "node:crypto";
import type { SQSEvent } from "aws-lambda";
import { beforeAll, describe, expect, test } from "vitest";
import { config } from "../../core/base/config.ts";
import { endedConnections } from "../../core/base/database.ts";
import { setLogOutput } from "../../core/base/log.ts";
import { keepLinks, readPosition, storeLink } from "../../core/privacy/journal/chain.ts";
import { type Link, makeLink } from "../../core/privacy/journal/link.ts";
import { distrust } from "../../core/privacy/journal/standing.ts";
import { pseudonymOf } from "../../core/privacy/pseudonym.ts";
import { app } from "../../functions/api/app.ts";
import { runClock } from "../../functions/clock/run.ts";
import { handler } from "../../functions/queue/mail.ts";
import { laterLife } from "../support/later-life.ts";
import { owner } from "../support/owner.ts";
import { person } from "../support/person.ts";
import { fill, ROUTES } from "../support/routes.ts";

/** Nothing of a person is in them. */
const OPEN = /^(health|legal)\./;
const closed = ROUTES.filter(({ doc }) => !OPEN.test(doc.id));

let links: Link[];
let ana: Awaited<ReturnType<typeof person>>;
beforeAll(async () => {
  ana = await person();
  links = await laterLife([{ kind: "erasure", subject: pseudonymOf(randomUUID()) }]);
});

describe("while the database is older than its journal", () => {
  test.each(closed.map(({ method, path, doc }) => [doc.id, method, path] as const))(
    "%s is answered 503 and nothing else, to the owner of a session too",
    async (_, method, path) => {
      const answer = await app.request(fill(path, { id: randomUUID(), number: "1", version: "1" }), {
        method,
        headers: {
          cookie: `__Host-session=${ana.token}`,
          origin: config.PUBLIC_URL,
          "accept-language": "fr",
        },
      });
      expect(answer.status).toBe(503);
      expect(answer.headers.get("retry-after")).toBe("30");
      expect(await answer.json()).toMatchObject({
        code: "restoring",
        detail: expect.stringContaining("Le service est en cours de restauration"),
      });
    },
  );

  test("no row is written for a request that is refused: when the session was last seen stays as it was", async () => {
    const seen = () => owner`select last_seen_at from session`;
    await owner`update session set last_seen_at = now() - interval '3 hours'`;
    const before = await seen();
    await ana.get("/account");
    expect(await seen()).toEqual(before);
  });

  test("/ready says so and /health lives", async () => {
    const ready = await app.request("/ready");
    expect([ready.status, await ready.json()]).toEqual([503, { status: "replaying" }]);
    expect((await app.request("/health")).status).toBe(200);
    expect((await app.request("/policy")).status).toBe(200);
  });

  test("queues give their messages back and clocks do not run", async () => {
    const event = { Records: [{ messageId: "1", body: JSON.stringify({ mailId: randomUUID() }) }] };
    await expect(handler(event as SQSEvent)).rejects.toThrow("older than its journal");
    let runs = 0;
    setLogOutput(() => undefined);
    await runClock("relay", async () => {
      runs += 1;
    });
    expect(runs).toBe(0);
  });
});

test("once the database knows all, the same requests are served again", async () => {
  await keepLinks(links);
  distrust();
  expect((await ana.get("/account")).status).toBe(200);
  const ready = await app.request("/ready");
  expect([ready.status, await ready.json()]).toEqual([200, { status: "ready" }]);
});

test("a backup that is put back under a process that was sure is not served: it asks again when its connections have ended", async () => {
  expect((await ana.get("/account")).status).toBe(200);
  const entry = { kind: "erasure", subject: pseudonymOf(randomUUID()) } as const;
  const later = { id: randomUUID(), at: new Date().toISOString(), entry };
  await storeLink(makeLink(await readPosition(), [later], new Date()));
  const before = endedConnections();
  const ended = await owner`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and usename = 'app'`;
  // Another server cannot answer before these have ended, and this process hears of it a moment after they have.
  await expect.poll(endedConnections).toBe(before + ended.length);
  const [first, second] = [await ana.get("/account"), await ana.get("/account")];
  expect([first.status, second.status]).toEqual([503, 503]);
});
