/**
 * Compression of what is answered, on a host as on Lambda: nothing that stands before either compresses. Answers are whole
 * in memory, for files go between the browser and the storage, and nothing is streamed.
 */
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { MiddlewareHandler } from "hono";

export type Coding = "br" | "gzip";
export type Bytes = Uint8Array<ArrayBuffer>;

const COMPRESSIBLE = /^(text\/|image\/svg|application\/([\w-]+\+)?(json|javascript|xml)\b)/;
/** Smaller ones fit into a packet as they are. */
const MIN_BYTES = 1024;
/** For an answer that is compressed once for each request. */
const QUICK = 4;

/** Whether an answer of this type gains from it at all. */
export const isCompressible = (type: string): boolean => COMPRESSIBLE.test(type);

/** The best coding that Accept-Encoding names with a weight above zero (RFC 9110, 12.5.3). */
export const codingFor = (header: string | undefined): Coding | undefined =>
  (["br", "gzip"] as const).find((each) => accepts(header, each));

function accepts(header: string | undefined, coding: Coding): boolean {
  return (header ?? "").split(",").some((part) => {
    const [name, weight] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*q=/);
    return name === coding && Number(weight ?? 1) > 0;
  });
}

/** The bytes in a coding; undefined where they are too few. `quality` is Brotli's: 11 takes longest. */
export function encode(plain: Bytes, coding: Coding, quality: number): Promise<Bytes> | undefined {
  if (plain.length < MIN_BYTES) return undefined;
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality };
  const made = coding === "br" ? promisify(brotliCompress)(plain, { params }) : promisify(gzip)(plain);
  return made.then((bytes) => new Uint8Array(bytes));
}

/** The middleware. What varies by coding already is left alone: on a host the pages pass here too. */
export const compressed: MiddlewareHandler = async (c, next) => {
  await next();
  const { headers, body } = c.res;
  const chosen = /\baccept-encoding\b/i.test(headers.get("vary") ?? "");
  if (!body || chosen || !isCompressible(headers.get("content-type") ?? "")) return;
  c.header("vary", "accept-encoding", { append: true });
  const coding = codingFor(c.req.header("accept-encoding"));
  if (!coding) return;
  const plain = new Uint8Array(await c.res.arrayBuffer());
  const coded = await encode(plain, coding, QUICK);
  c.res = new Response(coded ?? plain, c.res);
  if (!coded) return;
  c.header("content-encoding", coding);
  c.header("content-length", String(coded.length));
};
