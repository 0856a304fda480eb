import { Skeleton } from "../../parts/skeleton.tsx";

/** Their places, while they or this file come. */
export const UploadsComing = () => (
  <div class="uploads">
    {Array.from({ length: 8 }, (_, index) => (
      <Skeleton key={index} ratio="1" />
    ))}
  </div>
);
