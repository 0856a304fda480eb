/** The reminder of policy section 03: no sensitive data. It stands beside every prompt and upload and cannot be closed. */
import { useText } from "../../language.ts";
import { Icon } from "../../parts/icon.tsx";

/** `of` tells what it stands beside. */
export function Reminder({ of, id }: { of: "prompt" | "upload"; id?: string }) {
  const { studio } = useText();
  return (
    <p class="reminder" data-reminder={of} {...(id ? { id } : {})}>
      <Icon name="shield" />
      <span>{studio.reminders[of]}</span>
    </p>
  );
}
