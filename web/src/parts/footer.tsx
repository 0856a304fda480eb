/** Who answers for the service, and the legal pages, which the service renders itself. */
import { controllerOf, LEGAL_ENTITY, LEGAL_LINKS } from "../../../core/base/legal-entity.ts";
import { keptTogether } from "../format.ts";
import { useLocale, useText } from "../language.ts";

/** The address for questions and for the rights of the person (privacy policy, 01). */
export const CONTACT = LEGAL_ENTITY.contact;

export function Footer() {
  const text = useText();
  const locale = useLocale();
  return (
    <footer class="foot">
      <div class="foot-inner">
        <nav aria-label={text.shell.legalPages}>
          <ul class="foot-links">
            {LEGAL_LINKS.map((link) => (
              <li key={link.href}>
                <a href={link.href}>{link.text[locale]}</a>
              </li>
            ))}
          </ul>
        </nav>
        <p>
          {text.shell.controller} {keptTogether(controllerOf(locale))}.
        </p>
        <p>
          {text.shell.contact} <a href={`mailto:${CONTACT}`}>{CONTACT}</a>
        </p>
      </div>
    </footer>
  );
}
