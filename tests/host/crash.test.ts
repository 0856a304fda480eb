import { once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { expect, onTestFinished, test } from "vitest";
import { startS3 } from "../../functions/host/cloud/s3-server.ts";
import {
  BUCKET,
  bodyFiles,
  murder,
  noise,
  openS3,
  openSqs,
  s3Client,
  spawnScript,
  sqsClient,
  temporaryFolder,
} from "./cloud.ts";
import { KEYS } from "./keys.ts";

async function spawnCloud(dir: string) {
  const { child, line } = await spawnScript("cloud-process.ts", dir);
  const urls: { s3: string; sqs: string } = JSON.parse(line);
  return { child, s3: s3Client(urls.s3), sqs: sqsClient(urls.sqs) };
}

test("objects and parts that S3 took survive SIGKILL; what it was still writing is swept at the next start", async () => {
  const dir = temporaryFolder();
  const first = await spawnCloud(dir);
  await first.s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await first.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "kept", Body: noise(100_000) }));
  const { UploadId } = await first.s3.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key: "clip" }));
  const at = { Bucket: BUCKET, Key: "clip", UploadId };
  await first.s3.send(new UploadPartCommand({ ...at, PartNumber: 1, Body: noise(1000) }));

  const endless = new Readable({ read() {} });
  endless.push(noise(200_000));
  const upload = first.s3.send(
    new PutObjectCommand({ Bucket: BUCKET, Key: "kept", Body: endless, ContentLength: 10_000_000 }),
  );
  const lost = expect(upload).rejects.toThrow();
  await expect.poll(() => bodyFiles(dir).length).toBe(3);
  await murder(first.child);
  await lost;

  const { s3 } = await spawnCloud(dir);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: "kept" }));
  const { Parts } = await s3.send(new ListPartsCommand(at));
  expect(noise(100_000).equals((await Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true);
  expect(Parts).toMatchObject([{ PartNumber: 1, Size: 1000 }]);
  expect(bodyFiles(dir)).toHaveLength(2);
});

test("a file that no object names is removed at the start, and named ones stay", async () => {
  const dir = temporaryFolder();
  const first = await openS3({ dir });
  await first.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body: "named" }));
  await first.stop();
  const named = bodyFiles(dir);
  writeFileSync(join(dir, "bodies", "ab", `ab${"0".repeat(30)}`), "orphan");
  const again = await startS3({ ...KEYS, dir });
  onTestFinished(again.stop);
  expect(bodyFiles(dir)).toEqual(named);
});

test("ready, delayed and in-flight messages survive SIGKILL, and old queue URLs stay good on another port", async () => {
  const dir = temporaryFolder();
  const first = await spawnCloud(dir);
  const { QueueUrl } = await first.sqs.send(new CreateQueueCommand({ QueueName: "work" }));
  const send = (MessageBody: string, DelaySeconds = 0) =>
    first.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds }));
  await send("in flight");
  const taken = await first.sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 600 }));
  await send("delayed", 600);
  for (const body of ["one", "two", "three"]) await send(body);
  await murder(first.child);

  const { sqs } = await spawnCloud(dir);
  const receive = async () => {
    const input = { QueueUrl, MaxNumberOfMessages: 10 };
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(input));
    return Messages.map(({ Body }) => Body);
  };
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
  expect(Attributes).toMatchObject({
    ApproximateNumberOfMessages: "3",
    ApproximateNumberOfMessagesDelayed: "1",
    ApproximateNumberOfMessagesNotVisible: "1",
  });
  expect(await receive()).toEqual(["one", "two", "three"]);
  const ReceiptHandle = taken.Messages?.[0]?.ReceiptHandle;
  await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
  expect(await receive()).toEqual(["in flight"]);
});

test("a second server on the same folder is refused, so that neither sweeps the other's files", async () => {
  const { dir, stop } = await openS3();
  const queues = await openSqs();
  await expect(startS3({ ...KEYS, dir })).rejects.toThrow("another process");
  await expect(openSqs({ dir: queues.dir })).rejects.toThrow("another process");
  await stop();
  const again = await startS3({ ...KEYS, dir });
  await again.stop();
});

test("a port that is taken is replaced by a free one", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  onTestFinished(() => void other.close());
  const address = other.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const cloud = await openS3({ port });
  expect(cloud.port).not.toBe(port);
  await cloud.stop();
  const free = await openS3({ port: cloud.port });
  expect(free.url).toBe(`http://127.0.0.1:${cloud.port}`);
});

test("stopping ends uploads and long polls in flight, twice is as good as once, and no upload is left behind", async () => {
  const { s3, dir, stop } = await openS3();
  const queues = await openSqs();
  const { QueueUrl } = await queues.sqs.send(new CreateQueueCommand({ QueueName: "work" }));
  const poll = queues.sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  const endless = new Readable({ read() {} });
  endless.push(noise(200_000));
  const upload = s3.send(
    new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body: endless, ContentLength: 1_000_000 }),
  );
  const ends = Promise.allSettled([upload, poll]);
  await expect.poll(() => bodyFiles(dir).length).toBe(1);
  await Promise.all([stop(), stop(), queues.stop()]);
  expect((await ends).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(bodyFiles(dir)).toEqual([]);
  expect(readdirSync(dir).toSorted()).toEqual(["bodies", "s3.db"]);
});
