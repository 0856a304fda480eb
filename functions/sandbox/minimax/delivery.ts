/**
 * The download host: addresses that need no key (and accept none), work for a while and then answer 403, as an object
 * store does. The bytes of a result live as long as its file record or its last address.
 */
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Hono } from "hono";
import { due } from "./admission.ts";
import { type Call, type Env, type Sandbox, sha256 } from "./context.ts";
import type { Words } from "./magic.ts";
import type { Link } from "./store.ts";

const HOUR = 3_600_000;

interface Delivery {
  blob: string;
  type: string;
  filename: string;
  hours: number;
  /** The task or file that the bytes belong to. */
  owner: string;
  words: Words;
}

/** A new address for some bytes. */
export function addressOf(sandbox: Sandbox, delivery: Delivery): string {
  const { words, owner } = delivery;
  const dead = words["expired-url"] && due(sandbox, "expired-url", words["expired-url"], owner);
  const link: Link = {
    id: sha256(`${sandbox.seed} ${sandbox.store.count("links")} ${owner}`).slice(0, 32),
    blob: delivery.blob,
    type: delivery.type,
    expiresAt: sandbox.now() + delivery.hours * HOUR,
    owner,
    dead: Boolean(dead),
    breaks: words.truncated ?? 0,
  };
  sandbox.store.links.put(link);
  return `${sandbox.publicUrl()}/files/${link.id}/${delivery.filename}`;
}

const refused = (status: 400 | 403, code: string, message: string) =>
  new Response(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
    {
      status,
      headers: { "content-type": "application/xml" },
    },
  );

/** Half of the bytes under a length that promises all of them, then the connection breaks. */
function breakOff(c: Call, bytes: Buffer, headers: Record<string, string>): Response {
  const { outgoing } = c.env;
  outgoing.writeHead(200, headers);
  outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => outgoing.destroy());
  return RESPONSE_ALREADY_SENT;
}

/** Mounts the download host. */
export function mountDelivery(app: Hono<Env>, sandbox: Sandbox): void {
  app.get("/files/:token/:name", async (c) => {
    if (c.req.header("authorization"))
      return refused(400, "InvalidArgument", "Only one auth mechanism allowed");
    const link = sandbox.store.links.get(c.req.param("token"));
    if (!link || link.dead || sandbox.now() >= link.expiresAt || c.get("words")["expired-url"]) {
      return refused(403, "AccessDenied", "Request has expired");
    }
    const bytes = await sandbox.store.read(link.blob).catch(() => undefined);
    if (!bytes) return refused(403, "AccessDenied", "Object is gone");
    const headers = {
      "content-type": link.type,
      "content-length": String(bytes.length),
      "cache-control": "private",
    };
    const breaks =
      c.get("words").truncated ?? (link.breaks > 0 && due(sandbox, "truncated", link.breaks, link.owner));
    return breaks ? breakOff(c, bytes, headers) : new Response(new Uint8Array(bytes), { headers });
  });
}

/** Forgets addresses that ended, and bytes that nothing leads to any more. */
export function sweep(sandbox: Sandbox): void {
  const { links, files } = sandbox.store;
  const owned = new Set(
    files
      .all()
      .filter((file) => file.deletedAt === null)
      .map((file) => file.blob),
  );
  const [ended, alive] = [
    links.all().filter((l) => l.expiresAt <= sandbox.now()),
    links.all().filter((l) => l.expiresAt > sandbox.now()),
  ];
  for (const link of alive) owned.add(link.blob);
  for (const link of ended) {
    links.remove(link.id);
    if (!owned.has(link.blob)) void sandbox.store.drop(link.blob).catch(() => undefined);
  }
}
