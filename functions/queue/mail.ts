/** Queue `mail`: sends one mail a message. */
import * as v from "valibot";
import { idSchema } from "../../core/base/id.ts";
import { sendMail } from "../../core/mail/send.ts";
import { consumer } from "./consumer.ts";

export const handler = consumer("mail", v.object({ mailId: idSchema<"mail">() }), (message) =>
  sendMail(message.mailId),
);
