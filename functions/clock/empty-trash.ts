/** Every ten minutes: what was deleted more than an hour ago goes for good. */
import { emptyGenerationTrash } from "../../core/generation/trash.ts";
import { emptyMediaTrash } from "../../core/media/trash.ts";

/** One run. */
export async function run(): Promise<void> {
  await emptyMediaTrash();
  await emptyGenerationTrash();
}
