/** Deleting a piece: gone at once, with a way back for as long as the server keeps it (an hour). */
import { deleteGeneration, type GenerationView, restoreGeneration } from "../../api.ts";
import { useText } from "../../language.ts";
import { reloadQuery } from "../../query.ts";
import { showToast } from "../../toast.ts";
import { dropFromLists, returnToLists } from "./library-list.ts";
import { markDeleted } from "./live.ts";

/** Hook: deletes a piece. Throws what the server refuses; then nothing has changed. */
export function useDelete(): (made: GenerationView) => Promise<void> {
  const { library, studio } = useText();
  return async (made) => {
    await deleteGeneration(made.id);
    markDeleted(made.id, true);
    dropFromLists(made.id);
    void reloadQuery("recent");
    showToast(library.deleted, {
      label: studio.undo,
      run: async () => {
        const back = await restoreGeneration(made.id);
        markDeleted(made.id, false);
        returnToLists(back);
        void reloadQuery("recent");
        showToast(library.restored);
      },
    });
  };
}
