/**
 * The commands of whoever runs the service (README): `node functions/command.ts <name> <words>`, with its environment. What
 * cannot be done is one sentence and the exit code 1; only what nobody can mend by reading it has a stack.
 */
import { Refused, sentenceOf } from "./refused.ts";

type Command = (words: string[]) => Promise<string>;

/** Loaded by its name alone: most of them cannot be without an environment. */
const COMMANDS: Record<string, () => Promise<{ command: Command }>> = {
  migrate: () => import("./migrate.ts"),
  redrive: () => import("./queue/redrive.ts"),
  replay: () => import("./by-hand/replay.ts"),
  "send-letter": () => import("./by-hand/send-letter.ts"),
  serve: () => import("./host/server.ts"),
  staff: () => import("./by-hand/staff.ts"),
  "verify-certificate": () => import("./verify-certificate.ts"),
};

async function run([name = "", ...words]: string[]): Promise<string> {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) throw new Refused(`Say one of: ${Object.keys(COMMANDS).join(", ")}.`);
  return (await load()).command(words);
}

try {
  const said = await run(process.argv.slice(2));
  if (said) process.stdout.write(`${said}\n`);
} catch (error) {
  const sentence = sentenceOf(error);
  if (sentence === undefined) throw error;
  process.stderr.write(`${sentence}\n`, () => process.exit(1));
}
