/**
 * A Lambda function in a fresh process, once: node lambda.ts <bundle>. Loads it, has it answer one request for 20
 * generations, and prints the milliseconds since the process began.
 */
import { pathToFileURL } from "node:url";

type Handler = (event: object, context: object) => Promise<{ statusCode: number; body: string }>;
const [, , file = ""] = process.argv;
const { handler } = (await import(pathToFileURL(file).href)) as { handler: Handler };
const event = {
  version: "2.0",
  rawPath: "/api/generations",
  rawQueryString: "",
  headers: { host: "localhost", "accept-language": "en" },
  cookies: [`__Host-session=${process.env.BENCH_SESSION}`],
  requestContext: {
    http: { method: "GET", path: "/api/generations", sourceIp: "127.0.0.1" },
    domainName: "localhost",
  },
  isBase64Encoded: false,
};
const answer = await handler(event, {});
const items = (JSON.parse(answer.body) as { items?: unknown[] }).items ?? [];
if (answer.statusCode !== 200 || items.length !== 20) throw new Error(`answered ${answer.statusCode}`);
console.log(performance.now());
process.exit(0);
