/** What the pages of settings share: the heading, and the ways from one to the other. */
import type { ComponentChildren } from "preact";
import { useLocation } from "preact-iso";
import { useText } from "../../language.ts";
import { Page } from "../../parts/page.tsx";
import "../../style/settings.css";

export function SettingsPage(props: { title: string; lead: string; children: ComponentChildren }) {
  const text = useText();
  const { path } = useLocation();
  const sections = [
    { href: "/settings", label: text.settings.profile },
    { href: "/settings/security", label: text.settings.security },
    { href: "/settings/sessions", label: text.settings.devices },
  ];
  return (
    <div class="settings">
      <nav class="tabs" aria-label={text.settings.sections}>
        {sections.map(({ href, label }) => (
          <a key={href} class="tab" href={href} aria-current={path === href ? "page" : undefined}>
            {label}
          </a>
        ))}
      </nav>
      <Page narrow title={props.title} lead={props.lead}>
        {props.children}
      </Page>
    </div>
  );
}
