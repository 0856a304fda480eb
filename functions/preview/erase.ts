/** Erasure in a preview: the certificate is mailed as anywhere, to a mailbox that ends with this instance. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { startMailbox } from "../sandbox/mailbox/mailbox.ts";

const { smtpUrl } = await startMailbox({ dir: join(tmpdir(), "mail") });
// Before the configuration is read: it comes with the module of the queue.
process.env.SMTP_URL = smtpUrl;
const queue = await import("../queue/erase.ts");

export const handler = (event: SQSEvent): Promise<SQSBatchResponse> => queue.handler(event);
