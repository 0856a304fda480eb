/** Queue `export`: the plan of one export, or one of its parts, a message. */
import * as v from "valibot";
import { idSchema } from "../../core/base/id.ts";
import { runExport } from "../../core/privacy/export/run.ts";
import { consumer } from "./consumer.ts";

const Message = v.object({ exportId: idSchema<"data_export">(), part: v.number() });

export const handler = consumer("export", Message, runExport);
