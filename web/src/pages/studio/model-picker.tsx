/** The models of a kind in plain words, each with its lowest price and the time it takes. Closed until it is wanted. */
import { useRef } from "preact/hooks";
import { changeDraft, draft } from "../../draft.ts";
import { formatNumber, formatSeconds } from "../../format.ts";
import { useLocale, useText } from "../../language.ts";
import { Icon } from "../../parts/icon.tsx";
import { type Model, priceFrom } from "../../plan.ts";

export function ModelPicker({ models, chosen }: { models: readonly Model[]; chosen: Model }) {
  const { studio } = useText();
  const details = useRef<HTMLDetailsElement>(null);
  const choose = (model: Model) => changeDraft({ models: { ...draft.get().models, [model.kind]: model.id } });
  if (models.length < 2)
    return (
      <div class="model-alone">
        <ModelWords model={chosen} />
      </div>
    );
  return (
    <details class="models" ref={details}>
      <summary>
        <span class="unseen">{studio.model}, </span>
        <ModelWords model={chosen} />
        <span class="models-arrow">
          <Icon name="down" />
        </span>
      </summary>
      <fieldset>
        <legend class="unseen">{studio.model}</legend>
        {models.map((model) => (
          <label key={model.id} class="model">
            <input
              type="radio"
              name="model"
              checked={model.id === chosen.id}
              onChange={() => choose(model)}
              onClick={(event) => {
                // A press with the pointer has decided; the arrow keys only pass over the choices.
                if (event.detail > 0) details.current?.removeAttribute("open");
              }}
            />
            <ModelWords model={model} />
          </label>
        ))}
      </fieldset>
    </details>
  );
}

function ModelWords({ model }: { model: Model }) {
  const { studio } = useText();
  const locale = useLocale();
  const from = priceFrom(model);
  return (
    <span class="model-words">
      <strong>{model.label}</strong>{" "}
      <span class="model-facts number">
        {from !== undefined && studio.priceFrom(studio.credits(from, formatNumber(from, locale)))}
        {model.typicalSeconds !== null && ` · ${studio.typical(formatSeconds(model.typicalSeconds, locale))}`}
      </span>{" "}
      <span class="model-description">{model.description[locale]}</span>
    </span>
  );
}
