/** Runs the local S3 and SQS in a process of their own, to be killed: `node cloud-process.ts <dir>`. */
import { startS3 } from "../../functions/host/cloud/s3-server.ts";
import { startSqs } from "../../functions/host/cloud/sqs-server.ts";
import { KEYS } from "./keys.ts";

const [dir = ""] = process.argv.slice(2);
const s3 = await startS3({ ...KEYS, dir });
const sqs = await startSqs({ ...KEYS, dir });
console.log(JSON.stringify({ s3: s3.url, sqs: sqs.url }));
