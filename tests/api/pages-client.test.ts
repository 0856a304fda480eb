/** The client of the pages against the real API: a browser's cookies and `document.cookie` stand around the two. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { config } from "../../core/base/config.ts";
import { app } from "../../functions/api/app.ts";
import * as api from "../../web/src/api.ts";
import { ApiError, whenSignedOut } from "../../web/src/http.ts";
import { setChosenLocale } from "../../web/src/locale.ts";
import { person } from "../support/person.ts";

let cookies: Map<string, string>;
let sent: { method: string; path: string; headers: Headers }[];

/** The network of the service itself, which runs in the same process. */
const serviceFetch = globalThis.fetch;

/** What a browser adds to a request, and keeps from the answer. The pages name no host. */
async function browserFetch(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  if (!String(input).startsWith("/")) return serviceFetch(input, init);
  const headers = new Headers(init.headers);
  sent.push({ method: init.method ?? "GET", path: String(input), headers });
  init.signal?.throwIfAborted();
  headers.set("cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
  headers.set("origin", config.PUBLIC_URL);
  const response = await app.request(String(input), { ...init, headers });
  for (const line of response.headers.getSetCookie()) {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    cookies.set(name, value);
  }
  return response;
}

const scriptCookies = {
  get cookie() {
    return [...cookies]
      .filter(([name]) => name !== "__Host-session")
      .map(([name, value]) => `${name}=${value}`)
      .join("; ");
  },
};

/** The failure that a call ends with. */
const failureOf = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ApiError);
  return (error as ApiError).failure;
};

beforeEach(() => {
  cookies = new Map();
  sent = [];
  vi.stubGlobal("fetch", browserFetch);
  vi.stubGlobal("document", scriptCookies);
});
afterEach(() => {
  vi.unstubAllGlobals();
  setChosenLocale("en");
  whenSignedOut(() => {});
});

const STRANGER = { email: "nobody@example.org", password: "wrong password" };

describe("the client of the pages", () => {
  test("a first visit that begins with a write fetches its token by itself", async () => {
    expect((await failureOf(api.signIn(STRANGER))).code).toBe("wrong_credentials");
    expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "GET /api/session",
      "POST /api/session",
    ]);
  });

  test("a token that is out of date is replaced, and the write sent once more", async () => {
    await api.readSession();
    const stale = scriptCookies.cookie;
    vi.stubGlobal("document", {
      get cookie() {
        return sent.length < 3 ? stale.replace(/csrf=./, "csrf=-") : scriptCookies.cookie;
      },
    });
    expect((await failureOf(api.signIn(STRANGER))).code).toBe("wrong_credentials");
    expect(sent.filter(({ method }) => method === "POST")).toHaveLength(2);
  });

  test("a refused form names its fields, in the language of the page", async () => {
    setChosenLocale("fr");
    const form = { firstName: "", lastName: "Durand", email: "x", password: "court", locale: "fr" } as const;
    const { code, fields = [] } = await failureOf(api.signUp(form));
    expect(code).toBe("invalid_input");
    expect(Object.fromEntries(fields.map(({ path, detail }) => [path, detail]))).toEqual({
      firstName: "Ce champ est requis.",
      email: "Ce n’est pas une adresse e-mail.",
      password: "Au moins 12 caractères.",
    });
  });

  test("somebody signed in reads the balance, changes a name and signs out; then the page is told", async () => {
    const ana = await person({ credits: 40 });
    cookies.set("__Host-session", ana.token);
    expect(await api.readCredits()).toMatchObject({ available: 40, held: 0 });
    expect((await api.listEntries()).items.map((entry) => entry.change)).toEqual([40]);
    expect((await api.changeProfile({ firstName: "Anaïs" })).firstName).toBe("Anaïs");
    expect(await api.endSession()).toBeUndefined();
    let told = 0;
    whenSignedOut(() => {
      told += 1;
    });
    expect((await failureOf(api.readCredits())).code).toBe("unauthenticated");
    expect(told).toBe(1);
  });

  test("an idempotency key reaches the API with the body", async () => {
    const ana = await person();
    cookies.set("__Host-session", ana.token);
    const file = new File([new Uint8Array(1000)], "beach.jpg", { type: "image/jpeg" });
    const signal = new AbortController().signal;
    const first = await api.requestUpload(file, "one-press-of-a-button", signal);
    const again = await api.requestUpload(file, "one-press-of-a-button", signal);
    expect(again.media.id).toBe(first.media.id);
  });

  test("a network that is gone is one kind of failure; a call that was given up is none", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    expect(await failureOf(api.readModels())).toEqual({ code: "network", detail: "" });
    const abort = new AbortController();
    abort.abort();
    const settings = { kind: "image", model: "image-01", prompt: "x", aspectRatio: "1:1", count: 1 } as const;
    await expect(api.askQuote(settings, abort.signal)).rejects.not.toBeInstanceOf(ApiError);
  });

  test("an answer that is not ours (a proxy's page) counts as a lost network", async () => {
    vi.stubGlobal("fetch", async () => new Response("<h1>Bad gateway</h1>", { status: 502 }));
    expect((await failureOf(api.readModels())).code).toBe("network");
  });
});
