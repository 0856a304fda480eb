/** Queue `remote-delete`: one thing at a processor a message. */
import * as v from "valibot";
import { idSchema } from "../../core/base/id.ts";
import { deleteRemoteItem } from "../../core/provider/delete-remote.ts";
import { consumer } from "./consumer.ts";

const Message = v.object({ remoteItemId: idSchema<"remote_item">() });

export const handler = consumer("remote-delete", Message, ({ remoteItemId }) =>
  deleteRemoteItem(remoteItemId),
);
