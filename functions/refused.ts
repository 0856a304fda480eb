/** What cannot be done, in words for whoever runs the service. */
export class Refused extends Error {
  override name = "Refused";
}

/** Where a command finds what it runs with. */
const ENVIRONMENT =
  "Commands run with the environment of the service: a local stack leaves its own in .data/service.env while it runs " +
  "(npm start), a server has it in /etc/pix2clip.env.";

/** An error as a sentence, if whoever started the process can mend its cause; undefined for everything else. */
export function sentenceOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  // By their names, for their files cannot be loaded without an environment.
  if (error.name === "ConfigError") return `${error.message}\n${ENVIRONMENT}`;
  if (error.name === "JournalBroken" || error instanceof Refused) return error.message;
  if ("code" in error && error.code === "ECONNREFUSED") return `${reasonOf(error)}: does it run?`;
  return sentenceOf(error.cause);
}

/** Of several addresses that were tried, the last one's. */
const reasonOf = (error: Error): string =>
  error instanceof AggregateError ? String(error.errors.at(-1)?.message) : error.message;
