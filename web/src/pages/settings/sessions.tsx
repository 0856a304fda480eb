/** Where the person is signed in, and ending that. */
import { useState } from "preact/hooks";
import { listSessions, revokeOtherSessions, revokeSession, type SessionView } from "../../api.ts";
import { useText } from "../../language.ts";
import { useSettingsText } from "../../page-texts.ts";
import { Button } from "../../parts/button.tsx";
import { ConfirmDialog } from "../../parts/dialog.tsx";
import { Time } from "../../parts/figures.tsx";
import { Icon } from "../../parts/icon.tsx";
import { ErrorNotice } from "../../parts/notice.tsx";
import { SkeletonText } from "../../parts/skeleton.tsx";
import { useQuery } from "../../query.ts";
import { showToast } from "../../toast.ts";
import { SettingsPage } from "./frame.tsx";

/** Which confirmation is open. */
type Asked = { one: SessionView } | "others" | undefined;

export default function Sessions() {
  const text = useText();
  const settings = useSettingsText();
  const { data, error, reload, change } = useQuery("sessions", listSessions);
  const [asked, setAsked] = useState<Asked>();
  const others = data?.filter((one) => !one.current) ?? [];
  const keep = (stays: (one: SessionView) => boolean) => change((all) => all.filter(stays));
  const close = () => setAsked(undefined);
  return (
    <SettingsPage title={text.shell.sessions} lead={settings.sessionsLead}>
      {error !== undefined && <ErrorNotice error={error} retry={reload} />}
      {data ? (
        <ul class="lines">
          {data.map((one) => (
            <SessionLine key={one.id} one={one} onRevoke={() => setAsked({ one })} />
          ))}
        </ul>
      ) : (
        error === undefined && <SkeletonText lines={6} />
      )}
      {data && others.length === 0 && <p class="form-after">{settings.onlyThis}</p>}
      {others.length > 0 && (
        <div class="section">
          <Button onClick={() => setAsked("others")}>{settings.revokeOthers}</Button>
        </div>
      )}
      <RevokeOne asked={asked} onClose={close} keep={keep} />
      <RevokeOthers asked={asked} onClose={close} keep={keep} />
    </SettingsPage>
  );
}

function SessionLine({ one, onRevoke }: { one: SessionView; onRevoke: () => void }) {
  const settings = useSettingsText();
  return (
    <li class="line">
      <Icon name="device" />
      <div class="line-body">
        <h2 class="line-title">
          {one.device} {one.current && <span class="tag">{settings.thisDevice}</span>}
        </h2>
        <p class="soft small">
          {settings.lastSeen} <Time iso={one.lastSeenAt} ago />
          {" · "}
          {settings.signedInOn} <Time iso={one.createdAt} />
          {one.ip && ` · ${settings.address} ${one.ip}`}
        </p>
      </div>
      {!one.current && (
        <Button small aria-label={settings.revokeNamed(one.device)} onClick={onRevoke}>
          {settings.revoke}
        </Button>
      )}
    </li>
  );
}

type DialogProps = {
  asked: Asked;
  onClose: () => void;
  /** Drops from the list what does not stay. */
  keep: (stays: (one: SessionView) => boolean) => void;
};

function RevokeOne({ asked, onClose, keep }: DialogProps) {
  const settings = useSettingsText();
  const one = typeof asked === "object" ? asked.one : undefined;
  const end = async () => {
    if (!one) return;
    await revokeSession(one.id);
    keep((other) => other.id !== one.id);
    showToast(settings.revoked);
  };
  return (
    <ConfirmDialog
      open={one !== undefined}
      title={settings.revokeTitle}
      confirmLabel={settings.revoke}
      onConfirm={end}
      onClose={onClose}
    >
      <p>{one && settings.revokeText(one.device)}</p>
    </ConfirmDialog>
  );
}

function RevokeOthers({ asked, onClose, keep }: DialogProps) {
  const settings = useSettingsText();
  const end = async () => {
    await revokeOtherSessions();
    keep((other) => other.current);
    showToast(settings.revokedOthers);
  };
  return (
    <ConfirmDialog
      open={asked === "others"}
      title={settings.revokeOthersTitle}
      confirmLabel={settings.revokeOthers}
      onConfirm={end}
      onClose={onClose}
    >
      <p>{settings.revokeOthersText}</p>
    </ConfirmDialog>
  );
}
