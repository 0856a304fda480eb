/** The stand-in for the provider as a preview has it: its bundle and its sources in one folder, called with events. */
import { execFileSync } from "node:child_process";
import { createCipheriv, randomBytes } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PROVIDER_PARTS, PROVIDER_SOURCES } from "../../functions/preview/stand-ins.ts";
import { bundle, ENTRY } from "../support/bundle.ts";

const API_KEY = "of-the-preview";
const dir = mkdtempSync(join(tmpdir(), "pix2clip-preview-"));
const key = randomBytes(32);
afterAll(() => rmSync(dir, { recursive: true }));

beforeAll(async () => {
  for (const [name, bytes] of (await bundle("functions/preview/provider.ts")).files)
    writeFileSync(join(dir, name), bytes);
  for (const source of PROVIDER_SOURCES) cpSync(source, join(dir, source), { recursive: true });
  for (const name of PROVIDER_PARTS) {
    mkdirSync(dirname(join(dir, "node_modules", name)), { recursive: true });
    symlinkSync(resolve("node_modules", name), join(dir, "node_modules", name));
  }
  const cipher = createCipheriv("aes-256-gcm", key, Buffer.alloc(12));
  const links = JSON.stringify({ MinimaxApiKey: { value: API_KEY } });
  writeFileSync(
    join(dir, "resource.enc"),
    Buffer.concat([cipher.update(links), cipher.final(), cipher.getAuthTag()]),
  );
});

/** What a caller does, one request after another in one instance; `call(method, path, body)` answers status and body. */
function inOneInstance(steps: string): unknown {
  const script = `
    const { handler } = await import("./${ENTRY}");
    const call = async (method, path, body) => {
      const [rawPath, rawQueryString = ""] = path.split("?");
      const { statusCode, body: answer } = await handler({
        rawPath, rawQueryString,
        headers: path.startsWith("/v1/") ? { authorization: "Bearer ${API_KEY}", "content-type": "application/json" } : {},
        requestContext: { domainName: "abc.lambda-url.eu-west-3.on.aws", http: { method } },
        ...(body ? { body: JSON.stringify(body), isBase64Encoded: false } : {}),
      });
      return { status: statusCode, bytes: Buffer.from(answer, "base64") };
    };
    const json = async (...given) => JSON.parse((await call(...given)).bytes.toString());
    ${steps}
    process.exit(0);`;
  const answer = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: dir,
    env: {
      PATH: process.env.PATH,
      TMPDIR: dir,
      SST_KEY: key.toString("base64"),
      SST_KEY_FILE: "resource.enc",
      LAMBDA_TASK_ROOT: dir,
    },
    encoding: "utf8",
  });
  return JSON.parse(answer);
}

test("a clip is made before its request is answered, and fetched from the function's own address", () => {
  const made = inOneInstance(`
    const task = await json("POST", "/v1/video_generation", { model: "MiniMax-Hailuo-02", prompt: "[Push in] a lake", duration: 6, resolution: "768P" });
    const state = await json("GET", "/v1/query/video_generation?task_id=" + task.task_id);
    const { file } = await json("GET", "/v1/files/retrieve?file_id=" + state.file_id);
    const { origin, pathname, search } = new URL(file.download_url);
    const clip = await call("GET", pathname + search);
    console.log(JSON.stringify({ state: state.status, origin, status: clip.status, kind: clip.bytes.subarray(4, 8).toString() }));`);
  expect(made).toEqual({
    state: "Success",
    origin: "https://abc.lambda-url.eu-west-3.on.aws",
    status: 200,
    kind: "ftyp",
  });
}, 120_000);

test("nobody uses it without the key of the preview", () => {
  const refused = inOneInstance(`
    const { handler: bare } = await import("./${ENTRY}");
    const { body } = await bare({
      rawPath: "/v1/files/list", rawQueryString: "", headers: {},
      requestContext: { domainName: "abc.lambda-url.eu-west-3.on.aws", http: { method: "GET" } },
    });
    console.log(Buffer.from(body, "base64").toString());`) as { base_resp: { status_code: number } };
  expect(refused.base_resp.status_code).toBe(1004);
}, 60_000);
