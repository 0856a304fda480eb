/** On a deployment whose mails do not leave, says where they are. Shows nothing elsewhere. */
import { useText } from "../language.ts";
import { session } from "../session.ts";
import { Notice } from "./notice.tsx";

export function MailboxHint() {
  const text = useText();
  const { mailbox } = session.use();
  if (!mailbox) return null;
  return (
    <Notice tone="warm" icon="mail">
      <span>{text.auth.mailboxText}</span>
      <a href={mailbox} target="_blank" rel="noreferrer">
        {text.auth.mailboxOpen}
      </a>
    </Notice>
  );
}
