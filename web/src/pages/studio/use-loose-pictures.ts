/** Pictures that come without an address: pasted, or dropped beside the places made for them. */
import { useEffect, useRef } from "preact/hooks";
import { draft } from "../../draft.ts";
import { useText } from "../../language.ts";
import { sendPicture } from "../../pictures.ts";
import { type Model, rolesOf } from "../../plan.ts";
import { showToast } from "../../toast.ts";

/** Hook: takes pasted and dropped files into the first empty place of the model, or says that it has none. */
export function useLoosePictures(model: Model | undefined): void {
  const { studio } = useText();
  const take = (files: FileList | undefined): boolean => {
    const file = files?.[0];
    if (!file) return false;
    const roles = model ? rolesOf(model) : [];
    const role = roles.find((one) => draft.get().pictures[one] === undefined) ?? roles[0];
    if (role) void sendPicture(role, file);
    else showToast(studio.noPlace);
    return true;
  };
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (latest.current(event.clipboardData?.files)) event.preventDefault();
    };
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    // Without this the browser would leave the page to show the file.
    const hover = (event: DragEvent) => {
      if (carriesFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      latest.current(event.dataTransfer?.files);
    };
    window.addEventListener("paste", paste);
    window.addEventListener("dragover", hover);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("paste", paste);
      window.removeEventListener("dragover", hover);
      window.removeEventListener("drop", drop);
    };
  }, []);
}
