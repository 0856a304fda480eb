/** One line of the table: what was measured, beside its peer of the same run, and whether it keeps its budget. */
export type Line = { what: string; ours: string; peer: string; ratio: string; budget: string; kept: boolean };

/** The middle value; of an even number of them the upper one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Runs ours and the peer in turns, so that both meet the same weather. Returns the values of each. */
export async function inTurns(
  rounds: number,
  ours: () => Promise<number>,
  peer: () => Promise<number>,
): Promise<{ ours: number[]; peer: number[] }> {
  const values = { ours: [] as number[], peer: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    values.peer.push(await peer());
    values.ours.push(await ours());
  }
  return values;
}

/** The ratio of each round, so that a slow moment weighs on both sides of it; then the middle one. */
export const medianRatio = (values: { ours: number[]; peer: number[] }): number =>
  median(values.ours.map((value, round) => value / (values.peer[round] ?? Number.NaN)));

const HEADS: Line = { what: "", ours: "ours", peer: "peer", ratio: "ratio", budget: "budget", kept: true };
const COLUMNS = ["what", "ours", "peer", "ratio", "budget"] as const;

/** The table as text; a broken budget is marked. */
export function table(lines: readonly Line[]): string {
  const all = [HEADS, ...lines];
  const widths = COLUMNS.map((column) => Math.max(...all.map((line) => line[column].length)));
  return all
    .map((line) => {
      const cells = COLUMNS.map((column, index) => line[column].padEnd(widths[index] ?? 0));
      return `${cells.join("  ")}  ${line === HEADS ? "" : line.kept ? "kept" : "BROKEN"}`.trimEnd();
    })
    .join("\n");
}
