/** A choice among a few, all visible: a group of radio buttons that looks like one bar. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Icon, type IconName } from "./icon.tsx";

export type Choice<T> = { value: T; label: ComponentChildren; icon?: IconName; disabled?: boolean };

/** `label` names the group; with `hideLabel` only to readers of screens. */
export function Segmented<T extends string | number>(props: {
  label: string;
  hideLabel?: boolean;
  choices: readonly Choice<T>[];
  value: T | undefined;
  onChange: (value: T) => void;
}) {
  const name = useId();
  return (
    <fieldset class="field">
      <legend class={props.hideLabel ? "unseen" : "field-label"}>{props.label}</legend>
      <div class="segmented">
        {props.choices.map((choice) => (
          <label key={choice.value} class="segment">
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={choice.value === props.value}
              disabled={choice.disabled ?? false}
              onChange={() => props.onChange(choice.value)}
            />
            <span>
              {choice.icon && <Icon name={choice.icon} />}
              {choice.label}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
