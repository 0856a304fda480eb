/** Queue `erase`: one account a message, so that one that fails stops nobody. */
import * as v from "valibot";
import { idSchema } from "../../core/base/id.ts";
import { resumeErasure } from "../../core/privacy/erasure/run.ts";
import { consumer } from "./consumer.ts";

const Message = v.object({ erasureId: idSchema<"erasure">() });

export const handler = consumer("erase", Message, async ({ erasureId }) => {
  await resumeErasure(erasureId);
});
