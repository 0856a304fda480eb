/**
 * AWS Signature Version 4, the server's side: requests signed in the Authorization header and presigned URLs.
 * Invariant: nothing counts that the signature does not cover; `host` and every x-amz-* header must be signed.
 * Source: Amazon S3 API reference, "Authenticating Requests (AWS Signature Version 4)".
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

export type Keys = { accessKeyId: string; secretAccessKey: string; region: string };
export type Signed = { payloadHash: string; presigned: boolean };

type Scope = Keys & { service: "s3" | "sqs"; now: number; bodyHash?: string };
type Claim = { credential: string; headers: string[]; signature: string; date: string; payloadHash: string };

export class AuthError extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status = 403) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

const ALGORITHM = "AWS4-HMAC-SHA256";
const MAX_SKEW_MS = 15 * 60_000;
const MAX_LIFETIME_SECONDS = 7 * 24 * 3600;

/**
 * Checks the request's signature at the time `now` (ms). `bodyHash` is the SHA-256 of a body already read;
 * without it the caller must hold the body to the `payloadHash` returned. Throws AuthError.
 */
export function verifySignature(request: IncomingMessage, scope: Scope): Signed {
  const [path = "", search = ""] = (request.url ?? "").split(/\?(.*)/s);
  const query = new URLSearchParams(search);
  const presigned = query.has("X-Amz-Signature");
  const claim = presigned ? readPresigned(query, scope.now) : readAuthorization(request, scope);
  const day = claim.date.slice(0, 8);
  const credentialScope = `${day}/${scope.region}/${scope.service}/aws4_request`;
  const [accessKeyId, ...rest] = claim.credential.split("/");
  if (accessKeyId !== scope.accessKeyId) {
    throw new AuthError("InvalidAccessKeyId", "The access key does not exist in our records.");
  }
  if (rest.join("/") !== credentialScope) {
    throw new AuthError("AuthorizationHeaderMalformed", `The scope must be ${credentialScope}.`, 400);
  }
  requireSigned(request, claim.headers);
  const canonical = [
    request.method,
    path,
    canonicalQuery(query),
    ...claim.headers.map((name) => `${name}:${squeeze(request.headers[name])}`),
    "",
    claim.headers.join(";"),
    claim.payloadHash,
  ].join("\n");
  const text = [ALGORITHM, claim.date, credentialScope, sha256Hex(canonical)].join("\n");
  const wanted = hmac(signingKey(scope, day), text);
  const given = Buffer.from(claim.signature, "hex");
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    throw new AuthError("SignatureDoesNotMatch", "The signature we calculated is not the one you provided.");
  }
  return { payloadHash: claim.payloadHash, presigned };
}

/** SHA-256 of `data` in lower-case hex. */
export function sha256Hex(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

function readPresigned(query: URLSearchParams, now: number): Claim {
  const get = (name: string) => query.get(`X-Amz-${name}`) ?? "";
  const signedAt = parseDate(get("Date"));
  const lifetimeSeconds = Number(get("Expires"));
  const lives = lifetimeSeconds >= 1 && lifetimeSeconds <= MAX_LIFETIME_SECONDS;
  if (get("Algorithm") !== ALGORITHM || Number.isNaN(signedAt) || !lives) {
    throw new AuthError("AuthorizationQueryParametersError", "X-Amz-* parameters are malformed.", 400);
  }
  if (signedAt > now + MAX_SKEW_MS) throw new AuthError("AccessDenied", "Request is not yet valid");
  if (now > signedAt + lifetimeSeconds * 1000) throw new AuthError("AccessDenied", "Request has expired");
  return {
    credential: get("Credential"),
    headers: get("SignedHeaders").split(";"),
    signature: get("Signature"),
    date: get("Date"),
    payloadHash: query.get("X-Amz-Content-Sha256") ?? "UNSIGNED-PAYLOAD",
  };
}

function readAuthorization(request: IncomingMessage, scope: Scope): Claim {
  const pattern =
    /^AWS4-HMAC-SHA256 Credential=([^, ]+), ?SignedHeaders=([^, ]+), ?Signature=([0-9a-f]{64})$/;
  const [, credential = "", headers = "", signature = ""] =
    pattern.exec(request.headers.authorization ?? "") ?? [];
  if (signature === "") throw new AuthError("AccessDenied", "Access Denied");
  const date = String(request.headers["x-amz-date"]);
  if (!(Math.abs(scope.now - parseDate(date)) <= MAX_SKEW_MS)) {
    throw new AuthError("RequestTimeTooSkewed", "The request time is too far from the current time.");
  }
  const payloadHash = scope.bodyHash ?? request.headers["x-amz-content-sha256"];
  if (typeof payloadHash !== "string") {
    throw new AuthError("InvalidRequest", "Missing required header: x-amz-content-sha256", 400);
  }
  return { credential, headers: headers.split(";"), signature, date, payloadHash };
}

function requireSigned(request: IncomingMessage, signed: string[]): void {
  const needed = Object.keys(request.headers).filter((name) => name === "host" || name.startsWith("x-amz-"));
  const missing = needed.filter((name) => !signed.includes(name));
  if (missing.length > 0)
    throw new AuthError("AccessDenied", `Headers were not signed: ${missing.join(", ")}`);
}

/** Sorted by name, then value: sorting whole `name=value` pairs would put `a-b` before `a`. */
function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map((pair) => pair.join("="))
    .join("&");
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function encode(text: string): string {
  const percent = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replace(/[!'()*]/g, percent);
}

function squeeze(value: string | string[] | undefined): string {
  return String(value ?? "")
    .trim()
    .replace(/ +/g, " ");
}

function parseDate(text: string): number {
  const pattern = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
  return pattern.test(text) ? Date.parse(text.replace(pattern, "$1-$2-$3T$4:$5:$6Z")) : Number.NaN;
}

function signingKey(keys: Scope, day: string): Buffer {
  return [keys.region, keys.service, "aws4_request"].reduce(
    (key, part) => hmac(key, part),
    hmac(`AWS4${keys.secretAccessKey}`, day),
  );
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac("sha256", key).update(data).digest();
}
