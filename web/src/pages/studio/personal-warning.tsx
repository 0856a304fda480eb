/**
 * What the browser found in the text, before any of it leaves (policy 05, advice on sensitive information). Until one
 * of the two answers is given, the text is in no request, not even for a price.
 */
import { changeDraft, changePrompt, draft, promptOf } from "../../draft.ts";
import { useText } from "../../language.ts";
import { Button } from "../../parts/button.tsx";
import { Notice } from "../../parts/notice.tsx";
import { type Finding, removeFindings } from "../../personal-data.ts";

export function PersonalWarning({
  findings,
  onAnswer,
}: {
  findings: readonly Finding[];
  onAnswer: () => void;
}) {
  const { studio } = useText();
  if (findings.length === 0) return null;
  const remove = () => {
    changePrompt(removeFindings(promptOf(draft.get()), findings));
    onAnswer();
  };
  const allow = () => {
    changeDraft({ allowed: [...draft.get().allowed, ...findings.map((finding) => finding.text)] });
    onAnswer();
  };
  return (
    <Notice tone="warm" live>
      <strong>{studio.found}</strong>
      <ul class="findings">
        {findings.map((finding) => (
          <li key={finding.start}>
            <span class="finding">{finding.text}</span> {studio.foundKinds[finding.kind]}
          </li>
        ))}
      </ul>
      <span>{studio.foundHint}</span>
      <div class="form-actions">
        <Button small onClick={remove}>
          {studio.foundRemove}
        </Button>
        <Button small tone="bare" onClick={allow}>
          {studio.foundAllow}
        </Button>
      </div>
    </Notice>
  );
}
