/** One movement of credits in words, with the way to what it was for. */
import type { CreditEntryView, ModelList } from "../api.ts";
import { formatChange, formatNumber } from "../format.ts";
import { type Text, useLocale, useText } from "../language.ts";
import { Time } from "./figures.tsx";

type Models = ModelList["models"];

export function EntryRow({ entry, models }: { entry: CreditEntryView; models: Models }) {
  const text = useText();
  const locale = useLocale();
  const shown = text.shell.creditCount(entry.credits, formatNumber(entry.credits, locale));
  const words = wordsFor(entry, models, shown, text);
  const kept = entry.generationId !== null && entry.model !== null;
  return (
    <tr>
      <td class="history-what">{kept ? <a href={`/library/${entry.generationId}`}>{words}</a> : words}</td>
      <td class="history-when soft">
        <Time iso={entry.createdAt} />
      </td>
      <td class="history-change number">{entry.change === 0 ? "—" : formatChange(entry.change, locale)}</td>
    </tr>
  );
}

function wordsFor(entry: CreditEntryView, models: Models, shown: string, text: Text): string {
  const { event } = text.credits;
  if (entry.event === "issue") return event.issue;
  const label = models.find((model) => model.id === entry.model)?.label ?? entry.model;
  const what = label ?? text.credits.deletedWork;
  return entry.event === "capture" ? event.capture(what, shown) : event[entry.event](what);
}
