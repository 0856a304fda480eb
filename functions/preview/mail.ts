/**
 * Mail in a preview: nothing leaves. The mail function itself, with a mailbox beside it that takes what it sends and shows
 * it under the address of the preview. One instance does both, and forgets its mails when it ends.
 */
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SQSEvent } from "aws-lambda";
import { Hono } from "hono";
import { handle, type LambdaEvent } from "hono/aws-lambda";
import { startMailbox } from "../sandbox/mailbox/mailbox.ts";
import { MAILBOX_PATH } from "../sandbox/mailbox/pages.ts";

const mailbox = await startMailbox({ dir: join(tmpdir(), "mail") });
// Before the configuration is read: it comes with the module of the queue.
process.env.SMTP_URL = mailbox.smtpUrl;
const queue = await import("../queue/mail.ts");
const show = handle(new Hono().route(MAILBOX_PATH, mailbox.app));

/** Messages of the queue are sent, requests are answered with what was sent. */
export const handler = (event: SQSEvent | LambdaEvent) =>
  "Records" in event ? queue.handler(event) : show(event);
