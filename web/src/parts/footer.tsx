/** Who answers for the service. */
import { useText } from "../language.ts";

/** The address for questions and for the rights of the person (privacy policy, 01). */
export const CONTACT = "contact@qrcommunication.com";

export function Footer() {
  const text = useText();
  return (
    <footer class="foot">
      <div class="foot-inner">
        <p>{text.shell.controller}</p>
        <p>
          {text.shell.contact} <a href={`mailto:${CONTACT}`}>{CONTACT}</a>
        </p>
      </div>
    </footer>
  );
}
