/** The browser's own modal dialog: it keeps the focus inside, closes on Escape and gives the focus back. */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { useText } from "../language.ts";
import { Button, IconButton, type Tone } from "./button.tsx";
import { ErrorNotice } from "./notice.tsx";

type DialogProps = {
  open: boolean;
  title: string;
  onClose: () => void;
  wide?: boolean;
  /** Buttons at the end. */
  actions?: ComponentChildren;
  children: ComponentChildren;
};

/** Shows its content over the page while `open`. A press outside of it closes it. */
export function Dialog({ open, title, onClose, wide = false, actions, children }: DialogProps) {
  const text = useText();
  const id = useId();
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = box.current;
    if (open && dialog && !dialog.open) dialog.showModal();
    if (!open && dialog?.open) dialog.close();
  }, [open]);
  return (
    <dialog
      ref={box}
      class={wide ? "dialog dialog-wide" : "dialog"}
      aria-labelledby={id}
      onClose={onClose}
      onPointerDown={(event) => {
        if (event.target === event.currentTarget && isOutside(event, event.currentTarget)) onClose();
      }}
    >
      {open && (
        <>
          <div class="dialog-head">
            <h2 id={id}>{title}</h2>
            <IconButton label={text.shell.close} icon="close" small onClick={onClose} />
          </div>
          <div class="dialog-body">{children}</div>
          {actions && <div class="dialog-actions">{actions}</div>}
        </>
      )}
    </dialog>
  );
}

function isOutside(event: PointerEvent, dialog: HTMLDialogElement): boolean {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return event.clientX < left || event.clientX > right || event.clientY < top || event.clientY > bottom;
}

/** Asks before something is done. `onConfirm` is awaited: its failure is shown in the dialog, which then stays open. */
export function ConfirmDialog(props: {
  open: boolean;
  title: string;
  children: ComponentChildren;
  confirmLabel: string;
  /** "Cancel" unless it says so. */
  cancelLabel?: string;
  /** It is read before it is answered: it opens at its beginning instead of at its buttons. */
  long?: boolean;
  tone?: Tone;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
}) {
  const text = useText();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const close = () => {
    setError(undefined);
    props.onClose();
  };
  const confirm = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await props.onConfirm();
      close();
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  };
  const actions = (
    <>
      <Button autofocus={!props.long} onClick={close}>
        {props.cancelLabel ?? text.shell.cancel}
      </Button>
      <Button tone={props.tone ?? "primary"} busy={busy} onClick={() => void confirm()}>
        {props.confirmLabel}
      </Button>
    </>
  );
  return (
    <Dialog open={props.open} title={props.title} onClose={close} actions={actions}>
      {props.children}
      {error !== undefined && <ErrorNotice error={error} />}
    </Dialog>
  );
}
