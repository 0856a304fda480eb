/** Passwords: shown on demand, and with advice while a new one is chosen. Nothing of it leaves before it is sent. */
import type { InputHTMLAttributes } from "preact";
import { useState } from "preact/hooks";
import { type Text, useText } from "../language.ts";
import { HINT_LEVEL, hintFor, type PasswordHint, SHORTEST_PASSWORD } from "../password-hint.ts";
import { IconButton } from "./button.tsx";
import { Field, type FieldProps } from "./field.tsx";

type Control = {
  name: string;
  value: string;
  error: string | undefined;
  onInput: (event: Event) => void;
};
type Props = Control & {
  label: string;
  autocomplete: "current-password" | "new-password";
  /** What a dialog asks for can be typed at once. */
  autofocus?: boolean;
};

/** A password that is given. */
export const PasswordField = (props: Props) => <Shown {...props} />;

/** A password that is chosen. `known` are words that others know of the person. */
export function NewPasswordField({
  known,
  ...props
}: Omit<Props, "autocomplete"> & { known: readonly string[] }) {
  const text = useText();
  const hint = hintFor(props.value, known);
  return (
    <Shown
      {...props}
      autocomplete="new-password"
      hint={
        <>
          <span class={`meter meter-on-${HINT_LEVEL[hint]}`} aria-hidden="true">
            <span />
            <span />
            <span />
            <span />
          </span>
          {hintWords(hint, props.value, text)}
        </>
      }
    />
  );
}

function hintWords(hint: PasswordHint, password: string, text: Text): string {
  const words = text.auth.hint;
  if (hint === "empty") return words.empty(SHORTEST_PASSWORD);
  return hint === "short" ? words.short(SHORTEST_PASSWORD - password.length) : words[hint];
}

function Shown({ label, hint, error, ...input }: Props & Pick<FieldProps, "hint">) {
  const text = useText();
  const [shown, setShown] = useState(false);
  const kind = { type: shown ? "text" : "password" } as InputHTMLAttributes;
  return (
    <Field {...{ label, hint, error }}>
      {(control) => (
        <div class="input-with-button">
          <input {...kind} {...input} {...control} spellcheck={false} autocapitalize="none" required />
          <IconButton
            label={shown ? text.auth.hidePassword : text.auth.showPassword}
            icon={shown ? "eyeOff" : "eye"}
            onClick={() => setShown(!shown)}
          />
        </div>
      )}
    </Field>
  );
}
