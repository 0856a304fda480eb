/** What each function needs, read from the code that its entry reaches: against it stand the links and permissions. */

import { LINKED, variableOf } from "../../core/base/linked-secrets.ts";
import { SCHEDULES } from "../../functions/clock/schedules.ts";
import { BY_HAND } from "../../functions/given.ts";
import { codeOf, importsOf } from "../rules/source.ts";
import { functionsOf, type Graph, ofType, textsIn } from "./graph.ts";
import type { Rule } from "./rules.ts";

/** Variables of the configuration that are secrets, by the name of their link. */
const SECRETS: Record<string, RegExp> = {
  MinimaxApiKey: /\bMINIMAX_API_KEY\b/,
  SmtpUrl: /\bcreateTransport\b/, // others read the variable for the host in it, which is no secret
  SignerPrivateKey: /\bSIGNER_PRIVATE_KEY\b/,
  SignerCertificates: /\bSIGNER_CERTIFICATES\b/,
  MailboxKey: /\bMAILBOX_KEY\b/,
};
/** Declares them all, as the other one does for those that are linked. */
const DECLARATION = "core/base/config.ts";
const LINKS = "core/base/linked-secrets.ts";
/** Where the code is reached and never runs: the key stays where a call is made. */
const NEVER_CALLED: Record<string, string> = {
  "Api MinimaxApiKey": "it writes requests down; the queue sends them",
};
const SENDS = "core/base/queue.ts";

/** All files of ours that run when an entry runs, late imports included. */
function reached(entry: string): string[] {
  const seen = new Set([entry]);
  for (const file of seen)
    for (const { file: next, typeOnly } of importsOf(file)) if (next && !typeOnly) seen.add(next);
  return [...seen];
}

/** The functions, with the file that each begins in and what is linked to it. */
export const bundles = (graph: Graph) =>
  ofType(graph, "bundle").map(({ name, inputs }) => ({
    name,
    entry: String(inputs.handler).replace(/\.\w+$/, ".ts"),
    links: inputs.links as string[],
  }));

/** Mails of a preview go to a mailbox inside of the function. */
const isPreviewMail = (entry: string, secret: string) =>
  secret === "SmtpUrl" && entry.startsWith("functions/preview/");

/** A secret is linked where the code reads it, and nowhere else. */
export const linkWhatIsRead: Rule = (graph) =>
  bundles(graph).flatMap(({ name, entry, links }) => {
    const code = reached(entry)
      .filter((file) => ![DECLARATION, LINKS].includes(file))
      .map(codeOf);
    return Object.entries(SECRETS).flatMap(([secret, read]) => {
      const needed = code.some((text) => read.test(text));
      if (needed === links.includes(secret)) return [];
      if (needed && (`${name} ${secret}` in NEVER_CALLED || isPreviewMail(entry, secret))) return [];
      return [`${name}: ${needed ? "lacks" : "does not need"} ${secret}`];
    });
  });

/** Whatever is linked arrives: a link that the code does not know would be missing at the start. */
export const readWhatIsLinked: Rule = (graph) =>
  bundles(graph).flatMap(({ name, links }) =>
    links
      .filter((link) => !link.startsWith("StorageKey") && !LINKED.includes(variableOf(link)))
      .map((link) => `${name} does not read ${link}`),
  );

/** A function may send to queues exactly where its code sends. */
export const sendWhatIsSent: Rule = (graph) => {
  const functions = functionsOf(graph);
  return bundles(graph).flatMap(({ name, entry }) => {
    const own = functions.find((each) => each.name === `${name}Function`);
    const may = own?.statements.some(({ actions }) => actions.includes("sqs:SendMessage")) ?? false;
    const does = reached(entry).includes(SENDS);
    return may === does ? [] : [`${name}: ${does ? "cannot send" : "may send and never does"}`];
  });
};

/** Who looks into queues, and how deep: to count messages, or to find and remove those that name somebody. */
const LOOKS: [file: string, action: string][] = [
  ["core/base/queue-look.ts", "sqs:GetQueueUrl"],
  ["core/privacy/erasure/scan-places.ts", "sqs:DeleteMessage"],
];

/** A function may look into queues that are not its own exactly where its code does. */
export const lookWhereLooked: Rule = (graph) => {
  const functions = functionsOf(graph);
  return bundles(graph).flatMap(({ name, entry }) => {
    const statements = functions.find((each) => each.name === `${name}Function`)?.statements ?? [];
    const files = reached(entry);
    return LOOKS.flatMap(([file, action]) => {
      const may = statements.some(
        ({ actions, resources }) => actions.includes(action) && resources.length > 1,
      );
      const does = files.includes(file);
      return may === does ? [] : [`${name}: ${does ? "cannot" : "may"} ${action}`];
    });
  });
};

/** Each clock of the table has one schedule, and there is no other. */
export const runEachClockOnce: Rule = (graph) => {
  const schedules = ofType(graph, "aws:scheduler/schedule:Schedule");
  const started = bundles(graph).map(({ entry }) => entry);
  const missing = Object.keys(SCHEDULES).filter((name) => !started.includes(`functions/clock/${name}.ts`));
  const enabled = schedules.filter(({ inputs }) => inputs.state === "ENABLED").length;
  const expected = Object.keys(SCHEDULES).length;
  return [
    ...missing.map((name) => `${name} is not started`),
    ...(enabled === expected ? [] : [`${enabled} schedules for ${expected} clocks`]),
  ];
};

/** Where people are served, an operator can call each function of the table, and nothing else can: no address, queue or clock. */
export const callByHandAlone: Rule = (graph, stage) => {
  const entries = Object.keys(BY_HAND).map((name) => `functions/by-hand/${name}.ts`);
  const found = bundles(graph).filter(({ entry }) => entry.startsWith("functions/by-hand/"));
  const missing = entries.filter((each) => !found.some(({ entry }) => entry === each));
  const callers = graph.filter(({ type }) => type.startsWith("aws:"));
  return [
    ...(stage === "production" ? missing.map((entry) => `nobody can call ${entry}`) : []),
    ...found.flatMap(({ name }) =>
      callers
        .filter(({ inputs }) => textsIn(inputs).some((said) => said.endsWith(`${name}Function`)))
        .map((caller) => `${caller.name} calls ${name}`),
    ),
  ];
};

const DATABASE = ["core/base/database.ts", "functions/migrate.ts"];
/** A function stands in our network exactly if it talks to the database. */
export const standWhereNeeded: Rule = (graph) => {
  const functions = functionsOf(graph);
  return bundles(graph).flatMap(({ name, entry }) => {
    const own = functions.find((each) => each.name === `${name}Function`);
    const inside = own?.resource.inputs.vpcConfig !== undefined;
    const needed = reached(entry).some((file) => DATABASE.includes(file));
    return inside === needed ? [] : [`${name}: ${needed ? "cannot reach" : "stands beside"} the database`];
  });
};

/** Of Node itself, and of sst's own for what is linked. */
const OF_THE_RUNTIME = /^(NODE_|SST_)/;
/** Every variable of the configuration: true where the start is refused without it. */
const CONFIGURATION = new Map(
  [...codeOf(DECLARATION).matchAll(/^ {2}([A-Z][A-Z_]+): (v\.optional)?/gm)].map(
    ([, name = "", optional]) => [name, optional === undefined] as const,
  ),
);
/** A function is told what its code reads: the configuration where it is parsed, else what it names itself. */
export const tellWhatIsRead: Rule = (graph) => {
  const functions = functionsOf(graph);
  return bundles(graph).flatMap(({ name, entry }) => {
    const own = functions.find((each) => each.name === `${name}Function`)?.resource.inputs.environment;
    const { variables = {} } = (own ?? {}) as { variables?: Record<string, string> };
    const told = Object.keys(variables);
    const files = reached(entry);
    const parsed = files.includes(DECLARATION);
    const reads = (variable: string) =>
      OF_THE_RUNTIME.test(variable) ||
      (parsed && CONFIGURATION.has(variable)) ||
      files.some((file) => file !== DECLARATION && codeOf(file).includes(variable));
    const lacking = [...CONFIGURATION]
      .filter(([variable, required]) => parsed && required && !LINKED.includes(variable))
      .filter(([variable]) => !told.includes(variable));
    return [
      ...told.filter((variable) => !reads(variable)).map((variable) => `${name} is told ${variable}`),
      ...lacking.map(([variable]) => `${name} is not told ${variable}`),
      ...told
        .filter((variable) => variables[variable] === "")
        .map((variable) => `${name}: ${variable} is empty`),
    ];
  });
};
