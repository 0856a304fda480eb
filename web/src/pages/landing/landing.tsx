/** The start page: what the service is, what it costs, what happens to the data. Complete without an account. */
import { formatNumber } from "../../format.ts";
import { useLocale, useText } from "../../language.ts";
import { type LandingText, landingText } from "../../page-texts.ts";
import { ButtonLink } from "../../parts/button.tsx";
import { useHeading } from "../../parts/page.tsx";
import { session } from "../../session.ts";
import { Offers } from "./offers.tsx";
import { LandingPicture } from "./picture.tsx";
import "../../style/landing.css";

export default function Landing() {
  const landing = landingText.use();
  const heading = useHeading(landing.tab);
  const { account } = session.use();
  return (
    <div class="landing">
      <section class="hero">
        <div class="hero-words">
          <h1 ref={heading} tabIndex={-1}>
            {landing.title}
          </h1>
          <p class="hero-lead">{landing.lead}</p>
          <Call />
        </div>
        <LandingPicture />
      </section>
      <Offers />
      <Facts id="fair" heading={landing.fairHeading} facts={fairFacts(landing)} />
      <Facts id="privacy" heading={landing.privacyHeading} facts={privacyFacts(landing)} />
      <section class="end" aria-labelledby="end">
        <h2 id="end">{landing.endHeading}</h2>
        {!account && <p class="soft">{landing.endText}</p>}
        <Call />
      </section>
    </div>
  );
}

type Words = LandingText;
type Fact = readonly [title: string, words: string];

const fairFacts = (words: Words): Fact[] => [
  [words.fairPrice, words.fairPriceText],
  [words.fairFail, words.fairFailText],
  [words.fairWait, words.fairWaitText],
];

const privacyFacts = (words: Words): Fact[] => [
  [words.privacyStripped, words.privacyStrippedText],
  [words.privacyNameless, words.privacyNamelessText],
  [words.privacyChina, words.privacyChinaText],
  [words.privacyPages, words.privacyPagesText],
  [words.privacyDelete, words.privacyDeleteText],
  [words.privacyMark, words.privacyMarkText],
];

/** The next step: an account, or the studio for somebody who has one. */
function Call() {
  const text = useText();
  const landing = landingText.use();
  const locale = useLocale();
  const { account, welcomeCredits } = session.use();
  if (account)
    return (
      <div class="form-actions">
        <ButtonLink tone="primary" href="/studio">
          {landing.toStudio}
        </ButtonLink>
      </div>
    );
  const shown = text.shell.creditCount(welcomeCredits, formatNumber(welcomeCredits, locale));
  return (
    <div>
      <div class="form-actions">
        <ButtonLink tone="primary" href="/sign-up">
          {text.shell.signUp}
        </ButtonLink>
        <ButtonLink href="/sign-in">{text.shell.signIn}</ButtonLink>
      </div>
      {welcomeCredits > 0 && <p class="small soft hero-welcome">{landing.welcome(shown)}</p>}
    </div>
  );
}

function Facts(props: { id: string; heading: string; facts: readonly Fact[] }) {
  return (
    <section class="facts" aria-labelledby={props.id}>
      <h2 id={props.id}>{props.heading}</h2>
      <dl class="facts-list">
        {props.facts.map(([title, words]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
