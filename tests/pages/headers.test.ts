/** What browsers are told with every answer of the cloud, of the API and of the pages: both bundled, called with events. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundle, ENTRY } from "../support/bundle.ts";
import { deployedEnvironment } from "../support/deployed-environment.ts";

const root = mkdtempSync(join(tmpdir(), "pix2clip-headers-"));
afterAll(() => rmSync(root, { recursive: true }));

const ENTRIES = { api: "functions/api/index.ts", pages: "functions/pages/handler.ts" };
beforeAll(async () => {
  for (const [name, entry] of Object.entries(ENTRIES)) {
    mkdirSync(join(root, name, "dist"), { recursive: true });
    for (const [file, bytes] of (await bundle(entry)).files) writeFileSync(join(root, name, file), bytes);
  }
  writeFileSync(join(root, "pages/dist/index.html"), "<title>the app</title>");
});

type Answer = { statusCode: number; headers: Record<string, string> };

/** What a function answers; the database of the API is not there, which changes the status and nothing else. */
function call(name: keyof typeof ENTRIES, path: string): Answer {
  const event = {
    version: "2.0",
    rawPath: path,
    rawQueryString: "",
    headers: { host: "pix2clip.example" },
    requestContext: {
      http: { method: "GET", path, sourceIp: "203.0.113.7" },
      domainName: "pix2clip.example",
    },
    isBase64Encoded: false,
  };
  const script = `const { handler } = await import("./${ENTRY}");
    const answer = await handler(${JSON.stringify(event)}, {});
    process.stdout.write(JSON.stringify(answer), () => process.exit(0));`;
  const answer = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: join(root, name),
    env: { PATH: process.env.PATH, ...deployedEnvironment, LOG_LEVEL: "silent" },
    encoding: "utf8",
  });
  return JSON.parse(answer);
}

test.each([
  ["pages", "/studio", 200],
  ["pages", "/assets/gone-abc123.js", 404],
  ["api", "/health", 200],
  ["api", "/api/generations", 503],
  ["api", "/api/nothing-of-that-name", 503],
] as const)("%s: %s", (name, path, status) => {
  const { statusCode, headers } = call(name, path);
  expect(statusCode).toBe(status);
  const policy = headers["content-security-policy"] ?? "";
  expect(policy).toMatch(/^default-src 'none';/);
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe|\*/);
  expect(headers["strict-transport-security"]).toBe("max-age=63072000; includeSubDomains");
  expect(headers["referrer-policy"]).toBe("strict-origin-when-cross-origin");
  expect(headers["permissions-policy"]).toContain("camera=()");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["x-frame-options"]).toBe("DENY");
});
