/** A tune of some 24 seconds, composed by chance from the prompt: chords, bass and a melody of plucked strings. */
import { setImmediate as breathe } from "node:timers/promises";
import { type Chance, chance } from "./chance.ts";

export const TUNE_RATE = 22_050;
/** Chord roots in semitones above the key, one for each bar. */
const TURNS: readonly [readonly number[], ...(readonly number[])[]] = [
  [0, 7, 9, 5],
  [0, 9, 5, 7],
  [0, 5, 9, 7],
  [9, 5, 0, 7],
];
const MAJOR_ROOTS = new Set([0, 5, 7]);
const PENTATONIC = [0, 2, 4, 7, 9, 12, 14, 16];

type Note = { at: number; seconds: number; midi: number; loudness: number; soft: boolean };

/** Composes and plays: mono samples at TUNE_RATE. Equal prompts sound equal. */
export async function makeTune(prompt: string): Promise<Int16Array> {
  const dice = chance(prompt);
  const slow = /slow|calm|sad|ambient|lent|calme|triste|doux/i.test(prompt);
  const beat = 60 / (slow ? dice.between(72, 84) : dice.between(96, 116));
  const bars = Math.round(23 / (beat * 4));
  return await play(compose(dice, beat, bars), bars * beat * 4 + 2);
}

function compose(dice: Chance, beat: number, bars: number): Note[] {
  const key = 57 + Math.floor(dice.between(0, 7));
  const turn = dice.pick(TURNS);
  const notes: Note[] = [];
  let step = 3;
  for (let bar = 0; bar < bars; bar += 1) {
    const start = bar * 4 * beat;
    const root = turn[bar % 4] ?? 0;
    const third = MAJOR_ROOTS.has(root) ? 4 : 3;
    notes.push({ at: start, seconds: beat * 4, midi: key + root - 24, loudness: 0.5, soft: true });
    for (const [index, tone] of [0, third, 7, 12, 7, third].entries())
      notes.push({
        at: start + index * beat * 0.66,
        seconds: beat * 2,
        midi: key + root + tone - 12,
        loudness: 0.2,
        soft: false,
      });
    for (let at = 0; at < 4 && bar > 0; at += dice.pick([0.5, 1, 1, 1.5])) {
      step = Math.max(0, Math.min(PENTATONIC.length - 1, step + Math.round(dice.between(-2.4, 2.4))));
      const midi = key + 12 + (PENTATONIC[step] ?? 0);
      if (dice() < 0.85)
        notes.push({ at: start + at * beat, seconds: beat * 2, midi, loudness: 0.34, soft: false });
    }
  }
  const end = bars * 4 * beat;
  for (const tone of [0, 4, 7, 12])
    notes.push({ at: end, seconds: 2, midi: key + tone - 12, loudness: 0.22, soft: true });
  return notes;
}

/** Mixes the notes, with a little echo. Lets other work pass after each note and each second. */
async function play(notes: Note[], seconds: number): Promise<Int16Array> {
  const mixed = new Float32Array(Math.ceil(seconds * TUNE_RATE));
  for (const note of notes) {
    addNote(mixed, note);
    await breathe();
  }
  const delay = Math.round(TUNE_RATE * 0.31);
  const fade = TUNE_RATE * 0.8;
  const samples = new Int16Array(mixed.length);
  for (let at = 0; at < mixed.length; at += 1) {
    if (at % TUNE_RATE === 0) await breathe();
    const value = (mixed[at] ?? 0) + 0.22 * (mixed[at - delay] ?? 0);
    mixed[at] = value;
    samples[at] = Math.round(Math.tanh(value * 0.9) * Math.min(1, (mixed.length - at) / fade) * 29_000);
  }
  return samples;
}

function addNote(mixed: Float32Array, note: Note): void {
  const hertz = 440 * 2 ** ((note.midi - 69) / 12);
  const first = Math.round(note.at * TUNE_RATE);
  const last = Math.min(mixed.length, first + Math.round(note.seconds * TUNE_RATE * 1.4));
  const overtones = note.soft ? [1, 0.25, 0.08] : [1, 0.5, 0.28, 0.14, 0.07];
  for (let at = first; at < last; at += 1) {
    const time = (at - first) / TUNE_RATE;
    const attack = Math.min(1, time / (note.soft ? 0.06 : 0.006));
    const decay = Math.exp(-time * (note.soft ? 1.1 : 2.6));
    const tail = Math.min(1, (last - at) / (TUNE_RATE * 0.05));
    let value = 0;
    for (const [index, strength] of overtones.entries())
      value += strength * Math.exp(-time * index * 1.4) * Math.sin(2 * Math.PI * hertz * (index + 1) * time);
    mixed[at] = (mixed[at] ?? 0) + value * attack * decay * tail * note.loudness;
  }
}
