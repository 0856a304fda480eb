/** Images: POST /v1/image_generation, answered at once with links that live for a day (image-generation-t2i.md, -i2i.md). */
import * as v from "valibot";
import type { Settings } from "../../generation/generation.schema.ts";
import { type CreateOutcome, type Draft, type Family, type Pictures, pictureUrl } from "./family.ts";

/** Counts are documented as numbers and sent as strings. */
const Count = v.pipe(v.union([v.number(), v.string()]), v.transform(Number));
const Created = v.object({
  data: v.nullish(v.object({ image_urls: v.nullish(v.array(v.string())) })),
  metadata: v.nullish(v.object({ failed_count: v.nullish(Count) })),
});

async function draft(settings: Settings, pictures: Pictures): Promise<Draft> {
  if (settings.kind !== "image") throw new Error("not the settings of an image");
  const face = pictures.face && (await pictureUrl(settings, "face", pictures.face));
  return {
    path: "/v1/image_generation",
    body: {
      model: settings.model,
      prompt: settings.prompt,
      aspect_ratio: settings.aspectRatio,
      n: settings.count,
      response_format: "url",
      ...(face ? { subject_reference: [{ type: "character", image_file: face }] } : {}),
    },
  };
}

/** Blocked pictures are simply missing: of four there may be three links, or none. */
function readCreated(body: unknown): CreateOutcome {
  const answer = v.safeParse(Created, body);
  const urls = (answer.success && answer.output.data?.image_urls) || [];
  if (urls.length > 0) return { type: "links", urls };
  const blocked = answer.success && (answer.output.metadata?.failed_count ?? 0) > 0;
  return { type: "refused", failure: blocked ? "output_blocked" : "provider_failed" };
}

export const images: Family = { draft, readCreated };
