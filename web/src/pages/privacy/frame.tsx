/** What the longer parts of the panel share: the heading, and the way back to all of it. */
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { usePrivacyText } from "../../page-texts.ts";
import { Icon } from "../../parts/icon.tsx";
import { SettingsPage } from "../settings/frame.tsx";
import "../../style/privacy.css";
import "../../style/privacy-controls.css";

/** Where the panel is. */
export const PANEL = "/settings/privacy";

export function PrivacyPage(props: { title: string; lead: string; children: ComponentChildren }) {
  const text = usePrivacyText();
  return (
    <SettingsPage title={props.title} lead={props.lead}>
      <p class="way-back">
        <a href={PANEL}>
          <Icon name="left" />
          {text.back}
        </a>
      </p>
      {props.children}
    </SettingsPage>
  );
}

/** One right: its heading, which links lead to, a sentence, and what to do. */
export function Right(props: { id: string; title: string; lead?: string; children: ComponentChildren }) {
  return (
    <section class="section right" aria-labelledby={props.id}>
      <h2 id={props.id} tabIndex={-1}>
        {props.title}
      </h2>
      {props.lead && <p class="soft">{props.lead}</p>}
      {props.children}
    </section>
  );
}

/** Hook: shows the part that the address names (#export), once it is there. */
export function useNamedPart(ready: boolean): void {
  useEffect(() => {
    const part = location.hash.slice(1);
    if (ready && part) document.getElementById(part)?.scrollIntoView();
  }, [ready]);
}
