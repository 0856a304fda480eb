/** The list of pictures sent before. Loaded when the dialog is first opened. */
import { deleteMedia, listMedia, type MediaView, restoreMedia } from "../../api.ts";
import { forgetPicture } from "../../draft.ts";
import { errorSentence, useText } from "../../language.ts";
import { Button, IconButton } from "../../parts/button.tsx";
import { ErrorNotice } from "../../parts/notice.tsx";
import { type Pages, usePages } from "../../query.ts";
import { showToast } from "../../toast.ts";
import { UploadsComing } from "./uploads-coming.tsx";

type Props = { onChoose: (media: MediaView) => void };

export function Uploads({ onChoose }: Props) {
  const { studio } = useText();
  const list = usePages<MediaView>("uploads", listMedia);
  const remove = useRemoval(list);
  const pictures = list.data?.items.filter((media) => media.kind === "image") ?? [];
  if (list.error !== undefined && !list.data) return <ErrorNotice error={list.error} retry={list.reload} />;
  if (!list.data) return <UploadsComing />;
  if (pictures.length === 0) return <p class="soft">{studio.earlierEmpty}</p>;
  return (
    <>
      <ul class="uploads">
        {pictures.map((media) => (
          <Upload key={media.id} media={media} onChoose={onChoose} onRemove={remove} />
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

/** Hook: deletes an upload, with a way back. What the server refuses is shown again. */
function useRemoval(list: Pages<MediaView>): (media: MediaView) => Promise<void> {
  const text = useText();
  return async (media) => {
    const before = list.data;
    list.change((page) => ({ ...page, items: page.items.filter((other) => other.id !== media.id) }));
    try {
      await deleteMedia(media.id);
      forgetPicture(media.id);
      showToast(text.studio.earlierDeleted, {
        label: text.studio.undo,
        run: async () => {
          await restoreMedia(media.id);
          await list.reload();
        },
      });
    } catch (error) {
      if (before) list.change(() => before);
      showToast(errorSentence(error, text));
    }
  };
}

type UploadProps = Props & { media: MediaView; onRemove: (media: MediaView) => Promise<void> };

function Upload({ media, onChoose, onRemove }: UploadProps) {
  const { studio } = useText();
  return (
    <li class="upload">
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
        onClick={() => void onRemove(media)}
      />
    </li>
  );
}
