/** What cannot be done, in words for whoever runs the service. */
export class Refused extends Error {
  override name = "Refused";
}

/** Where a command finds what it runs with. */
const ENVIRONMENT =
  "Commands run with the environment of the service: a local stack (npm start) leaves its own in .data/service.env, or " +
  "where DATA_DIR points, while it runs; a server has it in /etc/pix2clip.env.";

/** Errors that say what somebody has to look at, by their code. What Postgres says names roles and tables, and no value. */
const SAID: [code: RegExp, sentence: (error: Error) => string][] = [
  [/^(ECONNREFUSED|CONNECT_TIMEOUT|ETIMEDOUT)$/, (error) => `${reasonOf(error)}: does it run?`],
  [
    /^(ENOTFOUND|EAI_AGAIN)$/,
    ({ message }) => `${message}: is the name right, and is this machine connected?`,
  ],
  [/^EADDRINUSE$/, ({ message }) => `${message}: PORT chooses another one.`],
  [/^(28|3D000$|42501$)/, ({ message }) => `The database refuses: ${message}.`],
  [
    /^42(P01|703)$/,
    ({ message }) => `The database is not at the newest schema: ${message}. npm run migrate.`,
  ],
];

/** An error as a sentence, if whoever started the process can mend its cause; undefined for everything else. */
export function sentenceOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  // By their names, for their files cannot be loaded without an environment.
  if (error.name === "ConfigError") return `${error.message}\n${ENVIRONMENT}`;
  if (["JournalBroken", "NotListed"].includes(error.name) || error instanceof Refused) return error.message;
  const code = "code" in error ? String(error.code) : "";
  const [, sentence] = SAID.find(([known]) => known.test(code)) ?? [];
  return sentence ? sentence(error) : sentenceOf(error.cause);
}

/** Of several addresses that were tried, the last one's. */
const reasonOf = (error: Error): string =>
  error instanceof AggregateError ? String(error.errors.at(-1)?.message) : error.message;
