/** Files at the provider: links to results, and their deletion (file-management-retrieve.md, -delete.md). */
import * as v from "valibot";
import { type Answer, call, QUESTION_SECONDS } from "./call.ts";
import { rawNumber } from "./exact-json.ts";
import type { Standing } from "./family.ts";

const Retrieved = v.object({ file: v.object({ download_url: v.pipe(v.string(), v.nonEmpty()) }) });

const retrieve = (fileId: string, mayBeGone = false): Promise<Answer> =>
  call({
    operation: "files.retrieve",
    method: "GET",
    path: `/v1/files/retrieve?file_id=${encodeURIComponent(fileId)}`,
    timeoutSeconds: QUESTION_SECONDS,
    mayBeGone,
  });

/** A link to a file, good for an hour; undefined when none is given. */
export async function linkToFile(fileId: string): Promise<string | undefined> {
  const answer = await retrieve(fileId);
  return answer.type === "ok" && v.is(Retrieved, answer.body) ? answer.body.file.download_url : undefined;
}

const Listed = v.object({
  files: v.nullish(
    v.array(
      v.object({
        file_id: v.pipe(v.union([v.string(), v.number()]), v.transform(String)),
        created_at: v.number(),
      }),
    ),
  ),
});

/** The clips that stand at the provider; undefined when it does not say. */
export async function listFiles(): Promise<Standing[] | undefined> {
  const answer = await call({
    operation: "files.list",
    method: "GET",
    path: "/v1/files/list?purpose=video_generation",
    timeoutSeconds: QUESTION_SECONDS,
  });
  const listed = answer.type === "ok" ? v.safeParse(Listed, answer.body) : undefined;
  if (!listed?.success) return undefined;
  return (listed.output.files ?? []).map(({ file_id, created_at }) => ({
    id: file_id,
    createdAt: new Date(created_at * 1000),
  }));
}

/** True when the provider has answered that the file is not there. */
export const isUnknown = (answer: Answer): boolean =>
  answer.type === "refused" && !answer.verdict.retry && !answer.verdict.ours;

/**
 * Deletes a clip. True once the provider has said that it is gone: the code for "no such file" is also that for a wrong
 * request, so a refused deletion counts only when asking for the file is refused as well.
 */
export async function deleteFile(fileId: string): Promise<boolean> {
  const answer = await call({
    operation: "files.delete",
    method: "POST",
    path: "/v1/files/delete",
    body: JSON.stringify({ file_id: rawNumber(fileId), purpose: "video_generation" }),
    timeoutSeconds: QUESTION_SECONDS,
    mayBeGone: true,
  });
  if (answer.type === "ok") return true;
  return isUnknown(answer) && isUnknown(await retrieve(fileId, true));
}
