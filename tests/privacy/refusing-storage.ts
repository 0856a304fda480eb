/**
 * A way to the storage of the tests that refuses to delete what is to be kept, or everything. To be imported first and
 * apart: the service reads its environment as it is loaded.
 */
import { createHash } from "node:crypto";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * Keys that the storage keeps whatever it is asked; `away` refuses every deletion. `refusals` counts the requests. `locked`
 * takes nothing without its digest, as a bucket whose objects are locked.
 */
export const storage = { kept: new Set<string>(), away: false, locked: false, refusals: 0 };

const { hostname, port } = new URL(process.env.STORAGE_ENDPOINT ?? "");
const server = createServer(async (incoming, answer) => {
  const { method = "GET", url: path = "/", headers } = incoming;
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const isKept = [...storage.kept].some((key) => body.includes(key));
  if (method === "POST" && path.includes("delete") && (isKept || storage.away)) {
    storage.refusals += 1;
    answer.writeHead(403).end();
    return;
  }
  const digest = createHash("md5").update(body).digest("base64");
  if (method === "PUT" && storage.locked && headers["content-md5"] !== digest) {
    storage.refusals += 1;
    answer.writeHead(400).end();
    return;
  }
  const onward = request({ hostname, port, method, path, headers }, (reply) => {
    answer.writeHead(reply.statusCode ?? 500, reply.headers);
    reply.pipe(answer);
  });
  onward.on("error", () => answer.destroy());
  onward.end(body);
});
await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
server.unref();
process.env.STORAGE_ENDPOINT = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
