/** The sound of a clip: what one would hear at the place that the prompt names, over a soft chord. Made by ffmpeg alone. */
import { readScene } from "./scene.ts";

const RATE = 44_100;

const noise = (color: string, amplitude: number, filters: string) =>
  `anoisesrc=color=${color}:amplitude=${amplitude}:sample_rate=${RATE}:seed=7,${filters}`;

const WAVES = noise("pink", 0.5, "lowpass=f=1100,tremolo=f=0.16:d=0.8");
const RAIN = noise("white", 0.16, "highpass=f=900,lowpass=f=7000");
const WIND = noise("brown", 0.6, "highpass=f=120,lowpass=f=700,tremolo=f=0.21:d=0.6");
const HUM = noise("brown", 0.5, "lowpass=f=260,tremolo=f=0.3:d=0.3");

/** Roots of the chord in hertz. */
const ROOTS = [130.81, 146.83, 164.81, 174.61, 196] as const;

/** An ffmpeg filter graph without inputs whose output `[sound]` is heard during a clip. */
export function ambience(prompt: string): string {
  const scene = readScene(prompt, prompt);
  const bed =
    scene.hour === "storm"
      ? RAIN
      : scene.place === "sea"
        ? WAVES
        : scene.place === "city" || scene.place === "space"
          ? HUM
          : WIND;
  const root = scene.dice.pick(ROOTS);
  const tones = [1, 1.25, 1.5, 2].map((ratio, index) => {
    const hertz = (root * ratio).toFixed(2);
    return `sin(2*PI*${hertz}*t)*(0.6+0.4*sin(2*PI*t/${5 + index * 2}+${index}))`;
  });
  const chord = `aevalsrc=exprs='0.05*(${tones.join("+")})':sample_rate=${RATE}`;
  return `${bed}[bed];${chord}[chord];[bed][chord]amix=inputs=2,volume=1.4,alimiter=limit=0.9[sound]`;
}
