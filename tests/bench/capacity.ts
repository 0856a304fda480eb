/**
 * npm run capacity: what a month of this service costs in the cloud, and what breaks first, at three sizes. Computed from
 * declared prices, from how people are taken to use it, and from times measured by `npm run bench`; README holds its table,
 * and a test compares them. What the model provider asks for each generation is not in it: credits pay for that.
 */
import { API } from "../../functions/given.ts";
import { WORK as QUEUES } from "../../functions/queue/queues.ts";

/** Euros for a dollar: the European Central Bank's reference rate of 28 October 2026, 1.1133 dollars for a euro. */
const DOLLAR = 1 / 1.1133;
const HOURS_A_MONTH = 730;

/**
 * List prices in euros, without tax and free tiers. Those of AWS are of its public price list for eu-west-3 as published
 * between 17 September and 8 October 2026 (pricing.us-east-1.amazonaws.com/offers/v1.0/aws/<service>/current/eu-west-3);
 * those of Scaleway's files of www.scaleway.com/en/pricing/storage, as quoted in May 2026. The rest is {@link UNVERIFIED}.
 */
const PRICES = {
  /** AWSLambda: a GB-second and a million requests on arm64. */
  lambdaGigabyteSecond: 0.000_013_333_4 * DOLLAR,
  lambdaMillion: 0.2 * DOLLAR,
  /** AmazonApiGateway: a million requests of an HTTP API. */
  gatewayMillion: 1.17 * DOLLAR,
  /** AmazonEC2 and AmazonVPC: two NAT gateways with an address each for a month, and a GB through them. */
  natMonth: 2 * (0.05 + 0.005) * HOURS_A_MONTH * DOLLAR,
  natGigabyte: 0.05 * DOLLAR,
  /** AmazonCloudWatch: a GB of log taken in, and kept for twelve months. */
  logGigabyte: (0.5985 + 12 * 0.0315) * DOLLAR,
  /** A GB kept for a month in several zones, and a GB sent to the internet. */
  storedGigabyte: 0.0146,
  sentGigabyte: 0.01,
  queueMillion: 0.4 * DOLLAR,
  thousandMails: 0.25,
} as const;

/** What was entered from memory: look it up before use. */
export const UNVERIFIED = ["SQS", "databases above `db.t4g.micro`", "mail"];

/**
 * What can be taken, by busy requests a second, with its month's price in two zones with 20 GB. AmazonRDS has db.t4g.micro
 * at 0.018 dollars an hour and gp3 at 0.133 a GB; the medium is taken to be four of the micro.
 */
const DATABASES = [
  {
    name: "db.t4g.medium",
    month: 2 * (4 * 0.018 * HOURS_A_MONTH + 20 * 0.133) * DOLLAR,
    requestsPerSecond: 300,
  },
  { name: "db.r8g.xlarge", month: 760, requestsPerSecond: 3_000 },
  { name: "db.r8g.8xlarge", month: 6_100, requestsPerSecond: 24_000 },
] as const;

/** What one person does in a month, and how unevenly: the busiest hour has four times the mean. */
const USE = {
  requests: 120,
  pages: 40,
  generations: 6,
  uploads: 4,
  mails: 2,
  fileMegabytes: 3,
  watched: 3,
  peak: 4,
} as const;

/** Seconds of a function's work at its size of memory, in GB: medians of `npm run bench` and of the tests' runs. */
const WORK = {
  request: { seconds: 0.02, gigabytes: 1.769 },
  /** A generation is about six steps; one of them stores and marks the result. */
  generation: { seconds: 4, gigabytes: 1.769, messages: 8 },
  upload: { seconds: 1.5, gigabytes: 1.769, messages: 1 },
  mail: { seconds: 0.5, gigabytes: 0.512, messages: 1 },
} as const;

/** Where each is full. */
const RESERVED = { api: API.functions, generate: QUEUES.generate.functions } as const;
const SECONDS_A_MONTH = 30 * 86_400;
const MILLION = 1_000_000;
const GIGABYTES_A_LOG_LINE = 0.000_000_6;
/** Content lives for a year, so what is stored is what twelve months have made. */
const MONTHS_KEPT = 12;

export const SIZES = [1_000, 100_000, 10_000_000] as const;

export type Estimate = {
  users: number;
  database: string;
  costs: Record<"functions" | "database" | "files" | "network" | "queues and mail", number>;
  requestsPerSecond: number;
  busyApi: number;
  busyGenerations: number;
};

/** A month of so many people. */
export function estimate(users: number): Estimate {
  const requests = users * (USE.requests + USE.pages);
  const perSecond = (count: number) => (count / SECONDS_A_MONTH) * USE.peak;
  const requestsPerSecond = perSecond(requests);
  const database = DATABASES.find((each) => each.requestsPerSecond >= requestsPerSecond) ?? DATABASES[2];
  const jobs = { generation: USE.generations, upload: USE.uploads, mail: USE.mails } as const;
  const kinds = Object.keys(jobs) as (keyof typeof jobs)[];
  const gigabyteSeconds =
    users * USE.requests * WORK.request.seconds * WORK.request.gigabytes +
    kinds.reduce((sum, kind) => sum + users * jobs[kind] * WORK[kind].seconds * WORK[kind].gigabytes, 0);
  const messages = kinds.reduce((sum, kind) => sum + users * jobs[kind] * WORK[kind].messages, 0);
  const made = (users * (USE.generations + USE.uploads) * USE.fileMegabytes) / 1000;
  return {
    users,
    database: database.name,
    requestsPerSecond,
    busyApi: perSecond(users * USE.requests) * WORK.request.seconds,
    busyGenerations: perSecond(users * USE.generations) * WORK.generation.seconds,
    costs: {
      functions:
        gigabyteSeconds * PRICES.lambdaGigabyteSecond +
        ((requests + messages) / MILLION) * PRICES.lambdaMillion +
        (requests / MILLION) * PRICES.gatewayMillion +
        requests * GIGABYTES_A_LOG_LINE * PRICES.logGigabyte,
      database: database.month,
      files: made * MONTHS_KEPT * PRICES.storedGigabyte + made * USE.watched * PRICES.sentGigabyte,
      network: PRICES.natMonth + made * 2 * PRICES.natGigabyte,
      "queues and mail":
        ((messages * 3) / MILLION) * PRICES.queueMillion +
        ((users * USE.mails) / 1000) * PRICES.thousandMails,
    },
  };
}

/** What is full first at a size, and what to turn. */
export function firstLimit({ busyApi, busyGenerations, requestsPerSecond }: Estimate): string {
  if (busyGenerations > RESERVED.generate)
    return `generations: ${Math.ceil(busyGenerations)} at once of ${RESERVED.generate}: \`functions\` of \`generate\`, and the provider's own limit`;
  if (busyApi > RESERVED.api)
    return `the API: ${Math.ceil(busyApi)} at once of ${RESERVED.api}: \`functions\` of the API`;
  if (requestsPerSecond > 100) return "the gateway's 100 requests a second: its throttling";
  return "nothing";
}

const euros = (value: number) => `${Math.round(value).toLocaleString("en")} €`;

/** The table as README has it. */
export function capacityTable(): string {
  const head = [
    "users a month",
    "functions",
    "database",
    "files",
    "network",
    "queues and mail",
    "in all",
    "for one user",
    "full first, and what to turn",
  ];
  const rows = SIZES.map((users) => {
    const one = estimate(users);
    const all = Object.values(one.costs).reduce((sum, cost) => sum + cost, 0);
    const { functions, database, files, network, "queues and mail": rest } = one.costs;
    return [
      users.toLocaleString("en"),
      euros(functions),
      `${euros(database)} (${one.database})`,
      euros(files),
      euros(network),
      euros(rest),
      euros(all),
      `${((all / users) * 100).toFixed(1)} ct`,
      firstLimit(one),
    ];
  });
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

if (import.meta.main) console.log(capacityTable());
