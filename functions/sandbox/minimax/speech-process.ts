/**
 * A program of its own, started for one text: reads an utterance as JSON from stdin, speaks it with espeak-ng, and
 * writes one line of JSON (sample rate, samples of each piece) and the samples to stdout. espeak-ng is under the GPL
 * and therefore stays in this process: nothing else may import it or this file.
 */
import { text } from "node:stream/consumers";
// @ts-expect-error: the package ships no types.
import loadEspeak from "@echogarden/espeak-ng-emscripten";
import type { Utterance } from "./speech.ts";

interface Espeak {
  set_voice(name: string): number;
  set_rate(wordsPerMinute: number): void;
  set_pitch(level: number): void;
  set_range(level: number): void;
  get_samplerate(): number;
  synthesize(text: string, heard: (samples: Int16Array | null) => boolean): void;
}

const utterance = JSON.parse(await text(process.stdin)) as Utterance;
const loaded = (await loadEspeak()) as { eSpeakNGWorker: new () => Espeak };
const espeak = new loaded.eSpeakNGWorker();
espeak.set_voice(utterance.voice);
espeak.set_rate(utterance.wordsPerMinute);
espeak.set_pitch(utterance.pitch);
espeak.set_range(utterance.range);
const rate = espeak.get_samplerate();

const pieces = utterance.pieces.map((piece) => {
  if ("pauseSeconds" in piece) return Buffer.alloc(2 * Math.round(piece.pauseSeconds * rate));
  const heard: Buffer[] = [];
  espeak.synthesize(piece.text, (samples) => {
    if (samples) heard.push(Buffer.from(samples.slice().buffer));
    return false;
  });
  return Buffer.concat(heard);
});

process.stdout.write(`${JSON.stringify({ rate, samples: pieces.map((piece) => piece.length / 2) })}\n`);
process.stdout.write(Buffer.concat(pieces));
