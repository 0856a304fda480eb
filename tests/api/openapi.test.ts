import { readdirSync, readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import { beforeAll, describe, expect, test } from "vitest";
import { ERRORS } from "../../core/base/error.ts";
import { app } from "../../functions/api/app.ts";
import type { ApiDescription } from "../../functions/api/openapi.ts";
import { browser } from "../support/person.ts";
import { ROUTES as ALL, UNDOCUMENTED } from "../support/routes.ts";

type Operation = {
  operationId: string;
  summary: string;
  security: Record<string, string[]>[];
  responses: Record<string, { $ref?: string }>;
  requestBody?: { content: Record<string, unknown> };
  parameters?: { in: string; name: string }[];
};
let description: ApiDescription;
let operations: { name: string; operation: Operation }[];

beforeAll(async () => {
  const answer = await app.request("/api/openapi.json");
  expect(answer.status).toBe(200);
  description = (await answer.json()) as ApiDescription;
  operations = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods ?? {}).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      operation: operation as Operation,
    })),
  );
});

/** Those that anybody is told of: not the ones for staff. */
const ROUTES = ALL.filter(({ doc }) => doc.access !== "staff");
const named = (path: string) => path.replace(/:(\w+)/g, "{$1}");

test("the description is valid OpenAPI 3.1 and every reference in it leads somewhere", async () => {
  const validator = new Validator();
  const result = await validator.validate(structuredClone(description));
  expect(result.errors).toBeUndefined();
  expect([result.valid, validator.version]).toEqual([true, "3.1"]);
  expect(() => validator.resolveRefs()).not.toThrow();
});

test("a document with a mistake is not valid, so the check can fail", async () => {
  const broken = structuredClone(description) as unknown as Record<string, unknown>;
  broken.info = { title: "no version" };
  expect((await new Validator().validate(broken)).valid).toBe(false);
});

test("every route of the API is in it, with its own operation id, and nothing else is", () => {
  expect(UNDOCUMENTED).toEqual([]);
  const routes = ROUTES.map(({ method, path }) => `${method} ${named(path)}`);
  expect(operations.map(({ name }) => name).sort()).toEqual(routes.sort());
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(ids.sort()).toEqual(ROUTES.map(({ doc }) => doc.id).sort());
  expect(new Set(ids).size).toBe(ids.length);
});

test("what each route needs is declared: a session unless it is public, the token of the page on every write", () => {
  for (const { method, path, doc } of ROUTES) {
    const found = operations.find(({ name }) => name === `${method} ${named(path)}`)?.operation;
    const [needs = {}] = found?.security ?? [];
    expect([doc.id, "session" in needs]).toEqual([doc.id, doc.access !== "public"]);
    expect([doc.id, "csrf" in needs]).toEqual([doc.id, method !== "GET" && !doc.signedLink]);
    expect([doc.id, "link" in needs]).toEqual([doc.id, doc.signedLink === true]);
  }
  expect(Object.keys(description.components?.securitySchemes ?? {}).sort()).toEqual([
    "csrf",
    "link",
    "session",
  ]);
});

test("every route may answer a problem, and every error code is listed there", () => {
  for (const { operation } of operations)
    expect(operation.responses.default).toEqual({ $ref: "#/components/responses/Problem" });
  const problem = description.components?.schemas?.Problem as { properties: { code: { enum: string[] } } };
  expect(problem.properties.code.enum.sort()).toEqual(Object.keys(ERRORS).sort());
});

test("a route that takes a body has a sample of one, and one that takes none has none", () => {
  for (const { method, path, doc } of ROUTES) {
    const found = operations.find(({ name }) => name === `${method} ${named(path)}`)?.operation;
    expect([doc.id, doc.sample !== undefined]).toEqual([doc.id, found?.requestBody !== undefined]);
  }
});

test("a route that reads the Idempotency-Key says so", () => {
  for (const file of readdirSync("functions/api")) {
    const code = readFileSync(`functions/api/${file}`, "utf8");
    const [read, said] = [/idempotencyKey\(c\)/g, /idempotent: true,/g].map(
      (use) => code.match(use)?.length ?? 0,
    );
    expect([file, said]).toEqual([file, read]);
  }
});

describe("the page for readers", () => {
  const page = async (locale: "en" | "fr") => (await browser(undefined, locale).get("/docs")).text();

  test("it has a place for each error code, where the type of a problem leads", async () => {
    const content = await page("en");
    for (const code of Object.keys(ERRORS)) expect(content).toContain(`id="${code}"`);
    const problem = (await (await app.request("/api/nothing-here")).json()) as { type: string };
    expect(problem.type).toBe("/api/docs#not_found");
  });

  test("it names every route and speaks the reader's language", async () => {
    const [english, french] = [await page("en"), await page("fr")];
    for (const { path } of ROUTES) expect(english).toContain(`<code>${named(path)}</code>`);
    expect(english).toContain('<html lang="en">');
    expect(french).toContain('<html lang="fr">');
    expect(french).toContain("Erreurs");
  });

  test("it needs no script, no style of its own and nobody else's server, so the strict content policy holds", async () => {
    const answer = await app.request("/api/docs");
    expect(answer.headers.get("content-security-policy")).toContain("style-src 'self'");
    const content = await answer.text();
    expect(content).not.toMatch(/<script|<style|\sstyle=|\son\w+=|https?:\/\//);
    const sheet = await app.request("/api/docs.css");
    expect(sheet.headers.get("content-type")).toContain("text/css");
    expect(await sheet.text()).not.toMatch(/@import|url\(/);
  });
});
