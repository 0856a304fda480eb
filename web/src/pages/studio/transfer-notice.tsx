/**
 * Before the first piece of work leaves, its person reads where it goes (policy 05). Nothing has been sent then, and
 * nothing that was typed is lost: the same press goes on once the notice is acknowledged.
 */
import { acknowledgeTransferNotice, type TransferNotice } from "../../api.ts";
import { ApiError } from "../../http.ts";
import { useText } from "../../language.ts";
import { ConfirmDialog } from "../../parts/dialog.tsx";
import { NoticePoints } from "../../parts/notice-points.tsx";

export function TransferNoticeDialog(props: {
  /** Undefined while there is nothing to be read. */
  notice: TransferNotice | undefined;
  /** Reads the notice anew: it has changed since. */
  reload: () => Promise<void>;
  onUnderstood: () => void;
  onClose: () => void;
}) {
  const { studio } = useText();
  const { notice } = props;
  const understood = async () => {
    if (!notice) return;
    try {
      await acknowledgeTransferNotice(notice);
    } catch (failure) {
      if (failure instanceof ApiError && failure.failure.code === "notice_changed") await props.reload();
      throw failure;
    }
    props.onUnderstood();
  };
  return (
    <ConfirmDialog
      open={notice !== undefined}
      title={notice?.title ?? ""}
      confirmLabel={studio.noticeUnderstood}
      cancelLabel={studio.noticeLater}
      long
      onConfirm={understood}
      onClose={props.onClose}
    >
      <p class="soft">{studio.noticeLead}</p>
      {notice && <NoticePoints points={notice.points} />}
      <p class="small notice-links">
        <a href="/settings/privacy/transfers" target="_blank" rel="noreferrer">
          {studio.transferNoteLink}
        </a>
        <a href="/policy" target="_blank" rel="noreferrer">
          {studio.noticePolicy}
        </a>
      </p>
    </ConfirmDialog>
  );
}
