/** Directives for what becomes of the data after death: a form, and the versions with their receipts. */
import { useState } from "preact/hooks";
import type {
  DirectiveCategory,
  DirectiveChoice,
  DirectiveChoices,
} from "../../../../core/directive/directive.schema.ts";
import { useForm } from "../../form.ts";
import { formatNumber, keptTogether } from "../../format.ts";
import { useLocale } from "../../language.ts";
import { usePrivacyText } from "../../page-texts.ts";
import { Button } from "../../parts/button.tsx";
import { ConfirmDialog } from "../../parts/dialog.tsx";
import { TextField } from "../../parts/field.tsx";
import { Time } from "../../parts/figures.tsx";
import { ErrorNotice } from "../../parts/notice.tsx";
import { Segmented } from "../../parts/segmented.tsx";
import { SkeletonText } from "../../parts/skeleton.tsx";
import {
  type DirectiveView,
  directiveReceipt,
  giveDirective,
  readDirective,
  revokeDirective,
} from "../../privacy-api.ts";
import { type Query, useQuery } from "../../query.ts";
import { session } from "../../session.ts";
import { showToast } from "../../toast.ts";
import { Tick } from "./choices.tsx";
import { PrivacyPage, Right } from "./frame.tsx";

const CATEGORIES = ["creations", "account", "creditHistory"] as const satisfies readonly DirectiveCategory[];
const CHOICES = ["keep", "erase", "hand_over"] as const satisfies readonly DirectiveChoice[];
/** Nothing is chosen for anybody. */
const UNDECIDED: Record<DirectiveCategory, DirectiveChoice | ""> = {
  creations: "",
  account: "",
  creditHistory: "",
};
type Values = Record<DirectiveCategory, DirectiveChoice | ""> & Record<string, string>;

export default function Directives() {
  const text = usePrivacyText().directives;
  const query = useQuery("privacy-directive", readDirective);
  const { data, error, reload } = query;
  return (
    <PrivacyPage title={text.title} lead={text.lead}>
      {error !== undefined && <ErrorNotice error={error} retry={reload} />}
      {data && <Form key={data.current?.id ?? "new"} view={data} query={query} />}
      {data && <Versions view={data} query={query} />}
      {!data && error === undefined && <SkeletonText lines={12} />}
    </PrivacyPage>
  );
}

type Part = { view: DirectiveView; query: Query<DirectiveView> };

const isDecided = (values: Values): values is Values & DirectiveChoices =>
  CATEGORIES.every((category) => values[category] !== "");

/** Hook: the form, filled in with what is in force. The three choices and the two fields are one request. */
function useDirectiveForm({ view, query }: Part) {
  const text = usePrivacyText().directives;
  const { current, notice } = view;
  const initial: Values = {
    ...UNDECIDED,
    ...current?.choices,
    "executor.name": current?.executor?.name ?? "",
    "executor.email": current?.executor?.email ?? "",
  };
  return useForm("directive", initial, async (values) => {
    if (!isDecided(values)) return;
    const { creations, account, creditHistory } = values;
    const [name = "", email = ""] = [values["executor.name"], values["executor.email"]];
    const saved = await giveDirective({
      choices: { creations, account, creditHistory },
      ...(name.trim() || email.trim() ? { executor: { name, email } } : {}),
      noticeVersion: notice.version,
      noticeLocale: notice.locale,
      consent: true,
    });
    query.change(() => saved);
    showToast(text.saved);
  });
}

function Form(props: Part) {
  const { directives: text, closing } = usePrivacyText();
  const isClosing = session.use().account?.state === "closing";
  const [agreed, setAgreed] = useState(false);
  const form = useDirectiveForm(props);
  const { values } = form;
  const nobody = CATEGORIES.some((each) => values[each] === "hand_over") && !values["executor.name"];
  const obstacle = isClosing
    ? closing.cancelFirst
    : !isDecided(values)
      ? text.choicesFirst
      : nobody
        ? text.executorFirst
        : agreed
          ? undefined
          : text.consentFirst;
  return (
    <form class="form" noValidate onSubmit={obstacle ? (event) => event.preventDefault() : form.onSubmit}>
      {CATEGORIES.map((category) => (
        <Segmented
          key={category}
          label={text.categories[category]}
          choices={CHOICES.map((value) => ({ value, label: text.choices[value] }))}
          value={values[category] || undefined}
          onChange={(choice) => form.set({ [category]: choice })}
        />
      ))}
      <fieldset class="form">
        <legend class="field-label">{text.executor}</legend>
        <p class="soft small">{text.executorHint}</p>
        <div class="form-row">
          <TextField label={text.name} autocomplete="off" {...form.control("executor.name")} />
          <TextField label={text.email} type="email" autocomplete="off" {...form.control("executor.email")} />
        </div>
      </fieldset>
      <Agreement paragraphs={props.view.notice.paragraphs} agreed={agreed} onChange={setAgreed} />
      {form.problem !== undefined && <ErrorNotice error={form.problem} />}
      <div class="form-actions">
        <Button type="submit" tone="primary" busy={form.busy} disabled={obstacle !== undefined}>
          {text.save}
        </Button>
        <p class="soft small" role="status">
          {obstacle}
        </p>
      </div>
    </form>
  );
}

function Agreement(props: {
  paragraphs: readonly string[];
  agreed: boolean;
  onChange: (yes: boolean) => void;
}) {
  const text = usePrivacyText().directives;
  return (
    <section class="agreement" aria-labelledby="agreement">
      <h2 id="agreement">{text.consentHeading}</h2>
      {props.paragraphs.map((paragraph) => (
        <p key={paragraph}>{keptTogether(paragraph)}</p>
      ))}
      <Tick checked={props.agreed} onChange={props.onChange}>
        {text.consent}
      </Tick>
    </section>
  );
}

function Versions({ view, query }: Part) {
  const text = usePrivacyText();
  const words = text.directives;
  const locale = useLocale();
  const [asking, setAsking] = useState(false);
  const revoke = async () => {
    const after = await revokeDirective();
    query.change(() => after);
    showToast(words.revoked);
  };
  if (view.versions.length === 0) return null;
  return (
    <div class="section-next">
      <Right id="versions" title={words.versions}>
        <ul class="lines">
          {view.versions.map(({ id, version, event, at }) => (
            <li key={id} class="line">
              <p class="line-body">
                {(event === "given" ? words.given : words.ended)(formatNumber(version, locale))}{" "}
                <Time iso={at} />
              </p>
              <a
                class="button button-quiet button-small"
                href={directiveReceipt(id)}
                download={`directive-${version}.json`}
              >
                {text.receipt}
              </a>
            </li>
          ))}
        </ul>
        {view.current && <Button onClick={() => setAsking(true)}>{words.revoke}</Button>}
        <ConfirmDialog
          open={asking}
          title={words.revokeTitle}
          confirmLabel={words.revoke}
          onConfirm={revoke}
          onClose={() => setAsking(false)}
        >
          <p>{words.revokeText}</p>
        </ConfirmDialog>
      </Right>
    </div>
  );
}
