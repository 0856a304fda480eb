/** What belongs to the person: settings, language, and the way out. The browser's own popover. */

import { useRef, useState } from "preact/hooks";
import type { AccountView } from "../api.ts";
import { errorSentence, useText } from "../language.ts";
import { leaveSession, session } from "../session.ts";
import { showToast } from "../toast.ts";
import { Icon, type IconName } from "./icon.tsx";
import { Languages } from "./languages.tsx";

const MENU = "account-menu";

export function AccountMenu({ account }: { account: AccountView }) {
  const text = useText();
  const { staff } = session.use();
  const menu = useRef<HTMLDivElement>(null);
  const close = () => menu.current?.hidePopover();
  return (
    <>
      <button
        type="button"
        class="button button-bare button-icon"
        popovertarget={MENU}
        aria-label={text.shell.account}
        title={text.shell.account}
      >
        <Icon name="user" />
      </button>
      <div class="menu" id={MENU} popover="auto" ref={menu}>
        <div class="menu-who">
          <strong>
            {account.firstName} {account.lastName}
          </strong>
          <span class="soft small">{account.email}</span>
        </div>
        <MenuLink href="/settings" icon="settings" label={text.shell.settings} onPress={close} />
        <MenuLink href="/settings/security" icon="lock" label={text.shell.security} onPress={close} />
        <MenuLink href="/settings/sessions" icon="device" label={text.shell.sessions} onPress={close} />
        <MenuLink href="/settings/privacy" icon="shield" label={text.shell.privacy} onPress={close} />
        {staff && <MenuLink href="/staff" icon="pulse" label={text.shell.staff} onPress={close} />}
        <div class="menu-languages">
          <span class="small soft">{text.shell.language}</span>
          <Languages />
        </div>
        <SignOut onPress={close} />
      </div>
    </>
  );
}

function MenuLink(props: { href: string; icon: IconName; label: string; onPress: () => void }) {
  return (
    <a class="menu-item" href={props.href} onClick={props.onPress}>
      <Icon name={props.icon} />
      {props.label}
    </a>
  );
}

function SignOut({ onPress }: { onPress: () => void }) {
  const text = useText();
  const [busy, setBusy] = useState(false);
  const leave = async () => {
    setBusy(true);
    try {
      onPress();
      await leaveSession();
      showToast(text.shell.signedOut);
    } catch (error) {
      showToast(errorSentence(error, text));
    }
    setBusy(false);
  };
  return (
    <button type="button" class="menu-item" disabled={busy} onClick={() => void leave()}>
      <Icon name="leave" />
      {text.shell.signOut}
    </button>
  );
}
