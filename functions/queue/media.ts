/** Queue `media`: inspects one upload a message. */
import * as v from "valibot";
import { idSchema } from "../../core/base/id.ts";
import { inspectUpload } from "../../core/media/inspect.ts";
import { consumer } from "./consumer.ts";

export const handler = consumer("media", v.object({ mediaId: idSchema<"media">() }), (message) =>
  inspectUpload(message.mediaId),
);
