/** The pictures that a model takes: a place for each role, and the uploads made before. */
import { useState } from "preact/hooks";
import { MEDIA_TYPES } from "../../../../core/media/media-types.ts";
import { type Draft, type InputRole, ownPicture, placePicture } from "../../draft.ts";
import { formatBytes } from "../../format.ts";
import { useLocale, useText } from "../../language.ts";
import { dropPicture, sendPicture } from "../../pictures.ts";
import { type Model, rolesOf } from "../../plan.ts";
import { EarlierUploads } from "./earlier-uploads.tsx";
import { PictureSlot } from "./picture-slot.tsx";
import { Reminder } from "./reminder.tsx";

export function PictureSlots({ draft, model }: { draft: Draft; model: Model }) {
  const { studio } = useText();
  const locale = useLocale();
  const [choosing, setChoosing] = useState<InputRole>();
  const roles = rolesOf(model);
  if (roles.length === 0) return null;
  return (
    <div class="pictures">
      <div class="slots">
        {roles.map((role) => (
          <PictureSlot
            key={role}
            role={role}
            picture={draft.pictures[role]}
            needed={model.inputs[role] === "required"}
            onFile={(file) => void sendPicture(role, file)}
            onEarlier={() => setChoosing(role)}
            onRemove={() => dropPicture(role)}
          />
        ))}
      </div>
      <p class="field-hint">
        {studio.pictureLimits(formatBytes(MEDIA_TYPES["image/jpeg"].maxBytes, locale))}
      </p>
      <Reminder of="upload" />
      <EarlierUploads
        open={choosing !== undefined}
        onClose={() => setChoosing(undefined)}
        onChoose={(media) => {
          if (choosing) {
            dropPicture(choosing);
            placePicture(choosing, ownPicture(media));
          }
          setChoosing(undefined);
        }}
      />
    </div>
  );
}
