/**
 * Which processors this deployment has, and for what: read off its configuration, so that the published list cannot
 * name somebody who receives nothing, nor forget somebody who does (policy 05).
 */
import { type Config, isStandIn } from "../base/config.ts";
import { isLoopback } from "../base/european.ts";
import type { ProcessorId } from "../base/processor.ts";
import { allPlaces } from "./inventory.ts";
import type { Category } from "./map.ts";
import type { Place } from "./places.ts";

export type Service = "hosting" | "database" | "storage" | "queues" | "mail" | "models";
export type Recipient = { id: ProcessorId; services: readonly Service[] };

/** What decides: where the parts of the service are. */
export type Whereabouts = Pick<
  Config,
  "STAGE" | "DEPLOYMENT" | "DATABASE_URL" | "STORAGE_ENDPOINT" | "MINIMAX_BASE_URL"
> & {
  QUEUE_ENDPOINT?: string | undefined;
  SMTP_URL?: string | undefined;
};

const SUFFIXES: readonly [string, ProcessorId][] = [
  [".scw.cloud", "scaleway"],
  [".scaleway.com", "scaleway"],
  [".amazonaws.com", "aws"],
];

/** Whose machine a part runs on. A host of no suffix is the machine that hosts the service. */
function holderOf(url: string | undefined, host: ProcessorId | null): ProcessorId | null {
  if (url === undefined) return host;
  const { hostname } = new URL(url);
  if (isLoopback(hostname)) return host;
  return SUFFIXES.find(([suffix]) => hostname.endsWith(suffix))?.[1] ?? host;
}

/** The recipients of a deployment; none for a local stack, where everything stays on the machine. */
export function recipientsOf(where: Whereabouts): Recipient[] {
  const host = where.STAGE === "local" ? null : where.DEPLOYMENT === "aws" ? "aws" : "hetzner";
  const model = isStandIn(where.MINIMAX_BASE_URL) ? null : "minimax";
  const parts: [Service, ProcessorId | null][] = [
    ["hosting", host],
    ["database", holderOf(where.DATABASE_URL, host)],
    ["storage", holderOf(where.STORAGE_ENDPOINT, host)],
    ["queues", holderOf(where.QUEUE_ENDPOINT, host)],
    ["mail", holderOf(where.SMTP_URL, host)],
    ["models", model],
  ];
  const order: ProcessorId[] = ["hetzner", "aws", "scaleway", "minimax"];
  return order.flatMap((id) => {
    const services = parts.filter(([, holder]) => holder === id).map(([service]) => service);
    return services.length > 0 ? [{ id, services }] : [];
  });
}

/** What each service sees: whoever runs our machines may see everything, the others what the declared places hold. */
const seenBy = (kind: Place["kind"]): Category[] =>
  allPlaces()
    .filter((place) => place.kind === kind)
    .flatMap(({ holds }) => holds);
const SEES: Record<Service, readonly Category[] | "everything"> = {
  hosting: "everything",
  database: "everything",
  storage: seenBy("bucket"),
  queues: seenBy("queue"),
  mail: seenBy("mail"),
  models: seenBy("processor"),
};

/** True when a recipient may hold something of this category. */
export const receives = ({ services }: Recipient, category: Category): boolean =>
  services.some((service) => {
    const seen = SEES[service];
    return seen === "everything" || seen.includes(category);
  });

/** The categories that a recipient may hold, of those that exist. */
export const categoriesAt = (recipient: Recipient, all: readonly Category[]): Category[] =>
  all.filter((category) => receives(recipient, category));
