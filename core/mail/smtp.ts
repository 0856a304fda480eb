/** The one place that opens a connection to a mail server (a European one: config.ts refuses any other). */
import { createTransport, type Transporter } from "nodemailer";
import { config } from "../base/config.ts";
import { refuseInTransaction } from "../base/database.ts";
import { AppError } from "../base/error.ts";
import { isLoopback } from "../base/european.ts";

export type Envelope = {
  messageId: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  attachment?: { fileName: string; contentType: string; content: string };
  /** The address at which a POST, by the reader or his mail program, ends such mails (RFC 8058). */
  leave?: string;
};

const SECOND = 1000;

function connect(): Transporter {
  if (config.SMTP_URL === undefined) throw new AppError("unavailable");
  const url = new URL(config.SMTP_URL);
  const secure = url.protocol === "smtps:";
  return createTransport({
    host: url.hostname,
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    // Outside of this machine a mail travels encrypted or not at all.
    requireTLS: !secure && !isLoopback(url.hostname),
    ...(url.username
      ? { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }
      : {}),
    connectionTimeout: 10 * SECOND,
    greetingTimeout: 10 * SECOND,
    socketTimeout: 30 * SECOND,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/**
 * Hands a mail to the server. Returns `refused` when the server says that it never will take it (5xx), or when nobody can
 * be at the address. Throws when it may take it later, or could not be reached.
 */
export async function deliver({ leave, attachment, ...content }: Envelope): Promise<"taken" | "refused"> {
  refuseInTransaction();
  // RFC 2606: what stands for an address that is not known (account/address.ts).
  if (content.to.endsWith(".invalid")) return "refused";
  const transport = connect();
  try {
    await transport.sendMail({
      from: { name: "Pix2Clip", address: config.MAIL_FROM },
      ...content,
      ...(attachment ? { attachments: [{ ...attachment, filename: attachment.fileName }] } : {}),
      headers: {
        // RFC 3834: no holiday answer to a machine.
        "auto-submitted": "auto-generated",
        ...(leave
          ? { "list-unsubscribe": `<${leave}>`, "list-unsubscribe-post": "List-Unsubscribe=One-Click" }
          : {}),
      },
    });
    return "taken";
  } catch (error) {
    if (isPermanent(error)) return "refused";
    throw error;
  } finally {
    transport.close();
  }
}

/** A refusal of this recipient or message. A refusal to let us in (535 and its like) is not one: it can be put right. */
function isPermanent(error: unknown): boolean {
  if (!(error instanceof Error) || !("responseCode" in error) || !("code" in error)) return false;
  const status = Number(error.responseCode);
  return status >= 500 && status < 600 && (error.code === "EENVELOPE" || error.code === "EMESSAGE");
}
