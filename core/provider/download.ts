/** Fetching what a provider made, from its download host, with a bound on size and without our key. */

import { egress } from "../base/egress.ts";
import { isLoopback } from "../base/european.ts";

/** Above every result of the models on offer (15 seconds of 2K video); signing holds about five copies in memory. */
const MAX_BYTES = 200_000_000;
const TIMEOUT_SECONDS = 120;

/** A result that could not be fetched this time. `cause` is for the log alone. */
export class DownloadError extends Error {
  override name = "DownloadError";
  constructor(options?: { cause: unknown }) {
    super("the result could not be downloaded", options);
  }
}

/** The whole file. Throws {@link DownloadError}: expired link, broken or oversized transfer, a host that is not the provider's. */
export async function download(url: string): Promise<Uint8Array> {
  try {
    const response = await egress("minimax", secure(url), { timeoutSeconds: TIMEOUT_SECONDS });
    if (!response.ok || !response.body) throw new Error(`answered ${response.status}`);
    return await readBounded(response.body);
  } catch (cause) {
    throw new DownloadError({ cause });
  }
}

/** Some links are written with http although the host speaks https; a stand-in on this machine speaks http alone. */
function secure(link: string): string {
  const url = new URL(link);
  if (url.protocol === "http:" && !isLoopback(url.hostname)) url.protocol = "https:";
  return url.href;
}

async function readBounded(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) throw new Error("too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
