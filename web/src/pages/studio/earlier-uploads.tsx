/** Pictures sent before: to be used again, or deleted. */
import type { MediaView } from "../../api.ts";
import { useText } from "../../language.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorNotice } from "../../parts/notice.tsx";
import { useQuery } from "../../query.ts";
import { UploadsComing } from "./uploads-coming.tsx";

type Props = { open: boolean; onClose: () => void; onChoose: (media: MediaView) => void };

export function EarlierUploads({ open, onClose, onChoose }: Props) {
  const { studio } = useText();
  return (
    <Dialog open={open} title={studio.earlier} onClose={onClose} wide>
      {open && <Later onChoose={onChoose} />}
    </Dialog>
  );
}

/** The list, whose code comes when it is first asked for; where it does not come, the dialog says so. */
function Later({ onChoose }: Pick<Props, "onChoose">) {
  const { data, error, reload } = useQuery("uploads-code", () => import("./uploads.tsx"));
  if (data) return <data.Uploads onChoose={onChoose} />;
  return error === undefined ? <UploadsComing /> : <ErrorNotice error={error} retry={reload} />;
}
