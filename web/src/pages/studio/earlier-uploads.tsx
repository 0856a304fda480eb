/** Pictures sent before: to be used again, or deleted. */
import { deleteMedia, listMedia, type MediaView, restoreMedia } from "../../api.ts";
import { forgetPicture } from "../../draft.ts";
import { errorSentence, useText } from "../../language.ts";
import { Button, IconButton } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorNotice } from "../../parts/notice.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { usePages } from "../../query.ts";
import { showToast } from "../../toast.ts";

type Props = { open: boolean; onClose: () => void; onChoose: (media: MediaView) => void };

export function EarlierUploads({ open, onClose, onChoose }: Props) {
  const { studio } = useText();
  return (
    <Dialog open={open} title={studio.earlier} onClose={onClose} wide>
      {open && <Uploads onChoose={onChoose} />}
    </Dialog>
  );
}

function Uploads({ onChoose }: Pick<Props, "onChoose">) {
  const text = useText();
  const { studio } = text;
  const list = usePages<MediaView>("uploads", listMedia);
  const pictures = list.data?.items.filter((media) => media.kind === "image") ?? [];
  const remove = async (media: MediaView) => {
    const without = list.data;
    list.change((page) => ({ ...page, items: page.items.filter((other) => other.id !== media.id) }));
    try {
      await deleteMedia(media.id);
      forgetPicture(media.id);
      showToast(studio.earlierDeleted, {
        label: studio.undo,
        run: async () => {
          await restoreMedia(media.id);
          await list.reload();
        },
      });
    } catch (error) {
      if (without) list.change(() => without);
      showToast(errorSentence(error, text));
    }
  };
  if (list.error !== undefined && !list.data) return <ErrorNotice error={list.error} retry={list.reload} />;
  if (!list.data) return <UploadsComing />;
  if (pictures.length === 0) return <p class="soft">{studio.earlierEmpty}</p>;
  return (
    <>
      <ul class="uploads">
        {pictures.map((media) => (
          <li key={media.id} class="upload">
            <button
              type="button"
              class="upload-use"
              aria-label={studio.earlierUse(media.fileName)}
              onClick={() => onChoose(media)}
            >
              {media.thumbnailUrl && <img src={media.thumbnailUrl} alt="" loading="lazy" />}
            </button>
            <span class="upload-name small">{media.fileName}</span>
            <IconButton
              small
              icon="trash"
              label={studio.earlierDelete(media.fileName)}
              onClick={() => void remove(media)}
            />
          </li>
        ))}
      </ul>
      {list.data.next && (
        <Button busy={list.loading} onClick={() => void list.more()}>
          {studio.earlierMore}
        </Button>
      )}
    </>
  );
}

const UploadsComing = () => (
  <div class="uploads">
    {Array.from({ length: 8 }, (_, index) => (
      <Skeleton key={index} ratio="1" />
    ))}
  </div>
);
