/**
 * Where the work goes, said beside the button that sends it (policy 05): a country without an adequacy decision. With the
 * stand-in nothing goes anywhere, which the line above the pages says.
 */
import { useText } from "../../language.ts";
import { Icon } from "../../parts/icon.tsx";
import { session } from "../../session.ts";

export function TransferNote() {
  const { studio } = useText();
  if (session.use().sandbox) return null;
  return (
    <p class="reminder">
      <Icon name="info" />
      <span>
        {studio.transferNote} <a href="/settings/privacy/transfers">{studio.transferNoteLink}</a>
      </span>
    </p>
  );
}
