/**
 * Mail in a preview: nothing leaves. The mail function itself, with a mailbox beside it that takes what it sends and shows
 * it under the address of the preview, to who has its key. One instance does both, and forgets its mails when it ends.
 */
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SQSEvent } from "aws-lambda";
import { handle, type LambdaEvent } from "hono/aws-lambda";
import { linkedSecrets } from "../../core/base/linked-secrets.ts";
import { startMailbox } from "../sandbox/mailbox/mailbox.ts";
import { behindKey } from "./mailbox-key.ts";

const { MAILBOX_KEY } = { ...process.env, ...linkedSecrets() };
if (!MAILBOX_KEY) throw new Error("MAILBOX_KEY is not set: anybody could read the mails");
const mailbox = await startMailbox({ dir: join(tmpdir(), "mail"), of: "preview" });
// Before the configuration is read: it comes with the module of the queue.
process.env.SMTP_URL = mailbox.smtpUrl;
const queue = await import("../queue/mail.ts");
const show = handle(behindKey(MAILBOX_KEY, mailbox.app));

/** Messages of the queue are sent, requests are answered with what was sent. */
export const handler = (event: SQSEvent | LambdaEvent) =>
  "Records" in event ? queue.handler(event) : show(event);
