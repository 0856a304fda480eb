/**
 * Closing the account: what is lost, what the law keeps, when, and the steps that make it deliberate. To one that is being
 * closed already, erasing it at once is all that is left to choose.
 */
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { formatCents } from "../../../../core/base/money.ts";
import { useForm } from "../../form.ts";
import { formatNumber, keptTogether } from "../../format.ts";
import { useLocale, useText } from "../../language.ts";
import { type ClosingText, useClosingText, usePrivacyText } from "../../page-texts.ts";
import { Button, ButtonLink } from "../../parts/button.tsx";
import { TextField } from "../../parts/field.tsx";
import { Time } from "../../parts/figures.tsx";
import { CLOSING_PAGE, ERASING_PAGE } from "../../parts/guard.tsx";
import { ErrorNotice } from "../../parts/notice.tsx";
import { SkeletonText } from "../../parts/skeleton.tsx";
import { askClosing, type ClosingView, readClosing } from "../../privacy-api.ts";
import { type Query, useQuery } from "../../query.ts";
import { loadSession, session } from "../../session.ts";
import { Choices, Tick } from "./choices.tsx";
import { PANEL, PrivacyPage, Right } from "./frame.tsx";
import { useProof } from "./password-dialog.tsx";

export default function Close() {
  const { closing: text } = usePrivacyText();
  const query = useQuery("privacy-closing", readClosing);
  const { data, error, reload } = query;
  return (
    <PrivacyPage title={text.title} lead={text.lead}>
      {error !== undefined && <ErrorNotice error={error} retry={reload} />}
      {data ? (
        <>
          <Lost view={data} />
          <Kept view={data} />
          <Ask view={data} query={query} />
        </>
      ) : (
        error === undefined && <SkeletonText lines={16} />
      )}
    </PrivacyPage>
  );
}

function Lost({ view }: { view: ClosingView }) {
  const text = useClosingText();
  const locale = useLocale();
  const lost = view.lost.filter(({ rows }) => rows > 0);
  return (
    <Right id="lost" title={text.lostHeading} lead={text.lostLead}>
      <table class="facts">
        <tbody>
          {lost.map(({ table, name, rows }) => (
            <tr key={table}>
              <th scope="row">{name}</th>
              <td class="number">{text.rows(rows, formatNumber(rows, locale))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {view.underWay > 0 && <p>{text.underWay(view.underWay, formatNumber(view.underWay, locale))}</p>}
      <p>{text.backups(periodWords(view.backups, text, locale))}</p>
      <p>{text.sessions}</p>
      <ButtonLink href={`${PANEL}#export`} icon="download">
        {text.exportFirst}
      </ButtonLink>
    </Right>
  );
}

function Kept({ view }: { view: ClosingView }) {
  const text = useClosingText();
  const locale = useLocale();
  const kept = view.kept.filter(({ rows }) => rows > 0);
  return (
    <Right id="kept" title={text.keptHeading} lead={text.keptLead}>
      {kept.length === 0 && <p>{text.keptNothing}</p>}
      <ul class="lines">
        {kept.map(({ table, name, rows, period, because }) => (
          <li key={table} class="line">
            <div class="line-body">
              <h3 class="line-title">
                {name}{" "}
                <span class="soft small number">
                  {text.rows(rows, formatNumber(rows, locale))}, {periodWords(period, text, locale)}
                </span>
              </h3>
              <p class="soft small">
                {text.keptWhy} {keptTogether(because)}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Right>
  );
}

function periodWords(
  period: ClosingView["kept"][number]["period"],
  text: ClosingText,
  locale: "en" | "fr",
): string {
  if ("years" in period) return text.years(period.years, formatNumber(period.years, locale));
  if ("days" in period) return text.days(period.days, formatNumber(period.days, locale));
  if ("hours" in period) return text.hours(period.hours, formatNumber(period.hours, locale));
  return text.withAccount;
}

type When = "grace" | "now";

type Asking = {
  view: ClosingView;
  when: When;
  run: (work: () => Promise<void>) => Promise<void>;
  retell: () => Promise<void>;
  tell: (view: ClosingView) => void;
};

/** Hook: what is decided, and sending it. The password is asked for on the way. */
function useAsking({ view, when, run, retell, tell }: Asking) {
  const { route } = useLocation();
  const send = async (confirmation: string) => {
    const asked = await askClosing({
      waiveGrace: when === "now",
      ...(when === "now" ? { confirmation } : {}),
      creditsGivenUp: view.credits.unspent,
    }).catch(async (error: unknown) => {
      // Credits may have come, or another tab may have closed the account already: the page tells what is true now.
      await retell();
      if (when === "grace" && session.get().account?.state === "closing") return undefined;
      throw error;
    });
    // What was asked for is so already.
    if (!asked) return route(CLOSING_PAGE);
    // Nobody is signed in any more to an account that is erased at once.
    // What takes this page's place in the history would keep its scroll position, below the heading.
    if (when === "now") {
      window.scrollTo(0, 0);
      return route(ERASING_PAGE, true);
    }
    await loadSession();
    tell(asked);
    route(CLOSING_PAGE);
  };
  return useForm("closing", { confirmation: "" }, ({ confirmation }) => run(() => send(confirmation)));
}

function Ask({ view, query }: { view: ClosingView; query: Query<ClosingView> }) {
  const text = useClosingText();
  const { shell } = useText();
  const locale = useLocale();
  const isClosing = view.state !== "open";
  const [chosen, setChosen] = useState<When>("grace");
  const when = isClosing ? "now" : chosen;
  const [givenUp, setGivenUp] = useState(false);
  const proof = useProof();
  const retell = async () => {
    setGivenUp(false);
    await Promise.all([query.reload(), loadSession()]);
  };
  const form = useAsking({
    view,
    when,
    run: proof.run,
    retell,
    tell: (asked) => query.change(() => asked),
  });
  const { unspent, valueCents } = view.credits;
  const address = session.use().account?.email ?? "";
  const typed = form.values.confirmation.trim().toLowerCase() === address;
  const obstacle =
    when === "now" && !typed ? text.confirmFirst : unspent > 0 && !givenUp ? text.creditsFirst : undefined;
  const dated = (
    <>
      {text.graceText} {text.erasedOn} <Time iso={view.choices.afterGrace} />.
    </>
  );
  return (
    <Right
      id="when"
      title={isClosing ? text.now : text.whenHeading}
      {...(isClosing && { lead: text.nowText })}
    >
      <form class="form" noValidate onSubmit={obstacle ? (event) => event.preventDefault() : form.onSubmit}>
        {!isClosing && (
          <Choices
            label={text.whenHeading}
            hideLabel
            choices={{ grace: text.grace, now: text.now }}
            notes={{ grace: dated, now: text.nowText }}
            value={when}
            onChange={setChosen}
          />
        )}
        {when === "now" && (
          <TextField
            label={text.confirmation}
            hint={address}
            type="email"
            autocomplete="off"
            {...form.control("confirmation")}
          />
        )}
        {unspent > 0 && (
          <Tick checked={givenUp} onChange={setGivenUp}>
            {text.credits(
              shell.creditCount(unspent, formatNumber(unspent, locale)),
              formatCents(valueCents, locale),
            )}
          </Tick>
        )}
        {form.problem !== undefined && <ErrorNotice error={form.problem} retry={query.reload} />}
        <div class="form-actions">
          <Button type="submit" tone="danger" busy={form.busy} disabled={obstacle !== undefined}>
            {when === "now" ? text.sendNow : text.sendGrace}
          </Button>
          <ButtonLink href={isClosing ? CLOSING_PAGE : PANEL}>{isClosing ? text.wait : text.back}</ButtonLink>
          <p class="soft small" role="status">
            {obstacle}
          </p>
        </div>
      </form>
      {proof.dialog}
    </Right>
  );
}
