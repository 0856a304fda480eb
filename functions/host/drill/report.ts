/** The report of the drill, a line for each thing that was looked at. */

export type Report = {
  /** Begins a chapter. */
  chapter(title: string): void;
  /** A line that claims nothing. */
  say(line: string): void;
  /** A line that claims something; `seen` is what was found when it does not hold. */
  check(claim: string, holds: boolean, seen?: unknown): void;
  /** The last line, and the exit code. */
  close(): void;
};

export function openReport(): Report {
  let [right, wrong] = [0, 0];
  const print = (line: string) => console.log(line);
  return {
    chapter: (title) => print(`\n${title} (${(performance.now() / 1000).toFixed(1)} s)`),
    say: (line) => print(`      ${line}`),
    check: (claim, holds, seen) => {
      if (holds) right += 1;
      else wrong += 1;
      print(`  ${holds ? "ok " : "NOT"} ${claim}`);
      if (!holds && seen !== undefined)
        print(`      found: ${typeof seen === "string" ? seen : JSON.stringify(seen)}`);
    },
    close: () => {
      print(`\n${right} of ${right + wrong} hold, after ${(performance.now() / 1000).toFixed(1)} s.`);
      process.exitCode = wrong > 0 ? 1 : 0;
    },
  };
}
