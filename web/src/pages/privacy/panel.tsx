/** "GDPR & my data": every right of the person, short ones in place, long ones behind one link. */

import { Fragment } from "preact";
import { AUTHORITY } from "../../../../core/base/legal-entity.ts";
import { formatNumber, keptTogether } from "../../format.ts";
import { useLocale } from "../../language.ts";
import { usePrivacyText } from "../../page-texts.ts";
import { ButtonLink } from "../../parts/button.tsx";
import { Time } from "../../parts/figures.tsx";
import { CONTACT } from "../../parts/footer.tsx";
import { ErrorNotice, Notice } from "../../parts/notice.tsx";
import { SkeletonText } from "../../parts/skeleton.tsx";
import {
  listConsents,
  listExports,
  type PrivacyPanel,
  readPanel,
  readRestriction,
} from "../../privacy-api.ts";
import { partOf, useQuery } from "../../query.ts";
import { session } from "../../session.ts";
import { SettingsPage } from "../settings/frame.tsx";
import { Consents } from "./consents.tsx";
import { Exports } from "./exports.tsx";
import { PANEL, Right, useNamedPart } from "./frame.tsx";
import { Restriction } from "./restriction.tsx";

export default function Panel() {
  const text = usePrivacyText();
  const panel = useQuery("privacy-panel", readPanel);
  const { data, error, reload } = panel;
  useNamedPart(data !== undefined);
  return (
    <SettingsPage title={text.title} lead={text.lead}>
      <WhileClosing />
      <Contents />
      {error !== undefined && <ErrorNotice error={error} retry={reload} />}
      {data && (
        <>
          <Held panel={data} />
          <Exports query={partOf(panel, "exports", listExports)} />
          <Consents query={partOf(panel, "consents", () => listConsents())} />
          <Restriction query={partOf(panel, "restriction", readRestriction)} changed={reload} />
          <Directives directive={data.directive} />
          <Transfers panel={data} />
          <Correct />
          <Close />
          <Objections objections={data.objections} />
          <Complain />
        </>
      )}
      {!data && error === undefined && <SkeletonText lines={16} />}
    </SettingsPage>
  );
}

/** Which rights wait for the closing to be cancelled, and why. */
function WhileClosing() {
  const text = usePrivacyText().closing;
  if (session.use().account?.state !== "closing") return null;
  return (
    <div class="while-closing">
      <Notice tone="warm">
        <span>{text.rightsMeanwhile}</span>
      </Notice>
    </div>
  );
}

function Contents() {
  const text = usePrivacyText();
  const parts = [
    ["held", text.held.title],
    ["export", text.exports.title],
    ["consents", text.consents.title],
    ["restriction", text.restriction.title],
    ["directives", text.directives.title],
    ["transfers", text.transfers.title],
    ["correct", text.correct.title],
    ["close", text.closing.title],
    ["object", text.object.title],
    ["complain", text.complain.title],
  ];
  return (
    <nav class="contents" aria-label={text.contents}>
      <ul class="contents-list">
        {parts.map(([id, title]) => (
          <li key={id}>
            <a href={`#${id}`}>{title}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Held({ panel: { categories } }: { panel: PrivacyPanel }) {
  const text = usePrivacyText();
  const locale = useLocale();
  return (
    <Right id="held" title={text.held.title} lead={text.held.lead}>
      <table class="facts">
        <thead class="unseen">
          <tr>
            <th scope="col">{text.held.category}</th>
            <th scope="col">{text.held.count}</th>
          </tr>
        </thead>
        <tbody>
          {categories.map(({ category, name, rows }) => (
            <tr key={category}>
              <th scope="row">
                <a href={`${PANEL}/data#${category}`}>{name}</a>
              </th>
              <td class="number">{text.entries(rows, formatNumber(rows, locale))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ButtonLink href={`${PANEL}/data`}>{text.held.open}</ButtonLink>
    </Right>
  );
}

function Directives({ directive }: { directive: PrivacyPanel["directive"] }) {
  const text = usePrivacyText().directives;
  const since = directive.current?.at;
  return (
    <Right id="directives" title={text.title} lead={text.lead}>
      <p>
        {since ? (
          <>
            {text.some} <Time iso={since} />.
          </>
        ) : (
          text.none
        )}
      </p>
      <ButtonLink href={`${PANEL}/directives`}>{text.open}</ButtonLink>
    </Right>
  );
}

function Transfers({ panel }: { panel: PrivacyPanel }) {
  const text = usePrivacyText().transfers;
  const locale = useLocale();
  const { sandbox } = session.use();
  const { transfers: calls, transfersSuspended } = panel;
  return (
    <Right id="transfers" title={text.title} lead={sandbox ? text.leadStandIn : text.lead}>
      {transfersSuspended && (
        <Notice tone="warm">
          <span>
            {text.suspended} {transfersSuspended}
          </span>
        </Notice>
      )}
      <p class="number">{calls === 0 ? text.none : text.calls(calls, formatNumber(calls, locale))}</p>
      <ButtonLink href={`${PANEL}/transfers`}>{text.open}</ButtonLink>
    </Right>
  );
}

function Correct() {
  const text = usePrivacyText().correct;
  return (
    <Right id="correct" title={text.title} lead={text.lead}>
      <div class="ways">
        <ButtonLink href="/settings">{text.profile}</ButtonLink>
        <ButtonLink href="/settings/security">{text.address}</ButtonLink>
      </div>
      <p>
        {text.rest} <a href={`mailto:${CONTACT}`}>{CONTACT}</a>
      </p>
    </Right>
  );
}

function Close() {
  const text = usePrivacyText().closing;
  const open = session.use().account?.state === "active";
  return (
    <Right id="close" title={text.title} lead={text.lead}>
      {open && <p>{text.short}</p>}
      <ButtonLink href={open ? `${PANEL}/close` : "/closing"}>
        {open ? text.open : text.stateTitle}
      </ButtonLink>
    </Right>
  );
}

/** Each processing that rests on a legitimate interest, and a mail that objects to it. */
function Objections({ objections }: Pick<PrivacyPanel, "objections">) {
  const text = usePrivacyText();
  const words = text.object;
  const open = session.use().account?.state === "active";
  const mailOf = (name: string) =>
    `mailto:${CONTACT}?subject=${encodeURIComponent(words.subject)}&body=${encodeURIComponent(words.body(name))}`;
  return (
    <Right id="object" title={words.title} lead={words.lead}>
      {objections.map(({ purpose, name, weighed }) => (
        <Fragment key={purpose}>
          <p>
            <strong>{name}.</strong> {keptTogether(weighed)}
          </p>
          <ButtonLink href={mailOf(name)}>
            {words.write}
            <span class="unseen">: {name}</span>
          </ButtonLink>
        </Fragment>
      ))}
      <p>
        {words.answer}{" "}
        {open && (
          <>
            {words.meanwhile} <a href="#restriction">{text.restriction.title}</a>
          </>
        )}
      </p>
    </Right>
  );
}

function Complain() {
  const text = usePrivacyText().complain;
  const locale = useLocale();
  return (
    <Right id="complain" title={text.title}>
      <p>
        {text.contact} <a href={`mailto:${CONTACT}`}>{CONTACT}</a>. {text.answer}
      </p>
      <p>
        {text.authority}{" "}
        <strong>
          {AUTHORITY.name[locale]}, {keptTogether(AUTHORITY.address)}
        </strong>
        , <a href={`https://${AUTHORITY.site}`}>{AUTHORITY.site}</a>
      </p>
    </Right>
  );
}
