/** Asks for the password before what a borrowed session must not do. */
import { useState } from "preact/hooks";
import { useForm } from "../../form.ts";
import { ApiError } from "../../http.ts";
import { useText } from "../../language.ts";
import { usePrivacyText } from "../../page-texts.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorNotice } from "../../parts/notice.tsx";
import { PasswordField } from "../../parts/password-field.tsx";
import { forgetProof, isProved, prove } from "../../proof.ts";

type Work = () => Promise<void>;

/**
 * Hook: `run` does the work at once where the password was just given, and otherwise asks for it first. Its promise
 * carries the failures of work that needed no question; those after one are shown in `dialog`, to be put in the page.
 */
export function useProof() {
  const [waiting, setWaiting] = useState<Work>();
  const ask = (work: Work) => setWaiting(() => work);
  const run = async (work: Work): Promise<void> => {
    if (!isProved()) return ask(work);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiError && error.failure.code === "password_needed")) throw error;
      forgetProof();
      ask(work);
    }
  };
  const dialog = <PasswordDialog work={waiting} onClose={() => setWaiting(undefined)} />;
  return { run, dialog };
}

function PasswordDialog({ work, onClose }: { work: Work | undefined; onClose: () => void }) {
  const text = usePrivacyText().exports;
  return (
    <Dialog open={work !== undefined} title={text.passwordTitle} onClose={onClose}>
      <p>{text.passwordText}</p>
      {work && <PasswordForm work={work} onClose={onClose} />}
    </Dialog>
  );
}

function PasswordForm({ work, onClose }: { work: Work; onClose: () => void }) {
  const text = useText();
  const words = usePrivacyText().exports;
  const form = useForm("proof", { password: "" }, async ({ password }) => {
    if (!isProved()) await prove(password);
    await work();
    onClose();
  });
  return (
    <form class="form" noValidate onSubmit={form.onSubmit}>
      {form.problem !== undefined && <ErrorNotice error={form.problem} />}
      <PasswordField
        label={words.password}
        autocomplete="current-password"
        autofocus
        {...form.control("password")}
      />
      <div class="dialog-actions">
        <Button onClick={onClose}>{text.shell.cancel}</Button>
        <Button tone="primary" type="submit" busy={form.busy}>
          {words.passwordSend}
        </Button>
      </div>
    </form>
  );
}
