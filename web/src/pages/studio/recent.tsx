/** The last prompts, to be written again by a press. Loaded and shown only with the consent to personalization. */
import { useEffect } from "preact/hooks";
import { changePrompt, draft } from "../../draft.ts";
import { useText } from "../../language.ts";
import { PREFERENCES, readPreferences } from "../../preferences.ts";
import { useQuery } from "../../query.ts";
import { recall } from "./recall.ts";

const SHOWN = 6;

export default function Recent() {
  const { studio } = useText();
  const { data, reload } = useQuery(PREFERENCES, readPreferences);
  const { kind } = draft.use();
  useEffect(() => {
    if (data) recall(data.settings);
  }, [data]);
  const prompts = data?.prompts.filter((one) => (one.kind === "speech") === (kind === "speech")) ?? [];
  if (prompts.length === 0) return null;
  return (
    <details class="recent" onToggle={() => void reload()}>
      <summary>{studio.recent}</summary>
      <ul class="recent-prompts">
        {prompts.slice(0, SHOWN).map(({ id, prompt }) => (
          <li key={id}>
            <button type="button" class="recent-prompt" onClick={() => changePrompt(prompt)}>
              {prompt}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
