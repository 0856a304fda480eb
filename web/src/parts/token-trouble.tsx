/** Why a link from a mail did not work. Only a lost connection is worth another try with the same link. */
import { ApiError } from "../http.ts";
import { useText } from "../language.ts";
import { ErrorNotice, Notice } from "./notice.tsx";

const failureOf = (error: unknown) => (error instanceof ApiError ? error.failure : undefined);
const isIncomplete = (error: unknown) =>
  failureOf(error)?.fields?.some((field) => field.path === "token") ?? false;

/** The link itself is at fault, so that no other try with it will do. */
export const isDeadLink = (error: unknown) =>
  isIncomplete(error) || failureOf(error)?.code === "token_invalid";

export function TokenTrouble({ error, again }: { error: unknown; again?: () => void }) {
  const text = useText();
  const failure = failureOf(error);
  if (isIncomplete(error)) return <Notice tone="danger">{text.auth.linkBroken}</Notice>;
  const lost = failure === undefined || failure.code === "network";
  return <ErrorNotice error={error} {...(again && lost ? { retry: again } : {})} />;
}
