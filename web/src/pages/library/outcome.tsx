/** How a generation ended when nothing came of it, and that its credits came back. */
import type { GenerationView } from "../../api.ts";
import { formatNumber } from "../../format.ts";
import { useLocale, useText } from "../../language.ts";
import { Notice } from "../../parts/notice.tsx";
import { isActive, returnedOf } from "./progress.ts";

/** The reason in the server's words. Also tells of credits that came back when only part of it was delivered. */
export function Outcome({ made }: { made: GenerationView }) {
  const { studio } = useText();
  const locale = useLocale();
  const returned = returnedOf(made) ?? 0;
  const cameBack =
    returned > 0 ? studio.creditsReturned(returned, formatNumber(returned, locale)) : undefined;
  if (isActive(made)) return null;
  if (made.state === "ready") return cameBack ? <p class="soft small">{cameBack}</p> : null;
  const reason = made.failure?.text ?? (made.state === "cancelled" ? studio.cancelled : studio.fenced);
  return (
    <Notice tone={made.state === "failed" ? "warm" : "plain"}>
      <span>
        {reason} {cameBack}
      </span>
    </Notice>
  );
}
