/** Queue `remote-delete`: one thing at a processor a message, named by the row that stands for it. */
import * as v from "valibot";
import { deleteRemoteThing } from "../../core/provider/delete-remote.ts";
import { consumer } from "./consumer.ts";

const Message = v.object({ table: v.string(), id: v.pipe(v.string(), v.uuid()) });

export const handler = consumer("remote-delete", Message, deleteRemoteThing);
