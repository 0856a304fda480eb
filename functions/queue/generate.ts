/** Queue `generate`: one step of one generation a message. */
import * as v from "valibot";
import { idSchema } from "../../core/base/id.ts";
import { runStep } from "../../core/generation/pipeline.ts";
import { consumer } from "./consumer.ts";

const Message = v.object({ generationId: idSchema<"generation">(), step: v.number() });

export const handler = consumer("generate", Message, runStep);
