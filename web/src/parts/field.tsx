/** A labelled control with its hint and its fault, tied together for readers of screens. */
import type {
  ComponentChildren,
  InputHTMLAttributes,
  SelectHTMLAttributes,
  TextareaHTMLAttributes,
} from "preact";
import { useId } from "preact/hooks";
import { Icon } from "./icon.tsx";

/** What the control itself must carry. */
export type ControlProps = {
  id: string;
  class: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
};
export type FieldProps = {
  label: ComponentChildren;
  /** Beside the label, in small: "optional", a counter. */
  aside?: ComponentChildren;
  hint?: ComponentChildren;
  error?: string | undefined;
};

/** Lays out label, control, hint and fault; `children` draws the control with the properties that it is given. */
export function Field(props: FieldProps & { children: (control: ControlProps) => ComponentChildren }) {
  const id = useId();
  const described = [props.hint ? `${id}-hint` : "", props.error ? `${id}-error` : ""]
    .filter(Boolean)
    .join(" ");
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {props.label}
        {props.aside && <span class="field-aside"> {props.aside}</span>}
      </label>
      {props.children({
        id,
        class: "input",
        ...(described ? { "aria-describedby": described } : {}),
        ...(props.error ? { "aria-invalid": true } : {}),
      })}
      {props.hint && (
        <div class="field-hint" id={`${id}-hint`}>
          {props.hint}
        </div>
      )}
      <FieldError id={`${id}-error`} error={props.error} />
    </div>
  );
}

function FieldError({ id, error }: { id: string; error: string | undefined }) {
  if (!error) return null;
  return (
    <div class="field-error" id={id}>
      <Icon name="alert" />
      <span>{error}</span>
    </div>
  );
}

type Own<Attributes> = FieldProps & Omit<Attributes, keyof FieldProps | "id" | "class" | "className">;

/** One line of text. */
export function TextField({ label, aside, hint, error, ...input }: Own<InputHTMLAttributes>) {
  return (
    <Field {...{ label, aside, hint, error }}>
      {(control) => <input {...(input as InputHTMLAttributes)} {...control} />}
    </Field>
  );
}

/** Several lines of text; grows with what is written. */
export function TextArea({ label, aside, hint, error, ...textarea }: Own<TextareaHTMLAttributes>) {
  return (
    <Field {...{ label, aside, hint, error }}>
      {(control) => <textarea {...(textarea as TextareaHTMLAttributes)} {...control} />}
    </Field>
  );
}

/** One of several, in a list that opens. `children` are the options. */
export function SelectField({ label, aside, hint, error, children, ...select }: Own<SelectHTMLAttributes>) {
  return (
    <Field {...{ label, aside, hint, error }}>
      {(control) => (
        <select {...(select as SelectHTMLAttributes)} {...control}>
          {children}
        </select>
      )}
    </Field>
  );
}
