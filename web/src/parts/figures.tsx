/** Credits, money and moments, as the reader's language writes them. */
import { formatCents } from "../../../core/base/money.ts";
import { formatAgo, formatDateTime, formatNumber } from "../format.ts";
import { serverNow } from "../http.ts";
import { useLocale, useText } from "../language.ts";

/** "1 credit", "28 credits". */
export function Credits({ value }: { value: number }) {
  const text = useText();
  return <span class="number">{text.shell.creditCount(value, formatNumber(value, useLocale()))}</span>;
}

/** An amount in whole euro cents. */
export function Euros({ cents }: { cents: number }) {
  return <span class="number">{formatCents(cents, useLocale())}</span>;
}

/** A moment; `ago` tells it from now ("2 hours ago"), with the exact one on hover. */
export function Time({ iso, ago = false }: { iso: string; ago?: boolean }) {
  const locale = useLocale();
  const exact = formatDateTime(iso, locale);
  return (
    <time dateTime={iso} title={ago ? exact : undefined}>
      {ago ? formatAgo(iso, serverNow(), locale) : exact}
    </time>
  );
}
