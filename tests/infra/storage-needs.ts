/**
 * What a function asks of the storage, read from its bundle: of which bucket, and by which action of a bucket's policy. What
 * a bundle leaves out is never called; what it keeps is called for the bucket that stands at the call.
 */
import { buildSync } from "esbuild";

/** The files through which every request to the storage goes. */
const DOOR = /^core\/base\/storage(-\w+)?\.ts$/;
/** What lives and dies with rows (core/privacy/places.ts): a call that names no bucket may be about any of these. */
const WITH_ROWS = ["media", "exports"];

/**
 * The actions that a request takes (Scaleway, "Amazon S3 and IAM permissions equivalence", read on 30 November 2026). Who
 * may not list is told 403 of an object that is not there, where 404 is expected (S3 API reference, GetObject).
 */
const ACTIONS: Record<string, string[]> = {
  AbortMultipartUpload: ["AbortMultipartUpload"],
  CompleteMultipartUpload: ["PutObject"],
  CreateMultipartUpload: ["PutObject"],
  DeleteObjects: ["DeleteObject"],
  GetBucketVersioning: ["GetBucketVersioning"],
  GetObject: ["GetObject", "ListBucket"],
  HeadObject: ["GetObject", "ListBucket"],
  ListMultipartUploads: ["ListBucketMultipartUploads"],
  ListObjectVersions: ["ListBucketVersions"],
  ListObjectsV2: ["ListBucket"],
  ListParts: ["ListMultipartUploadParts"],
  PutObject: ["PutObject"],
  UploadPart: ["PutObject"],
};
/** Requests that are not written as a command of the SDK, by the function that makes them. */
const OTHERS: Record<string, string[]> = {
  listNames: ["ListBucket"],
  deleteVersions: ["DeleteObjectVersion"],
};

/** What a bundle says, file by file: the bundler writes each one's path above its text. */
function filesOf(entry: string): [file: string, code: string][] {
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "esnext",
    write: false,
    logLevel: "silent",
  });
  const parts = (outputFiles[0]?.text ?? "").split(/^\s*\/\/ ((?:core|functions)\/\S+\.ts)$/m);
  return parts.flatMap((file, index) =>
    index % 2 ? [[file, parts[index + 1] ?? ""] as [string, string]] : [],
  );
}

/** The functions of the door that are left, by their names in the bundle: what each does, and whom it calls. */
function functionsOf(code: string): Map<string, { actions: string[]; calls: string[] }> {
  const found = new Map<string, { actions: string[]; calls: string[] }>();
  for (const text of code.split(/^\s*(?=(?:async )?function \w|var \w+ = )/m)) {
    const name = /^(?:async )?(?:function|var) (\w+)/.exec(text)?.[1] ?? "";
    const commands = [...text.matchAll(/\.(\w+)Command\(/g)].flatMap(([, command = ""]) => {
      const actions = ACTIONS[command];
      if (!actions) throw new Error(`${command}: which action of a bucket's policy is it?`);
      return actions;
    });
    const calls = [...text.slice(text.indexOf("(") + 1).matchAll(/\b(\w+)\(/g)].map(
      ([, called = ""]) => called,
    );
    if (name) found.set(name, { actions: OTHERS[name] ?? commands, calls });
  }
  return found;
}

const known = new Map<string, string[]>();

/** What the storage is asked for by the code of an entry, as "media s3:PutObject". */
export function storageNeeds(entry: string): string[] {
  const needs = known.get(entry) ?? readNeeds(filesOf(entry));
  known.set(entry, needs);
  return needs;
}

function readNeeds(files: [file: string, code: string][]): string[] {
  const door = functionsOf(files.flatMap(([file, code]) => (DOOR.test(file) ? [code] : [])).join("\n"));
  const actionsOf = (name: string, seen = new Set<string>()): string[] => {
    if (seen.has(name)) return [];
    seen.add(name);
    const { actions = [], calls = [] } = door.get(name) ?? {};
    return [...actions, ...calls.flatMap((called) => actionsOf(called, seen))];
  };
  const needs = new Set<string>();
  for (const [file, code] of files) {
    if (DOOR.test(file)) continue;
    const named = [...code.matchAll(/bucket: "(\w+)"/g)].map(([, bucket = ""]) => bucket);
    for (const [, name = "", literal] of code.matchAll(/\b(\w+)\(\s*(?:"(\w+)")?/g))
      for (const bucket of literal ? [literal] : named.length > 0 ? named : WITH_ROWS)
        for (const action of actionsOf(name)) needs.add(`${bucket} s3:${action}`);
  }
  return [...needs].sort();
}
