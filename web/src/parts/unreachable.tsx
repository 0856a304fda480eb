/** What is shown while nobody knows who is signed in: the API gave no answer, and can be asked again. */
import { useText } from "../language.ts";
import { loadSession } from "../session.ts";
import { Button } from "./button.tsx";
import { Page } from "./page.tsx";

export function Unreachable({ retry = loadSession }: { retry?: () => Promise<unknown> }) {
  const text = useText();
  return (
    <Page narrow title={text.shell.unreachableTitle} lead={text.shell.unreachableText}>
      <Button tone="primary" icon="refresh" onClick={() => void retry()}>
        {text.shell.retry}
      </Button>
    </Page>
  );
}
