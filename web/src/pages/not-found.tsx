/** An address that leads nowhere. */
import { useText } from "../language.ts";
import { ButtonLink } from "../parts/button.tsx";
import { Page } from "../parts/page.tsx";

export default function NotFound() {
  const text = useText();
  return (
    <Page narrow title={text.shell.notFoundTitle} lead={text.shell.notFoundText}>
      <ButtonLink tone="primary" href="/">
        {text.shell.toStart}
      </ButtonLink>
    </Page>
  );
}
