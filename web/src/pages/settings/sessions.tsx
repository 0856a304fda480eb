/** Where the person is signed in, and ending that. */
import { useState } from "preact/hooks";
import { listSessions, revokeOtherSessions, revokeSession, type SessionView } from "../../api.ts";
import { useText } from "../../language.ts";
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
  const { data, error, reload, change } = useQuery("sessions", listSessions);
  const [asked, setAsked] = useState<Asked>();
  const others = data?.filter((one) => !one.current) ?? [];
  const keep = (stays: (one: SessionView) => boolean) => change((all) => all.filter(stays));
  return (
    <SettingsPage title={text.shell.sessions} lead={text.settings.sessionsLead}>
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
      {data && others.length === 0 && <p class="form-after">{text.settings.onlyThis}</p>}
      {others.length > 0 && (
        <div class="section">
          <Button onClick={() => setAsked("others")}>{text.settings.revokeOthers}</Button>
        </div>
      )}
      <RevokeDialogs asked={asked} onClose={() => setAsked(undefined)} keep={keep} />
    </SettingsPage>
  );
}

function SessionLine({ one, onRevoke }: { one: SessionView; onRevoke: () => void }) {
  const text = useText();
  return (
    <li class="line">
      <Icon name="device" />
      <div class="line-body">
        <h2 class="line-title">
          {one.device} {one.current && <span class="tag">{text.settings.thisDevice}</span>}
        </h2>
        <p class="soft small">
          {text.settings.lastSeen} <Time iso={one.lastSeenAt} ago />
          {" · "}
          {text.settings.signedInOn} <Time iso={one.createdAt} />
          {one.ip && ` · ${text.settings.address} ${one.ip}`}
        </p>
      </div>
      {!one.current && (
        <Button small aria-label={text.settings.revokeNamed(one.device)} onClick={onRevoke}>
          {text.settings.revoke}
        </Button>
      )}
    </li>
  );
}

function RevokeDialogs(props: {
  asked: Asked;
  onClose: () => void;
  keep: (stays: (one: SessionView) => boolean) => void;
}) {
  const text = useText();
  const { asked, onClose, keep } = props;
  const one = typeof asked === "object" ? asked.one : undefined;
  const end = async (session: SessionView) => {
    await revokeSession(session.id);
    keep((other) => other.id !== session.id);
    showToast(text.settings.revoked);
  };
  const endOthers = async () => {
    await revokeOtherSessions();
    keep((other) => other.current);
    showToast(text.settings.revokedOthers);
  };
  return (
    <>
      <ConfirmDialog
        open={one !== undefined}
        title={text.settings.revokeTitle}
        confirmLabel={text.settings.revoke}
        onConfirm={async () => one && (await end(one))}
        onClose={onClose}
      >
        <p>{one && text.settings.revokeText(one.device)}</p>
      </ConfirmDialog>
      <ConfirmDialog
        open={asked === "others"}
        title={text.settings.revokeOthersTitle}
        confirmLabel={text.settings.revokeOthers}
        onConfirm={endOthers}
        onClose={onClose}
      >
        <p>{text.settings.revokeOthersText}</p>
      </ConfirmDialog>
    </>
  );
}
