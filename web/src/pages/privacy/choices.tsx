/** A choice between a few sentences, one below the other. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

/** `notes` says more of a choice, in small; `hideLabel` keeps the name of the group for readers of screens. */
export function Choices<T extends string>(props: {
  label: string;
  hideLabel?: boolean;
  choices: Record<T, string>;
  notes?: Partial<Record<T, ComponentChildren>>;
  /** Undefined: nothing is chosen for anybody. */
  value: T | undefined;
  onChange: (value: T) => void;
}) {
  const name = useId();
  return (
    <fieldset class="choices">
      <legend class={props.hideLabel ? "unseen" : "field-label"}>{props.label}</legend>
      {(Object.keys(props.choices) as T[]).map((value) => (
        <label key={value} class="choice">
          <input
            type="radio"
            name={name}
            value={value}
            checked={value === props.value}
            onChange={() => props.onChange(value)}
          />
          <span>
            {props.choices[value]}
            {props.notes?.[value] && <span class="choice-note">{props.notes[value]}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** A box to tick, with its sentence. */
export function Tick(props: { checked: boolean; onChange: (checked: boolean) => void; children: string }) {
  return (
    <label class="choice">
      <input
        type="checkbox"
        checked={props.checked}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span>{props.children}</span>
    </label>
  );
}
