/** Voices: the system voices that the sandbox offers, and how each voice (also a cloned one) sounds through espeak-ng. */
import { chance } from "./chance.ts";
import type { Sandbox } from "./context.ts";
import { Refusal } from "./error.ts";
import type { Voice } from "./store.ts";

/** Ids and names as in the provider's list of system voices (a part of its three hundred). */
export const SYSTEM_VOICES: readonly (readonly [id: string, name: string])[] = [
  ["English_expressive_narrator", "Expressive Narrator"],
  ["English_radiant_girl", "Radiant Girl"],
  ["English_magnetic_voiced_man", "Magnetic-voiced Male"],
  ["English_compelling_lady1", "Compelling Lady"],
  ["English_captivating_female1", "Captivating Female"],
  ["English_Upbeat_Woman", "Upbeat Woman"],
  ["English_Trustworth_Man", "Trustworthy Man"],
  ["English_Trustworthy_Man", "Trustworthy Man"],
  ["English_CalmWoman", "Calm Woman"],
  ["English_Graceful_Lady", "Graceful Lady"],
  ["English_Persuasive_Man", "Persuasive Man"],
  ["English_PatientMan", "Patient Man"],
  ["French_Male_Speech_New", "Level-Headed Man"],
  ["French_Female_News Anchor", "Patient Female Presenter"],
  ["French_CasualMan", "Casual Man"],
  ["French_MovieLeadFemale", "Movie Lead Female"],
  ["French_FemaleAnchor", "Female Anchor"],
  ["French_MaleNarrator", "Male Narrator"],
  ["Spanish_SereneWoman", "Serene Woman"],
  ["Spanish_Narrator", "Narrator"],
  ["German_FriendlyMan", "Friendly Man"],
  ["German_SweetLady", "Sweet Lady"],
  ["Italian_Narrator", "Narrator"],
  ["Italian_BraveHeroine", "Brave Heroine"],
  ["Portuguese_RationalMan", "Rational Man"],
  ["Dutch_kindhearted_girl", "Kind-hearted Girl"],
  ["male-qn-qingse", "Qingse"],
  ["female-shaonv", "Shaonv"],
  ["presenter_male", "Presenter"],
  ["audiobook_female_1", "Audiobook"],
];
const system = new Set(SYSTEM_VOICES.map(([id]) => id));

/** How a voice is spoken. */
export interface Character {
  /** espeak-ng variant, such as `f3`. */
  variant: string;
  /** espeak-ng pitch, 0 to 99, and speed as a factor. */
  pitch: number;
  pace: number;
  /** The pitch of a cloned voice's sample in hertz: what is spoken is moved there. */
  hertz?: number;
  /** The language in the voice's own name. */
  language?: string;
}

const WOMEN = /woman|female|lady|girl|heroine|shaonv|yujie/i;
const MEN = /man\b|man_|male|guy|boy|narrator|presenter|bloke/i;

const isWoman = (id: string): boolean => WOMEN.test(id) || (!MEN.test(id) && chance(id)() < 0.5);

/** The sound of a voice of that id: always the same for the same id. */
export function characterOf(id: string, clone?: Voice): Character {
  const dice = chance(id);
  const woman = clone ? clone.hertz >= 165 : isWoman(id);
  const variant = woman
    ? dice.pick(["f1", "f2", "f3", "f4", "f5"])
    : dice.pick(["m1", "m2", "m3", "m4", "m7"]);
  const language = /^[A-Z][a-z]+(?=_)/.exec(id)?.[0];
  return {
    variant,
    pitch: Math.round(dice.between(woman ? 48 : 30, woman ? 68 : 52)),
    pace: dice.between(0.93, 1.05),
    ...(clone ? { hertz: clone.hertz } : {}),
    ...(language ? { language } : {}),
  };
}

const WEEK_MS = 7 * 86_400_000;

/** A cloned voice that is still there: an unused one goes after seven days (D:clone). */
export function findClone(sandbox: Sandbox, id: string): Voice | undefined {
  const voice = sandbox.store.voices.get(id);
  if (!voice || voice.deletedAt !== null) return undefined;
  return voice.usedAt === null && sandbox.now() - voice.createdAt >= WEEK_MS ? undefined : voice;
}

/** The character of a voice that may be used; 2042 for any other. `use`: a real synthesis, which keeps a clone alive. */
export function castVoice(sandbox: Sandbox, id: string, use: boolean): Character {
  if (system.has(id)) return characterOf(id);
  const clone = findClone(sandbox, id);
  if (!clone) throw new Refusal(2042);
  if (use && clone.usedAt === null) sandbox.store.voices.put({ ...clone, usedAt: sandbox.now() });
  return characterOf(id, clone);
}
