/** The studio by itself, by which a function that has just started answers: nobody can tell it from the whole surface. */
import type { Hono } from "hono";
import { expect, test } from "vitest";
import { newId } from "../../core/base/id.ts";
import { app } from "../../functions/api/app.ts";
import { isOfStudio, studio } from "../../functions/api/studio.ts";
import { fill, ROUTES } from "../support/routes.ts";

const named = new Set(studio.routes.map(({ method, path }) => `${method} ${path}`));
const addresses = ROUTES.map(({ method, path, doc }) => {
  const ids = Object.keys(doc.params ?? {}).map((name) => [name, newId()]);
  return {
    own: named.has(`${method} ${path}`),
    method,
    address: fill(path, Object.fromEntries(ids)),
    body: doc.sample,
  };
});

test("what is asked of its resources is its own, and nothing else is", () => {
  const own = addresses.filter(({ address }) => isOfStudio(address));
  expect(own).toEqual(addresses.filter(({ own }) => own));
  expect(own.length).toBeGreaterThan(20);
  expect(own.length).toBeLessThan(addresses.length / 2);
});

test.each([
  ["outside of /api", "/session"],
  ["a resource of a longer name", "/api/sessions"],
  ["out of a resource again", "/api/generations/../account"],
  ["not in plain letters", "/api/%73ession"],
  ["with an empty part", "/api//session"],
  ["the list itself", "/api/"],
])("an address that is not plainly one of its own goes to the whole surface: %s", (_, address) => {
  expect(isOfStudio(address)).toBe(false);
});

/** All of an answer but what is different each time. */
async function told(surface: Hono, address: string, method: string, body: unknown) {
  const json = { "content-type": "application/json" };
  const sent = method === "GET" ? {} : { headers: json, body: JSON.stringify(body ?? {}) };
  const answer = await surface.request(address, { method, ...sent });
  const { requestId: _, ...problem } = (await answer.json()) as Record<string, unknown>;
  const headers = [...answer.headers].filter(([name]) => !["x-request-id", "set-cookie"].includes(name));
  return { status: answer.status, headers, problem };
}

test("it refuses, and answers those who are signed out, as the whole surface does", async () => {
  for (const { method, address, body } of addresses.filter(({ own }) => own))
    expect(await told(studio, address, method, body)).toEqual(await told(app, address, method, body));
});

test("what is no address of its resources is not found by it either", async () => {
  const answers = [studio, app].map((surface) => told(surface, "/api/media/a/b/c", "GET", undefined));
  const [own, whole] = await Promise.all(answers);
  expect(own).toEqual(whole);
  expect(own).toMatchObject({ status: 404, problem: { code: "not_found" } });
});
