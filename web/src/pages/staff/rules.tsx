/** The last evidence of every purge: what it found, and the oldest thing that it left, beside the day on which that is due. */
import { formatNumber } from "../../format.ts";
import { useLocale } from "../../language.ts";
import { staffText } from "../../page-texts.ts";
import { Time } from "../../parts/figures.tsx";
import type { RuleView } from "../../staff-api.ts";
import { Line, Lines } from "./lines.tsx";

export function Rules({ rules }: { rules: readonly RuleView[] }) {
  const text = staffText.use();
  return (
    <Lines id="rules" title={text.rules} lead={text.rulesLead} empty={text.noRules}>
      {rules.map((rule) => (
        <RuleLine key={`${rule.rule} ${rule.table}`} rule={rule} />
      ))}
    </Lines>
  );
}

function RuleLine({ rule }: { rule: RuleView }) {
  const text = staffText.use();
  const locale = useLocale();
  const number = (value: number) => formatNumber(value, locale);
  const { found, deleted, failed, oldestAt, dueAt } = rule;
  return (
    <Line
      name={`${rule.rule}, ${rule.table}`}
      about={`${rule.what}, ${text.kept} ${rule.period}`}
      fault={rule.late ? text.late : failed > 0 ? text.failed : undefined}
    >
      <span>
        {text.looked} <Time iso={rule.ranAt} />
      </span>
      <span>{text.found(number(found), number(deleted), number(failed))}</span>
      <span>
        {oldestAt ? (
          <>
            {text.oldest} <Time iso={oldestAt} />
            {dueAt && (
              <>
                , {text.dueOn} <Time iso={dueAt} />
              </>
            )}
          </>
        ) : (
          text.nothingLeft
        )}
      </span>
    </Line>
  );
}
