/** The notice of the transfer, point by point, in the words of the server. */
import type { TransferNotice } from "../api.ts";
import { keptTogether } from "../format.ts";

export function NoticePoints({ points }: Pick<TransferNotice, "points">) {
  return (
    <dl class="points">
      {points.map(({ name, lines }) => (
        <div key={name}>
          <dt>{name}</dt>
          {lines.map((line) => (
            <dd key={line}>{keptTogether(line)}</dd>
          ))}
        </div>
      ))}
    </dl>
  );
}
