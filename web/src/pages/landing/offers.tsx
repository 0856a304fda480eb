/** What can be made, each with a price that is read from the catalogue. */
import type { ModelList } from "../../api.ts";
import { readModels } from "../../api.ts";
import { formatNumber, formatSeconds } from "../../format.ts";
import { type Text, useLocale, useText } from "../../language.ts";
import type { Locale } from "../../locale.ts";
import { type LandingText, landingText } from "../../page-texts.ts";
import { Icon, type IconName } from "../../parts/icon.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { useQuery } from "../../query.ts";

type Models = ModelList["models"];

/** The cheapest of these, or undefined when there is none. */
const cheapest = <T extends { credits: number }>(offers: readonly T[]): T | undefined =>
  offers.reduce<T | undefined>((best, one) => (best && best.credits <= one.credits ? best : one), undefined);

/** A price for each kind, in words; undefined for a kind that nobody offers. */
export function pricesOf(models: Models, text: Text, landing: LandingText, locale: Locale) {
  const credits = (value: number) => text.shell.creditCount(value, formatNumber(value, locale));
  const clip = cheapest(models.flatMap((model) => model.clip ?? []));
  const image = cheapest(
    models.flatMap((model) => (model.creditsPerImage === null ? [] : { credits: model.creditsPerImage })),
  );
  const speech = cheapest(
    models.flatMap(({ speech: offer }) =>
      offer ? { credits: offer.creditsPerBlock, characters: offer.blockCharacters } : [],
    ),
  );
  return {
    clip: clip && landing.clipPrice(formatSeconds(clip.durationSeconds, locale), credits(clip.credits)),
    image: image && landing.imagePrice(credits(image.credits)),
    speech: speech && landing.speechPrice(formatNumber(speech.characters, locale), credits(speech.credits)),
  };
}

export function Offers() {
  const text = useText();
  const locale = useLocale();
  const { data, error } = useQuery("models", readModels);
  const landing = landingText.use();
  const prices = data && pricesOf(data.models, text, landing, locale);
  const waiting = data === undefined && error === undefined;
  return (
    <section class="offers" aria-labelledby="make">
      <h2 id="make">{landing.makeHeading}</h2>
      <div class="offers-row">
        <Offer
          icon="clip"
          title={landing.clipTitle}
          text={landing.clipText}
          price={prices?.clip}
          waiting={waiting}
        />
        <Offer
          icon="image"
          title={landing.imageTitle}
          text={landing.imageText}
          price={prices?.image}
          waiting={waiting}
        />
        <Offer
          icon="speech"
          title={landing.speechTitle}
          text={landing.speechText}
          price={prices?.speech}
          waiting={waiting}
        />
      </div>
    </section>
  );
}

function Offer(props: {
  icon: IconName;
  title: string;
  text: string;
  price: string | undefined;
  waiting: boolean;
}) {
  const landing = landingText.use();
  return (
    <article class="offer">
      <Icon name={props.icon} />
      <h3>{props.title}</h3>
      <p>{props.text}</p>
      <p class="offer-price">
        {props.waiting ? (
          <>
            <Skeleton width="9rem" height="1em" />
            <span class="unseen">{landing.priceBusy}</span>
          </>
        ) : (
          (props.price ?? landing.priceMissing)
        )}
      </p>
    </article>
  );
}
