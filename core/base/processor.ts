/**
 * The processors: everybody outside who may receive personal data, and the hosts they answer on. The egress module
 * calls nobody else, and the published list of recipients is printed from here (GDPR art. 28; policy 05).
 */
import { config } from "./config.ts";

export type ProcessorId = "minimax";
export type Processor = {
  id: ProcessorId;
  name: string;
  country: string;
  /** Exact hosts, or suffixes with a leading dot. */
  hosts: readonly string[];
};

const hostOf = (url: string) => new URL(url).hostname;

export const PROCESSORS: Record<ProcessorId, Processor> = {
  minimax: {
    id: "minimax",
    name: "MiniMax",
    country: "CN",
    hosts: [
      hostOf(config.MINIMAX_BASE_URL),
      ...config.MINIMAX_DOWNLOAD_HOSTS.split(",").map((host) => host.trim()),
    ],
  },
};
