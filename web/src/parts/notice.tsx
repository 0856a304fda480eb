/** A message in the flow of the page, for as long as it is true. */
import type { ComponentChildren } from "preact";
import { errorSentence, useText } from "../language.ts";
import { Button } from "./button.tsx";
import { Icon, type IconName } from "./icon.tsx";

const ICONS: Record<"plain" | "warm" | "danger", IconName> = {
  plain: "info",
  warm: "alert",
  danger: "alert",
};

/** `live` reads it out when it appears; "danger" always is. */
export function Notice(props: {
  tone?: "plain" | "warm" | "danger";
  live?: boolean;
  icon?: IconName;
  children: ComponentChildren;
}) {
  const { tone = "plain", live = false, icon = ICONS[tone], children } = props;
  const role = tone === "danger" ? "alert" : live ? "status" : undefined;
  return (
    <div class={`notice notice-${tone}`} {...(role ? { role } : {})}>
      <Icon name={icon} />
      <div class="notice-body">{children}</div>
    </div>
  );
}

/** What went wrong, in words, with a way to try again where there is one. */
export function ErrorNotice({ error, retry }: { error: unknown; retry?: () => unknown }) {
  const text = useText();
  return (
    <Notice tone="danger">
      <span>{errorSentence(error, text)}</span>
      {retry && (
        <Button small icon="refresh" onClick={() => void retry()}>
          {text.shell.retry}
        </Button>
      )}
    </Notice>
  );
}
