/** Where short messages appear and go away by themselves. */
import { useEffect, useState } from "preact/hooks";
import { errorSentence, useText } from "../language.ts";
import { dropToast, showToast, type Toast, toasts } from "../toast.ts";
import { Button, IconButton } from "./button.tsx";

const SHORT_MILLISECONDS = 6_000;
/** Long enough to find the way back with a keyboard. */
const LONG_MILLISECONDS = 15_000;

/** The region at the edge of the page; it is always there, so that what appears in it is read out. */
export function Toasts() {
  const text = useText();
  return (
    <section class="toasts" aria-live="polite" aria-label={text.shell.messages}>
      {toasts.use().map((toast) => (
        <ToastLine key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ToastLine({ toast }: { toast: Toast }) {
  const text = useText();
  const [held, setHeld] = useState(false);
  const { id, action } = toast;
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dropToast(id), action ? LONG_MILLISECONDS : SHORT_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [held, id]);
  const run = async () => {
    dropToast(id);
    await action?.run().catch((error: unknown) => showToast(errorSentence(error, text)));
  };
  return (
    <div
      class="toast"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocusIn={() => setHeld(true)}
      onFocusOut={() => setHeld(false)}
    >
      <span>{toast.words}</span>
      {action && (
        <Button tone="bare" small onClick={() => void run()}>
          {action.label}
        </Button>
      )}
      <IconButton label={text.shell.close} icon="close" small onClick={() => dropToast(id)} />
    </div>
  );
}
