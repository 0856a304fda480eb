import { once } from "node:events";
import { connect } from "node:net";
import { Readable } from "node:stream";
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { describe, expect, test } from "vitest";
import { BUCKET, bodyFiles, noise, openS3, presignPut, s3Client } from "./cloud.ts";
import { KEYS } from "./keys.ts";

const whenRequired = { requestChecksumCalculation: "WHEN_REQUIRED" } as const;
const put = (s3: S3Client, Key: string, Body: string | Buffer | Readable, more = {}) =>
  s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body, ...more }));
const codeOf = async (response: Response) => /<Code>(\w+)</.exec(await response.text())?.[1];

/** Changes what goes over the wire after it was signed. */
function tamper(s3: S3Client, change: (body: unknown) => unknown): void {
  s3.middlewareStack.add(
    (next) => (args) => {
      Object.assign(args.request as object, { body: change((args.request as { body: unknown }).body) });
      return next(args);
    },
    { step: "deserialize" },
  );
}

describe("signatures", () => {
  test("with another secret, another key id, another region or none are refused", async () => {
    const { url } = await openS3();
    const { accessKeyId, secretAccessKey } = KEYS;
    const secret = s3Client(url, { credentials: { accessKeyId, secretAccessKey: "wrong" } });
    const name = s3Client(url, { credentials: { accessKeyId: "wrong", secretAccessKey } });
    const region = s3Client(url, { region: "us-east-1" });
    await expect(put(secret, "a", "x")).rejects.toMatchObject({ name: "SignatureDoesNotMatch" });
    await expect(put(name, "a", "x")).rejects.toMatchObject({ name: "InvalidAccessKeyId" });
    await expect(put(region, "a", "x")).rejects.toMatchObject({ name: "AuthorizationHeaderMalformed" });
    expect(await codeOf(await fetch(`${url}/${BUCKET}/a`))).toBe("AccessDenied");
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });

  test("do not cover an x-amz header added later, nor a body exchanged later", async () => {
    const { url, s3, dir } = await openS3();
    const link = await getSignedUrl(s3, new GetObjectCommand({ Bucket: BUCKET, Key: "a" }));
    expect(await codeOf(await fetch(link, { headers: { "x-amz-meta-a": "b" } }))).toBe("AccessDenied");
    const client = s3Client(url, whenRequired);
    tamper(client, () => Buffer.from("false"));
    await expect(put(client, "a", "right")).rejects.toMatchObject({ name: "XAmzContentSHA256Mismatch" });
    expect(bodyFiles(dir)).toEqual([]);
  });

  test("older or newer than 15 minutes are refused", async () => {
    const { url } = await openS3();
    const s3 = s3Client(url, { systemClockOffset: -16 * 60_000 });
    await expect(put(s3, "a", "x")).rejects.toMatchObject({ name: "RequestTimeTooSkewed" });
  });

  test("follow the injected clock: the SDK corrects its own from the answer and tries again", async () => {
    const { url } = await openS3({ now: () => Date.now() + 400 * 24 * 3600_000 });
    await expect(put(s3Client(url), "a", "x")).rejects.toMatchObject({ name: "RequestTimeTooSkewed" });
    const s3 = s3Client(url, { maxAttempts: 2 });
    await put(s3, "a", "x");
    const head = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "a" }));
    expect(head.LastModified?.getTime()).toBeGreaterThan(Date.now() + 399 * 24 * 3600_000);
  });
});

describe("presigned links", () => {
  test("give the object under the name and type that were signed", async () => {
    const { s3 } = await openS3();
    await put(s3, "a/b", "bytes", { ContentType: "text/plain" });
    const command = new GetObjectCommand({
      Bucket: BUCKET,
      Key: "a/b",
      ResponseContentType: "video/mp4",
      ResponseContentDisposition: "attachment; filename=\"my clip.mp4\"; filename*=UTF-8''%C3%A9.mp4",
    });
    const response = await fetch(await getSignedUrl(s3, command, { expiresIn: 60 }));
    expect(response.headers.get("content-type")).toBe("video/mp4");
    expect(response.headers.get("content-disposition")).toContain("my clip.mp4");
    expect(await response.text()).toBe("bytes");
  });

  test("are refused when changed in any part", async () => {
    const { s3 } = await openS3();
    await put(s3, "a", "bytes");
    await put(s3, "b", "other");
    const link = await getSignedUrl(s3, new GetObjectCommand({ Bucket: BUCKET, Key: "a" }), {
      expiresIn: 60,
    });
    const changes = [
      link.replace(`/${BUCKET}/a?`, `/${BUCKET}/b?`),
      link.replace("X-Amz-Expires=60", "X-Amz-Expires=61"),
      `${link}&response-content-type=text%2Fhtml`,
      link.replace(/X-Amz-Date=\d{4}/, "X-Amz-Date=2999"),
      link.replace(/(X-Amz-Signature=)[0-9a-f]{2}/, "$1zz"),
    ];
    expect((await fetch(link)).status).toBe(200);
    for (const changed of changes) expect([400, 403]).toContain((await fetch(changed)).status);
    expect((await fetch(link, { method: "DELETE" })).status).toBe(403);
  });

  test("end when they expire", async () => {
    let now = Date.now();
    const { s3 } = await openS3({ now: () => now });
    await put(s3, "a", "bytes");
    const link = await getSignedUrl(s3, new GetObjectCommand({ Bucket: BUCKET, Key: "a" }), {
      expiresIn: 60,
    });
    now += 58_000;
    expect((await fetch(link)).status).toBe(200);
    now += 4000;
    expect(await codeOf(await fetch(link))).toBe("AccessDenied");
  });

  test("for an upload take only the signed type and the signed length", async () => {
    const { url, s3, dir } = await openS3();
    const link = await presignPut(url, "up", "image/png", 10);
    const send = (body: string, type: string) =>
      fetch(link, { method: "PUT", body, headers: { "content-type": type } });
    expect(await codeOf(await send("0123456789", "image/svg+xml"))).toBe("SignatureDoesNotMatch");
    expect(await codeOf(await send("0123456789+", "image/png"))).toBe("SignatureDoesNotMatch");
    expect(await codeOf(await send("012345678", "image/png"))).toBe("SignatureDoesNotMatch");
    expect(bodyFiles(dir)).toEqual([]);
    expect((await send("0123456789", "image/png")).status).toBe(200);
    const head = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "up" }));
    expect(head).toMatchObject({ ContentLength: 10, ContentType: "image/png" });
  });

  test("for an upload hold the sender to the length: a body that ends early leaves nothing", async () => {
    const { url, port, s3, dir } = await openS3();
    const link = new URL(await presignPut(url, "up", "image/png", 10));
    const socket = connect(port, "127.0.0.1");
    const head = `PUT ${link.pathname}${link.search} HTTP/1.1\r\nhost: ${link.host}\r\n`;
    socket.end(`${head}content-type: image/png\r\ncontent-length: 10\r\n\r\n01234`);
    socket.resume();
    await once(socket, "close");
    await expect(s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "up" }))).rejects.toMatchObject({
      name: "NotFound",
    });
    await expect.poll(() => bodyFiles(dir)).toEqual([]);
  });

  test("that carry the checksum of an empty body refuse a full one, so that the mistake shows here", async () => {
    const { s3 } = await openS3();
    const link = await getSignedUrl(s3, new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body: "" }));
    expect(link).toContain("x-amz-checksum-crc32");
    expect(await codeOf(await fetch(link, { method: "PUT", body: "full" }))).toBe("BadDigest");
  });
});

describe("checksums", () => {
  test("that are wrong refuse the body and leave no file", async () => {
    const { url, dir } = await openS3();
    const s3 = s3Client(url, whenRequired);
    const wrong = { name: "BadDigest" };
    await expect(put(s3, "a", "x", { ChecksumCRC32: "AAAAAA==" })).rejects.toMatchObject(wrong);
    await expect(put(s3, "a", "x", { ChecksumSHA256: `${"A".repeat(43)}=` })).rejects.toMatchObject(wrong);
    await expect(put(s3, "a", "x", { ContentMD5: `${"A".repeat(22)}==` })).rejects.toMatchObject(wrong);
    await put(s3, "a", "x", { ChecksumAlgorithm: "SHA256" });
    expect(bodyFiles(dir)).toHaveLength(1);
  });

  test("that come as a trailer of a stream are checked against the bytes that came", async () => {
    const { s3, dir } = await openS3();
    const bytes = noise(300_000);
    tamper(s3, (body) =>
      Readable.from(
        (async function* () {
          let turned = false;
          for await (const chunk of body as AsyncIterable<Buffer>) {
            const copy = Buffer.from(chunk);
            if (!turned && copy.length > 1000) {
              copy[500] = (copy[500] ?? 0) ^ 1;
              turned = true;
            }
            yield copy;
          }
        })(),
      ),
    );
    const stream = put(s3, "a", Readable.from([bytes]), { ContentLength: bytes.length });
    await expect(stream).rejects.toMatchObject({ name: "BadDigest" });
    expect(bodyFiles(dir)).toEqual([]);
  });

  test("do not make up for a length: a stream shorter or longer than announced is refused", async () => {
    const { s3, dir } = await openS3();
    for (const ContentLength of [999, 1001]) {
      const stream = put(s3, "a", Readable.from([noise(1000)]), { ContentLength });
      await expect(stream).rejects.toMatchObject({ name: "IncompleteBody" });
    }
    expect(bodyFiles(dir)).toEqual([]);
  });

  test("that S3 knows and this server does not are refused as not implemented, as are other operations", async () => {
    const { s3 } = await openS3();
    await put(s3, "a", "precious");
    const refused = { name: "NotImplemented", $metadata: { httpStatusCode: 501 } };
    const TagSet = [{ Key: "k", Value: "v" }];
    await expect(put(s3, "a", "x", { ChecksumAlgorithm: "CRC32C" })).rejects.toMatchObject(refused);
    await expect(put(s3, "a", "x", { Tagging: "k=v" })).rejects.toMatchObject(refused);
    await expect(put(s3, "a", "x", { IfMatch: '"x"' })).rejects.toMatchObject(refused);
    await expect(put(s3, "a", "x", { ServerSideEncryption: "aws:kms" })).rejects.toMatchObject(refused);
    await expect(
      s3.send(new PutObjectTaggingCommand({ Bucket: BUCKET, Key: "a", Tagging: { TagSet } })),
    ).rejects.toMatchObject(refused);
    await expect(
      s3.send(new PutObjectAclCommand({ Bucket: BUCKET, Key: "a", ACL: "public-read" })),
    ).rejects.toMatchObject(refused);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: "a" }));
    expect(await Body?.transformToString()).toBe("precious");
  });
});
