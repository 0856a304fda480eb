/** The pitch of a voice, by autocorrelation: enough to tell people apart and to move a synthetic voice to somebody's. */

const LOWEST_HZ = 65;
const HIGHEST_HZ = 400;

/** The strongest period of one window, as hertz; undefined where nothing is voiced. */
function windowPitch(window: Float64Array, rate: number): number | undefined {
  const energy = window.reduce((sum, x) => sum + x * x, 0);
  const strengths: number[] = [];
  const shortest = Math.floor(rate / HIGHEST_HZ);
  for (let lag = shortest; lag <= rate / LOWEST_HZ; lag += 1) {
    let sum = 0;
    let tail = 0;
    for (let at = 0; at + lag < window.length; at += 1) {
      sum += (window[at] ?? 0) * (window[at + lag] ?? 0);
      tail += (window[at + lag] ?? 0) ** 2;
    }
    strengths.push(sum / Math.sqrt(energy * tail || 1));
  }
  const best = Math.max(...strengths);
  if (best < 0.3) return undefined;
  // The first peak that is nearly as strong as the best: a multiple of the period would be an octave too low.
  const index = strengths.findIndex(
    (s, i) => s > best * 0.88 && s >= (strengths[i - 1] ?? 0) && s >= (strengths[i + 1] ?? 0),
  );
  return rate / (shortest + Math.max(0, index));
}

/** The median pitch in hertz of the voiced parts of mono samples at `rate`; undefined when there is no voice. */
export function medianPitch(samples: Int16Array, rate: number): number | undefined {
  const size = Math.floor(rate * 0.045);
  const windows = Math.min(60, Math.floor(samples.length / size));
  if (windows === 0) return undefined;
  const step = Math.floor((samples.length - size) / windows) || 1;
  const starts = Array.from({ length: windows }, (_, index) => index * step);
  const loudness = (start: number) =>
    Math.sqrt(samples.subarray(start, start + size).reduce((sum, x) => sum + x * x, 0) / size);
  const loud = starts.map(loudness);
  const floor = Math.max(120, 0.25 * Math.max(...loud));
  const found = starts
    .filter((_, index) => (loud[index] ?? 0) > floor)
    .flatMap((start) => windowPitch(Float64Array.from(samples.subarray(start, start + size)), rate) ?? [])
    .sort((a, b) => a - b);
  return found[Math.floor(found.length / 2)];
}
