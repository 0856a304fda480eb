/** Why a link from a mail did not work. Only a lost connection is worth another try with the same link. */
import { ApiError } from "../http.ts";
import { useText } from "../language.ts";
import { ErrorNotice, Notice } from "./notice.tsx";

export function TokenTrouble({ error, again }: { error: unknown; again?: () => void }) {
  const text = useText();
  const failure = error instanceof ApiError ? error.failure : undefined;
  if (failure?.fields?.some((field) => field.path === "token"))
    return <Notice tone="danger">{text.auth.linkBroken}</Notice>;
  const lost = failure === undefined || failure.code === "network";
  return <ErrorNotice error={error} {...(again && lost ? { retry: again } : {})} />;
}
