/** What is remembered with the consent to personalization, each piece with the way to forget it. */
import { errorSentence, useText } from "../../language.ts";
import { usePrivacyText } from "../../page-texts.ts";
import { IconButton } from "../../parts/button.tsx";
import { Icon } from "../../parts/icon.tsx";
import { ErrorNotice } from "../../parts/notice.tsx";
import { forgetPrompt, forgetSettings, PREFERENCES, readPreferences } from "../../preferences.ts";
import { useQuery } from "../../query.ts";
import { showToast } from "../../toast.ts";

type Piece = { id: string; words: string; forget: () => Promise<void> };

export function Remembered() {
  const words = usePrivacyText().consents;
  const { data, error, reload } = useQuery(PREFERENCES, readPreferences);
  const pieces: Piece[] = data
    ? [
        ...data.settings.map(({ id, kind }) => ({
          id,
          words: words.settingsFor[kind],
          forget: () => forgetSettings(id),
        })),
        ...data.prompts.map(({ id, prompt }) => ({ id, words: prompt, forget: () => forgetPrompt(id) })),
      ]
    : [];
  return (
    <details class="more">
      <summary>
        <Icon name="down" />
        {words.remembered}
      </summary>
      {error !== undefined && <ErrorNotice error={error} retry={reload} />}
      {data && pieces.length === 0 && <p class="soft">{words.rememberedNothing}</p>}
      <ul class="remembered">
        {pieces.map((piece) => (
          <PieceLine key={piece.id} piece={piece} reload={reload} />
        ))}
      </ul>
    </details>
  );
}

function PieceLine({ piece, reload }: { piece: Piece; reload: () => Promise<void> }) {
  const text = useText();
  const words = usePrivacyText().consents;
  const forget = async () => {
    try {
      await piece.forget();
    } catch (error) {
      showToast(errorSentence(error, text));
    }
    await reload();
  };
  return (
    <li>
      <span class="breakable">{piece.words}</span>
      <IconButton label={words.forget(piece.words)} icon="trash" small onClick={() => void forget()} />
    </li>
  );
}
