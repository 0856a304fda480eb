import { GetBucketCorsCommand, PutBucketCorsCommand } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { BUCKET, openS3, presignPut } from "./cloud.ts";

describe("CORS", () => {
  const origin = "http://127.0.0.1:3000";
  const preflight = (url: string, from: string, method: string, headers = "content-type") =>
    fetch(url, {
      method: "OPTIONS",
      headers: {
        origin: from,
        "access-control-request-method": method,
        "access-control-request-headers": headers,
      },
    });

  async function openWithRules() {
    const opened = await openS3();
    const rule = {
      AllowedOrigins: [origin, "https://*.pix2clip.com"],
      AllowedMethods: ["PUT", "GET"],
      AllowedHeaders: ["Content-Type"],
      ExposeHeaders: ["ETag"],
      MaxAgeSeconds: 600,
    };
    await opened.s3.send(
      new PutBucketCorsCommand({ Bucket: BUCKET, CORSConfiguration: { CORSRules: [rule] } }),
    );
    const { CORSRules } = await opened.s3.send(new GetBucketCorsCommand({ Bucket: BUCKET }));
    expect(CORSRules).toEqual([rule]);
    return opened;
  }

  test("allows the origins, methods and headers of the bucket's rules and no others", async () => {
    const { url } = await openWithRules();
    const at = `${url}/${BUCKET}/a`;
    const allowed = await preflight(at, origin, "PUT");
    expect(allowed.status).toBe(200);
    expect(allowed.headers.get("access-control-allow-origin")).toBe(origin);
    expect(allowed.headers.get("access-control-max-age")).toBe("600");
    expect((await preflight(at, "https://pr-7.pix2clip.com", "GET")).status).toBe(200);
    expect((await preflight(at, "https://pix2clip.com.evil.example", "GET")).status).toBe(403);
    expect((await preflight(at, "http://127.0.0.1:3001", "PUT")).status).toBe(403);
    expect((await preflight(at, origin, "DELETE")).status).toBe(403);
    expect((await preflight(at, origin, "PUT", "content-type, x-amz-meta-a")).status).toBe(403);
    expect((await preflight(`${url}/unknown/a`, origin, "PUT")).status).toBe(403);
  });

  test("exposes the answer of a presigned upload, and its errors, to the allowed origin alone", async () => {
    const { url } = await openWithRules();
    const send = async (from: string, type: string) =>
      fetch(await presignPut(url, "up", "text/plain", 5), {
        method: "PUT",
        body: "bytes",
        headers: { origin: from, "content-type": type },
      });
    const good = await send(origin, "text/plain");
    const refused = await send(origin, "text/html");
    const foreign = await send("http://evil.example", "text/plain");
    expect(good.headers.get("access-control-allow-origin")).toBe(origin);
    expect(good.headers.get("access-control-expose-headers")).toBe("ETag");
    expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([403, origin]);
    expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
  });
});
