/**
 * Every function of the cloud, put together as a deployment does (its bundle, the packages it installs, the files it takes
 * along) in a folder that holds nothing else, and loaded there: what was forgotten is missing here as it would be there.
 */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundle, ENTRY } from "../support/bundle.ts";
import { deployedEnvironment } from "../support/deployed-environment.ts";
import { graphOf, ofType } from "./graph.ts";

type Copied = { from: string; to?: string };
type Parts = { handler: string; install?: Record<string, string>; copyFiles: Copied[] };

const dir = mkdtempSync(join(tmpdir(), "pix2clip-bundles-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

let functions: { name: string; parts: Parts }[] = [];
beforeAll(async () => {
  const graph = (await Promise.all([graphOf("production"), graphOf("pr-7")])).flat();
  const found = new Map(
    ofType(graph, "bundle").map(({ inputs }) => [String(inputs.handler), inputs as Parts]),
  );
  functions = [...found].map(([name, parts]) => ({ name, parts }));
}, 600_000);

/** Puts a function together. Returns its folder. */
async function assemble({ handler, install = {}, copyFiles }: Parts): Promise<string> {
  const folder = join(dir, handler.replaceAll(/\W/g, "-"));
  const installed = Object.keys(install);
  const made = await bundle(handler.replace(/\.\w+$/, ".ts"), installed);
  mkdirSync(folder);
  for (const [name, code] of made.files) writeFileSync(join(folder, name), code);
  for (const { from, to } of copyFiles) cpSync(resolve(from), join(folder, to ?? from), { recursive: true });
  for (const name of installed) {
    mkdirSync(dirname(join(folder, "node_modules", name)), { recursive: true });
    symlinkSync(resolve("node_modules", name), join(folder, "node_modules", name));
  }
  return folder;
}

const run = (folder: string, script: string) =>
  promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      ...deployedEnvironment,
      MAILBOX_KEY: "of-the-tests",
      LAMBDA_TASK_ROOT: folder,
    },
  });

test("every function loads with what it is given, and has a handler", async () => {
  expect(functions.length).toBeGreaterThan(20);
  const failed: string[] = [];
  for (const { name, parts } of functions) {
    const script = `const { handler } = await import("./${ENTRY}");
      if (typeof handler !== "function") throw new Error("no handler");
      process.exit(0);`;
    await run(await assemble(parts), script).catch((error: Error) =>
      failed.push(`${name}: ${error.message.slice(0, 400)}`),
    );
  }
  expect(failed).toEqual([]);
}, 300_000);

test("a function without a package that it needs is noticed", async () => {
  const { parts } = functions.find(({ name }) => name === "functions/queue/media.handler") ?? {};
  if (!parts) throw new Error("no function for uploads");
  const folder = await assemble({ ...parts, handler: "functions/queue/media.handler", copyFiles: [] }).catch(
    () => "",
  );
  const bare = folder || join(dir, "functions-queue-media-handler");
  rmSync(join(bare, "node_modules/sharp"), { force: true });
  await expect(run(bare, 'await import("sharp")')).rejects.toThrow();
});

test("what the API loads only once it is asked for is there: the legal pages, and what lies behind the interlock; the studio loads none of it", async () => {
  const { parts } = functions.find(({ name }) => name === "functions/api/index.handler") ?? {};
  if (!parts) throw new Error("no function for the API");
  const folder = join(dir, "functions-api-index-handler");
  const script = `import { registerHooks } from "node:module";
    const { handler } = await import("./${ENTRY}");
    const ours = [];
    registerHooks({ load: (url, context, next) => (url.startsWith("file:") && ours.push(url), next(url, context)) });
    const ask = async (path) => {
      const http = { method: "GET", path, sourceIp: "127.0.0.1" };
      const requestContext = { http, domainName: "pix2clip.example" };
      const headers = { host: "pix2clip.example" };
      const event = { version: "2.0", rawPath: path, rawQueryString: "", headers, requestContext };
      const { statusCode } = await handler(event, {});
      return [statusCode, ours.splice(0).length > 0];
    };
    const answers = [];
    for (const path of ["/api/session", "/terms", "/policy", "/api/account"]) answers.push(await ask(path));
    console.log(JSON.stringify(answers));
    process.exit(0);`;
  const { stdout } = await run(folder, script);
  const answers = JSON.parse(stdout.split("\n").at(-2) ?? "") as [status: number, loaded: boolean][];
  expect(answers.map(([status]) => status)).toEqual([503, 200, 200, 503]);
  expect(answers.slice(0, 2).map(([, loaded]) => loaded)).toEqual([false, true]);
});
