/**
 * What a prompt asks to see, read from its words in English or French: a hour of the day, a place, and things in it.
 * A prompt without a known word gets a scene by chance, so that there is always something pleasant to look at.
 */
import { type Chance, chance } from "./chance.ts";

export type Hour = "day" | "dawn" | "sunset" | "night" | "storm" | "snow";
export type Place = "mountain" | "sea" | "forest" | "city" | "meadow" | "desert" | "space";
export type Thing =
  | "flower"
  | "cat"
  | "boat"
  | "balloon"
  | "bird"
  | "house"
  | "lighthouse"
  | "person"
  | "aurora"
  | "tower";

export interface Scene {
  hour: Hour;
  place: Place;
  things: ReadonlySet<Thing>;
  /** The colour of what catches the eye: petals, sail, balloon. */
  accent: string;
  /** Whether still water was asked for. */
  lake: boolean;
  dice: Chance;
}

const HOURS: [Hour, RegExp][] = [
  ["sunset", /sunset|dusk|golden hour|evening|coucher|couchant|cr[ée]puscule|soir/],
  [
    "night",
    /night|moon|star|midnight|aurora|northern lights|neon|nuit|lune|[ée]toil|aurore bor|minuit|n[ée]on/,
  ],
  ["dawn", /dawn|sunrise|morning|mist|fog|aube|lever|matin|brume|brouillard|pastel/],
  ["storm", /storm|rain|thunder|cloudy|orage|pluie|temp[êe]te|nuage/],
  ["snow", /snow|winter|ice|christmas|neige|hiver|glace|no[ëe]l/],
  ["day", /\bday|noon|sunny|summer|spring|journ[ée]e|soleil|[ée]t[ée]\b|printemps|midi/],
];

const PLACES: [Place, RegExp][] = [
  ["space", /space|planet|galaxy|nebula|cosmos|espace|plan[èe]te|galaxie|n[ée]buleuse/],
  ["city", /city|town|street|skyline|building|paris|new york|tokyo|ville|rue\b|immeuble|gratte-ciel/],
  [
    "sea",
    /\bsea|ocean|lighthouse|\bphare|beach|coast|wave|island|lagoon|boat|sail|\bmer\b|oc[ée]an|plage|c[ôo]te|vague|[îi]le\b|bateau|voilier/,
  ],
  ["forest", /forest|woods?\b|tree|jungle|pine|for[êe]t|bois\b|arbre|sapin/],
  ["mountain", /mountain|alps|peak|summit|lake|valley|montagne|alpes|sommet|\blac\b|vall[ée]e/],
  ["desert", /desert|dune|sahara|sand|d[ée]sert|sable/],
  ["meadow", /meadow|field|hill|garden|countryside|lavender|champ|prairie|colline|jardin|campagne|lavande/],
];

const THINGS: [Thing, RegExp][] = [
  ["flower", /flower|rose|tulip|poppy|bloom|lavender|fleur|tulipe|coquelicot|lavande|bouquet/],
  ["cat", /\bcats?\b|kitten|\bchats?\b|chaton/],
  ["boat", /boat|sail|ship|bateau|voilier|navire/],
  ["balloon", /balloon|montgolfi[èe]re|ballon/],
  ["bird", /bird|gull|swallow|oiseau|mouette|hirondelle/],
  ["house", /\bhouse|cabin|cottage|maison|cabane|chalet/],
  ["lighthouse", /lighthouse|\bphare/],
  [
    "person",
    /person|people|woman|\bman\b|girl|boy|child|couple|traveller|personne|femme|homme|fille|gar[çc]on|enfant/,
  ],
  ["aurora", /aurora|northern lights|aurore bor/],
  ["tower", /paris|eiffel/],
];

const COLOURS: [string, RegExp][] = [
  ["#e8475f", /\bred\b|crimson|rouge/],
  ["#f58fb4", /pink|rose/],
  ["#9b6fe0", /purple|violet|lavender|lavande|mauve/],
  ["#4a8fe7", /\bblue\b|bleue?/],
  ["#f4b942", /yellow|gold|jaune|dor[ée]/],
  ["#f2803d", /orange/],
  ["#f6f2ea", /white|blanc/],
];

const first = <T>(table: [T, RegExp][], text: string): T | undefined =>
  table.find(([, words]) => words.test(text))?.[0];

/** Reads `prompt`; `seed` decides what the words leave open. */
export function readScene(prompt: string, seed: string): Scene {
  const text = prompt.toLowerCase();
  const dice = chance(`${text}\n${seed}`);
  const place = first(PLACES, text) ?? dice.pick(["mountain", "sea", "meadow", "forest"]);
  const things = new Set(THINGS.filter(([, words]) => words.test(text)).map(([thing]) => thing));
  if (things.size === 0 && place !== "space")
    things.add(dice.pick(place === "sea" ? ["boat", "bird"] : ["bird", "balloon", "bird"]));
  return {
    hour: first(HOURS, text) ?? (place === "space" ? "night" : dice.pick(["sunset", "dawn", "day"])),
    place,
    things,
    lake: /\blac\b|lake|reflect|reflet/.test(text),
    accent: first(COLOURS, text) ?? dice.pick(["#e8475f", "#f58fb4", "#f4b942", "#f2803d"]),
    dice,
  };
}
