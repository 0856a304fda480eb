/** What the API's bundle must not carry: it starts cold on many requests (design, section 11). */
import { beforeAll, expect, test } from "vitest";
import { API_BUNDLE_MAX_BYTES, API_START_MAX_BYTES } from "../bench/budgets.ts";
import { type Bundle, bundle } from "../support/bundle.ts";
import { importsOf } from "./source.ts";

/** Pictures, recordings, signing, PDF, the pages' and the tests' tools. */
const HEAVY =
  /node_modules\/(sharp|@img|mediabunny|@contentauth|cbor-x|pdfkit|nodemailer|sqs-consumer|vite|esbuild|@ffmpeg-installer|@echogarden|preact)\//;

/** The resources and pages that the whole surface adds to the studio. */
const OTHERS = importsOf("functions/api/app.ts").flatMap(({ file }) =>
  file?.startsWith("functions/api/") && !/\/(studio|surface|interlock)\.ts$/.test(file) ? [file] : [],
);

let api: Bundle;
beforeAll(async () => {
  api = await bundle("functions/api/index.ts");
});

test("no code of pictures, recordings, signing, letters or PDF is in it", () => {
  expect(api.inputs.filter((file) => HEAVY.test(file))).toEqual([]);
  expect(api.external.filter((name) => HEAVY.test(`node_modules/${name}/`))).toEqual([]);
});

test("nothing of the host, the stand-ins or the tests is in it", () => {
  const elsewhere = api.inputs.filter((file) =>
    /^(functions\/(host|sandbox|queue|clock)|tests|web)\//.test(file),
  );
  // The page for staff tells when each clock comes: of them it knows this table alone.
  expect(elsewhere).toEqual(["functions/clock/schedules.ts"]);
});

test("it is small", () => {
  expect(api.bytes).toBeGreaterThan(100_000);
  expect(api.bytes).toBeLessThanOrEqual(API_BUNDLE_MAX_BYTES);
});

test("at the start there are the resources of the studio, and no other ones", () => {
  expect(api.inputsAtStart).toContain("functions/api/studio.ts");
  expect(api.inputsAtStart.filter((file) => OTHERS.includes(file))).toEqual([]);
  expect(api.inputs).toEqual(expect.arrayContaining(OTHERS));
  expect(api.bytesAtStart).toBeLessThanOrEqual(API_START_MAX_BYTES);
});

test("what only some requests need is loaded by them: storage, queues, file types, passwords, texts of law", () => {
  const LATER =
    /node_modules\/(@aws-sdk|@smithy|file-type|hash-wasm)\/|common-passwords|core\/privacy\/(policy\/text|words|category-words|record)/;
  expect(api.inputs.filter((file) => LATER.test(file)).length).toBeGreaterThan(100);
  expect(api.inputsAtStart.filter((file) => LATER.test(file))).toEqual([]);
});

test("the check would see it: the inspection of uploads does carry them", async () => {
  const heavy = await bundle("core/media/clean-recording.ts");
  expect(heavy.inputs.some((file) => HEAVY.test(file))).toBe(true);
});
