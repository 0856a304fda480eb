/** "Why do you have this?": every kind of data, with its reason, its basis, who receives it and when it ends. */
import type { ChangeLink, HeldView } from "../../../../core/privacy/why/why.schema.ts";
import { formatDateTime, formatNumber, keptTogether } from "../../format.ts";
import { useLocale } from "../../language.ts";
import { usePrivacyText } from "../../page-texts.ts";
import { Time } from "../../parts/figures.tsx";
import { CONTACT } from "../../parts/footer.tsx";
import { Icon } from "../../parts/icon.tsx";
import { ErrorNotice } from "../../parts/notice.tsx";
import { SkeletonText } from "../../parts/skeleton.tsx";
import { type HeldData, readHeldData } from "../../privacy-api.ts";
import { useQuery } from "../../query.ts";
import { useRestricted } from "../../session.ts";
import { PANEL, PrivacyPage, Right, useNamedPart } from "./frame.tsx";

type Category = HeldData["categories"][number];

const HREF: Record<ChangeLink, string> = {
  profile: "/settings",
  security: "/settings/security",
  sessions: "/settings/sessions",
  library: "/library",
  credits: "/credits",
  privacy: PANEL,
  contact: `mailto:${CONTACT}`,
};

export default function Data() {
  const text = usePrivacyText();
  const { data, error, reload } = useQuery("privacy-data", readHeldData);
  useNamedPart(data !== undefined);
  return (
    <PrivacyPage title={text.held.pageTitle} lead={text.held.lead}>
      {error !== undefined && <ErrorNotice error={error} retry={reload} />}
      {data?.categories.map((category) => (
        <CategoryPart key={category.category} category={category} />
      ))}
      {!data && error === undefined && <SkeletonText lines={16} />}
    </PrivacyPage>
  );
}

function CategoryPart({ category }: { category: Category }) {
  const text = usePrivacyText();
  return (
    <Right id={category.category} title={category.name} lead={keptTogether(category.description)}>
      {category.values.length > 0 && (
        <dl class="values">
          {category.values.map(({ key, name, value }) => (
            <div key={key}>
              <dt>{name}</dt>
              <dd class="breakable">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {category.held.length === 0 && <p class="soft">{text.held.nothing}</p>}
      <div>
        {category.held.map((held) => (
          <Held key={held.key} held={held} />
        ))}
      </div>
      {category.change.length > 0 && (
        <p>
          {text.held.change}{" "}
          {category.change.map(({ link, text: words }, index) => (
            <span key={link}>
              {index > 0 && " · "}
              <a href={HREF[link]}>{words}</a>
            </span>
          ))}
        </p>
      )}
    </Right>
  );
}

/** One line that opens: how much of it there is outside, all the rest inside. */
function Held({ held }: { held: HeldView }) {
  const text = usePrivacyText();
  const words = text.held;
  const locale = useLocale();
  return (
    <details class="more held">
      <summary>
        <Icon name="down" />
        <span class="held-name">{held.name}</span>
        <span class="soft small number">{text.entries(held.rows, formatNumber(held.rows, locale))}</span>
      </summary>
      <dl class="reasons">
        <dt>{words.why}</dt>
        <dd>{keptTogether(held.purpose.text)}</dd>
        <dt>{words.basis}</dt>
        <dd>{keptTogether(held.legalBasis.text)}</dd>
        <dt>{words.who}</dt>
        <dd>
          {held.recipients.length === 0 && words.nobody}
          {held.recipients.map((one) => (
            <span key={one.id} class="recipient">
              {one.name}, {one.countryName}
              {one.outsideUnion && ` (${words.outside})`}
            </span>
          ))}
        </dd>
        <dt>{words.until}</dt>
        <dd>
          <p>{keptTogether(held.kept)}</p>
          <End held={held} />
        </dd>
        <dt>{words.erasure}</dt>
        <dd>{keptTogether(held.atErasure)}</dd>
        <dt>{words.exported}</dt>
        <dd>{held.notExportedBecause === null ? words.yes : words.no(held.notExportedBecause)}</dd>
      </dl>
    </details>
  );
}

/** When it ends by its rule. Not while processing is restricted: what waits for the lifting ends later, on no known day. */
function End({ held: { firstEnd, lastEnd } }: { held: HeldView }) {
  const text = usePrivacyText().held;
  const locale = useLocale();
  const restricted = useRestricted();
  if (!firstEnd || !lastEnd || restricted) return null;
  // Two ends within the same minute read as one.
  const oneEnd = formatDateTime(firstEnd, locale) === formatDateTime(lastEnd, locale);
  return (
    <p>
      <strong>
        {oneEnd ? text.ends : text.endsBetween} <Time iso={firstEnd} />
        {!oneEnd && (
          <>
            {" "}
            {text.and} <Time iso={lastEnd} />
          </>
        )}
      </strong>
    </p>
  );
}
