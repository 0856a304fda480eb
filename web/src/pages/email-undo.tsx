/** The link sent to the old address: takes a change back. It ends sessions, so it waits for a press. */
import { useState } from "preact/hooks";
import { undoEmail } from "../api.ts";
import { ApiError } from "../http.ts";
import { useText } from "../language.ts";
import { useMailToken } from "../mail-token.ts";
import { Button, ButtonLink } from "../parts/button.tsx";
import { CONTACT } from "../parts/footer.tsx";
import { Page } from "../parts/page.tsx";
import { TokenTrouble } from "../parts/token-trouble.tsx";
import { loadSession } from "../session.ts";

export default function EmailUndo() {
  const text = useText();
  const token = useMailToken();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [email, setEmail] = useState<string>();
  const undo = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const undone = await undoEmail(token);
      await loadSession();
      setEmail(undone.email);
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  };
  if (email !== undefined)
    return <Over title={text.auth.emailUndoDone} lead={text.auth.emailUndoDoneLead(email)} />;
  // Nobody can ask for another link of this kind, so the press is not offered again.
  if (error instanceof ApiError && error.failure.code === "token_invalid")
    return <Over title={text.auth.emailUndoSpent} lead={text.auth.emailUndoSpentLead(CONTACT)} />;
  return (
    <Page form title={text.auth.emailUndoTitle} lead={text.auth.emailUndoLead}>
      <div class="form">
        {error !== undefined && <TokenTrouble error={error} />}
        <Button tone="primary" busy={busy} onClick={() => void undo()}>
          {text.auth.emailUndoSend}
        </Button>
      </div>
    </Page>
  );
}

/** There is nothing more to press here; an undone change leaves no password, so the way to a new one follows. */
function Over(props: { title: string; lead: string }) {
  const { auth } = useText();
  return (
    <Page form {...props}>
      <ButtonLink tone="primary" href="/forgot">
        {auth.forgotTitle}
      </ButtonLink>
    </Page>
  );
}
