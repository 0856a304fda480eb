/**
 * Who may open a connection (promise P-31: nobody receives anything who is not declared). Everything that leaves goes
 * through one of these doors; a call anywhere else is found here.
 */
import { expect, test } from "vitest";
import { codeOf, filesUnder, importsIn, importsOf } from "./source.ts";

/** What opens connections, and the only files that may use it. */
const DOORS: Record<string, readonly string[]> = {
  /** Other people's HTTP services. */
  fetch: ["core/base/egress.ts"],
  /** The declared storage, for the one question of a cold start. */
  "node:http": ["core/base/storage-list.ts"],
  "node:https": ["core/base/storage-list.ts"],
  /** Files, to the declared storage. */
  "@aws-sdk/client-s3": ["core/base/storage.ts"],
  "@aws-sdk/s3-request-presigner": ["core/base/storage.ts"],
  /** Messages, to the declared queues. */
  "@aws-sdk/client-sqs": [
    "core/base/queue-client.ts",
    "core/base/queue.ts",
    "core/base/queue-count.ts",
    "core/base/queue-look.ts",
    "functions/queue/redrive.ts",
  ],
  /** Rows. The second is the deployment's step that changes the schema. */
  postgres: ["core/base/database.ts", "functions/migrate.ts"],
  /** Letters, to the declared SMTP host. */
  nodemailer: ["core/mail/smtp.ts"],
};
const CONNECT = ["http", "https", "http2", "net", "tls", "dgram", "dns", "dns/promises"];
/** Of `node:net`: they read an address and connect to none. */
const READS_ADDRESSES = ["isIP", "isIPv4", "isIPv6"];
const CLIENTS =
  /^(undici|axios|got|ws|node-fetch|ky|superagent|ioredis|redis|pg|@sentry\/|dd-trace|@opentelemetry\/)/;

/** The host and the stand-ins serve on loopback and are no part of what real people use. */
const FILES = [...filesUnder("core"), ...filesUnder("functions")].filter(
  (file) => !/^functions\/(host|sandbox|preview)\//.test(file),
);

const CALL =
  /(?<![\w.$])(?:globalThis\.)?(fetch|WebSocket|EventSource|XMLHttpRequest)\s*[(.]|\bnavigator\.sendBeacon/g;

/** What a text uses that opens connections. */
function usesOf(file: string, code: string): string[] {
  const modules = importsIn(file, code)
    .filter(({ typeOnly }) => !typeOnly)
    .filter(({ names }) => names.length === 0 || !names.every((name) => READS_ADDRESSES.includes(name)))
    .map(({ specifier }) => specifier);
  const forbidden = modules.filter(
    (specifier) => CONNECT.includes(specifier.replace(/^node:/, "")) || CLIENTS.test(specifier),
  );
  const doors = modules.filter((specifier) => Object.hasOwn(DOORS, specifier));
  const calls = [...code.matchAll(CALL)].map(([, name]) => name ?? "sendBeacon");
  return [...new Set([...forbidden, ...doors, ...calls])];
}

test("nothing opens a connection but the doors", () => {
  const wrong = FILES.flatMap((file) =>
    usesOf(file, codeOf(file))
      .filter((use) => !(DOORS[use] ?? []).includes(file))
      .map((use) => `${file} uses ${use}`),
  );
  expect(wrong).toEqual([]);
});

test("every door is in use", () => {
  const unused = Object.entries(DOORS).flatMap(([use, files]) =>
    files.filter((file) => !usesOf(file, codeOf(file)).includes(use)).map((file) => `${file} ${use}`),
  );
  expect(unused).toEqual([]);
});

test.each([
  ["a call of fetch", "await fetch(url)", ["fetch"]],
  ["the global by its long name", "await globalThis.fetch(url)", ["fetch"]],
  ["a socket", "new WebSocket(url)", ["WebSocket"]],
  ["a module of Node", 'import { request } from "node:https";', ["node:https"]],
  ["a late import", 'await import("undici")', ["undici"]],
  ["another client", 'import axios from "axios";', ["axios"]],
])("it would be seen: %s", (_, code, uses) => {
  expect(usesOf("core/x/y.ts", code)).toEqual(uses);
});

test("what only looks like a connection is left alone", () => {
  const code =
    'import type { Server } from "node:http";\nconst app = { fetch: handler }; root.fetch(request); prefetch(1);';
  expect(usesOf("core/x/y.ts", code)).toEqual([]);
});

test("the pages ask nobody but this origin and the storage link that it gave: no address is written in them", () => {
  const wrong = [...filesUnder("web/src"), ...filesUnder("web", [".html"])].filter((file) =>
    [...codeOf(file).matchAll(/["'`(=]\s*(https?:)?\/\/[\w.-]+\.\w+/g)].some(
      ([found]) => !/www\.w3\.org|\.invalid$/.test(found),
    ),
  );
  expect(wrong).toEqual([]);
  expect(importsOf("web/src/main.tsx").length).toBeGreaterThan(0);
});
