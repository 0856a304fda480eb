/**
 * CORS: the bucket's rules as XML, and the headers they grant to a browser.
 * Source: Amazon S3 user guide, "Using cross-origin resource sharing (CORS)".
 */
import type { IncomingHttpHeaders } from "node:http";
import { S3Error } from "./s3-error.ts";
import { readText } from "./s3-payload.ts";
import type { S3Operation } from "./s3-request.ts";
import { element, readAll, readTexts } from "./s3-xml.ts";

export type CorsRule = {
  origins: string[];
  methods: string[];
  headers: string[];
  exposed: string[];
  maxAgeSeconds: string | undefined;
};

const METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE"];

/** PutBucketCors: replaces the rules. Throws MalformedXML. */
export const putCors: S3Operation = async ({ store }, request) => {
  const rules = readAll(await readText(request), "CORSRule").map(readRule);
  if (rules.length === 0) throw new S3Error("MalformedXML", "There is no CORSRule.");
  store.setCorsRules(request.bucket, rules);
  return {};
};

/** GetBucketCors. Throws NoSuchCORSConfiguration. */
export const getCors: S3Operation = ({ store }, { bucket }) => {
  const rules = store.findBucket(bucket)?.rules;
  if (!rules) throw new S3Error("NoSuchCORSConfiguration", "The CORS configuration does not exist");
  return { xml: element("CORSConfiguration", rules.map(writeRule)) };
};

/** The headers of the first rule that allows this origin, method and headers; undefined when none does. */
export function corsHeaders(
  rules: CorsRule[] | null | undefined,
  method: string,
  headers: IncomingHttpHeaders,
): Record<string, string> | undefined {
  const { origin } = headers;
  if (origin === undefined) return undefined;
  const asked = readList(headers["access-control-request-headers"]);
  const rule = rules?.find(
    (candidate) =>
      candidate.methods.includes(method) &&
      candidate.origins.some((pattern) => matches(pattern, origin)) &&
      asked.every((name) => candidate.headers.some((pattern) => matches(pattern.toLowerCase(), name))),
  );
  if (rule === undefined) return undefined;
  return {
    "access-control-allow-origin": rule.origins.includes("*") ? "*" : origin,
    "access-control-allow-methods": rule.methods.join(", "),
    vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
    ...(asked.length > 0 && { "access-control-allow-headers": asked.join(", ") }),
    ...(rule.exposed.length > 0 && { "access-control-expose-headers": rule.exposed.join(", ") }),
    ...(rule.maxAgeSeconds !== undefined && { "access-control-max-age": rule.maxAgeSeconds }),
  };
}

function readRule(xml: string): CorsRule {
  const rule = {
    origins: readTexts(xml, "AllowedOrigin"),
    methods: readTexts(xml, "AllowedMethod"),
    headers: readTexts(xml, "AllowedHeader"),
    exposed: readTexts(xml, "ExposeHeader"),
    maxAgeSeconds: readTexts(xml, "MaxAgeSeconds")[0],
  };
  const known = rule.methods.length > 0 && rule.methods.every((method) => METHODS.includes(method));
  if (rule.origins.length === 0 || !known) throw new S3Error("MalformedXML", "A CORSRule is not valid.");
  return rule;
}

function writeRule(rule: CorsRule): string {
  return element("CORSRule", [
    ...rule.origins.map((origin) => element("AllowedOrigin", origin)),
    ...rule.methods.map((method) => element("AllowedMethod", method)),
    ...rule.headers.map((name) => element("AllowedHeader", name)),
    ...rule.exposed.map((name) => element("ExposeHeader", name)),
    ...(rule.maxAgeSeconds === undefined ? [] : [element("MaxAgeSeconds", rule.maxAgeSeconds)]),
  ]);
}

/** `*` stands for any text; everything else for itself. */
function matches(pattern: string, value: string): boolean {
  const [start = "", end] = pattern.split(/\*(.*)/s);
  if (end === undefined) return value === pattern;
  return value.length >= start.length + end.length && value.startsWith(start) && value.endsWith(end);
}

function readList(header: string | undefined): string[] {
  const names = (header ?? "").split(",").map((name) => name.trim().toLowerCase());
  return names.filter((name) => name !== "");
}
