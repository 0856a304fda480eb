/**
 * The built pages, read into memory once, so that a new build beside a running host cannot mix two versions. Files
 * with a hash in their name are kept by browsers for a year, the rest is asked for again each time. A file is compressed
 * when it is first asked for: a function that has just started answers with one file, not with all of them.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { type Context, Hono } from "hono";
import { getMimeType } from "hono/utils/mime";
import { type Bytes, type Coding, codingFor, encode, isCompressible } from "../api/coding.ts";

type File = {
  type: string;
  etag: string;
  cacheControl: string;
  plain: Bytes;
  /** By coding, once it was asked for. */
  coded: Map<Coding, Promise<Bytes>>;
};

/** Brotli's, for what is compressed once and kept. */
const QUALITY = 9;
/** Names in this folder of the build carry a hash of their content. */
const HASHED = "/assets/";
/** Never the app's page: what lies there is served by others, or does not exist. */
const NO_PAGE = [HASHED, "/api/", "/sandbox/"];

/** Serves the folder that vite built. An address that is no file is the app's page, which knows its own addresses. */
export async function pages(dir: string): Promise<Hono> {
  const files = await readFiles(dir);
  const app = new Hono();
  app.all("*", async (c): Promise<Response> => {
    if (c.req.method !== "GET" && c.req.method !== "HEAD")
      return c.text("Only GET and HEAD", 405, { allow: "GET, HEAD" });
    const file = files.get(c.req.path);
    if (file) return answer(c, file);
    if (NO_PAGE.some((folder) => `${c.req.path}/`.startsWith(folder))) return c.text("Not found", 404);
    const page = files.get("/index.html");
    return page ? answer(c, page) : c.text("The pages are not built: run npm run build", 503);
  });
  return app;
}

async function readFiles(dir: string): Promise<Map<string, File>> {
  const entries = existsSync(dir) ? await readdir(dir, { recursive: true, withFileTypes: true }) : [];
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = paths.map(async (path) => {
    const address = `/${relative(dir, path).split(sep).join("/")}`;
    return [address, await readOne(path, address)] as const;
  });
  return new Map(await Promise.all(read));
}

async function readOne(path: string, address: string): Promise<File> {
  const plain = new Uint8Array(await readFile(path));
  const type = getMimeType(address) ?? "application/octet-stream";
  return {
    type,
    etag: `W/"${createHash("sha256").update(plain).digest("base64url").slice(0, 22)}"`,
    cacheControl: address.startsWith(HASHED) ? "public, max-age=31536000, immutable" : "no-cache",
    plain,
    coded: new Map(),
  };
}

/** The file in a coding; undefined when it would not gain from it. */
function inCoding({ type, plain, coded }: File, coding: Coding): Promise<Bytes> | undefined {
  const made = coded.get(coding) ?? (isCompressible(type) ? encode(plain, coding, QUALITY) : undefined);
  if (made) coded.set(coding, made);
  return made;
}

async function answer(c: Context, file: File): Promise<Response> {
  c.header("cache-control", file.cacheControl);
  c.header("etag", file.etag);
  c.header("vary", "accept-encoding");
  if (
    c.req
      .header("if-none-match")
      ?.split(/\s*,\s*/)
      .includes(file.etag)
  )
    return c.body(null, 304);
  const coding = codingFor(c.req.header("accept-encoding"));
  const made = coding && (await inCoding(file, coding));
  if (coding && made) c.header("content-encoding", coding);
  const bytes = made ?? file.plain;
  c.header("content-type", file.type);
  c.header("content-length", String(bytes.length));
  return c.req.method === "HEAD" ? c.body(null) : c.body(bytes);
}
