/** What the pages of settings share: the heading, and the ways from one to the other. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import { useText } from "../../language.ts";
import { useSettingsText } from "../../page-texts.ts";
import { Page } from "../../parts/page.tsx";
import "../../style/settings.css";

export function SettingsPage(props: { title: string; lead: string; children: ComponentChildren }) {
  const text = useText();
  const settings = useSettingsText();
  const { path } = useLocation();
  const tabs = useRef<HTMLElement>(null);
  useEffect(() => {
    // On phones the tabs are wider than the window.
    const current = tabs.current?.querySelector<HTMLElement>("[aria-current]");
    if (tabs.current && current) tabs.current.scrollLeft = current.offsetLeft - tabs.current.offsetLeft;
  }, [path, text]);
  const sections = [
    { href: "/settings", label: settings.profile },
    { href: "/settings/security", label: settings.security },
    { href: "/settings/sessions", label: settings.devices },
    { href: "/settings/privacy", label: text.shell.privacy },
  ];
  return (
    <div class="settings">
      <nav ref={tabs} class="tabs" aria-label={settings.sections}>
        {sections.map(({ href, label }) => (
          <a key={href} class="tab" href={href} aria-current={currentOf(path, href)}>
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

/** The tab of the page itself, or of the longer page that it is a part of. */
function currentOf(path: string, href: string): "page" | "true" | undefined {
  if (path === href) return "page";
  return href !== "/settings" && path.startsWith(`${href}/`) ? "true" : undefined;
}
