/**
 * What must hold of the infrastructure, each rule as the list of its faults: empty when it is kept. Rules look at the
 * graph alone, so that a mutated graph shows whether a rule can fail (rules.test.ts).
 */
import { BUCKET, failing, functionsOf, type Graph, ofType, type Resource, text, textsIn } from "./graph.ts";

export type Stage = "production" | "preview";
export type Rule = (graph: Graph, stage: Stage) => string[];

const QUEUE = "aws:sqs/queue:Queue";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const YEAR_DAYS = 365;
const HOUR_SECONDS = 3_600;

/** Nothing is outside of Paris: AWS eu-west-3, Scaleway fr-par; nothing of a kind that has no region of its own. */
export const stayInEurope: Rule = (graph) => [
  ...failing(
    graph,
    ({ type }) => /^aws:(cloudfront|globalaccelerator|route53)\//.test(type),
    "is a global service",
  ),
  ...graph.flatMap(({ name, inputs }) =>
    textsIn(inputs)
      .flatMap(
        (said) => said.match(/\b(?:[a-z]{2}-(?:[a-z]+-)+\d(?=[a-c]?\b)|(?:nl-ams|pl-waw|it-mil)\b)/g) ?? [],
      )
      .filter((region) => region !== "eu-west-3")
      .map((region) => `${name}: ${region}`),
  ),
  ...failing(
    graph.filter(({ type }) => type.startsWith("scaleway:object/")),
    (each) => text(each, "region") !== "fr-par",
    "is not in fr-par",
  ),
];

const isDead = ({ name }: Resource) => name.endsWith("DeadQueue");
const arnOf = ({ name }: Resource) => `arn:aws:sqs:eu-west-3:123456789012:${name}`;

/**
 * Each queue has its dead letters, kept as long as SQS can, and both are encrypted and watched. A message in its first try is
 * no alarm, and one that nobody works on is heard of in the same morning.
 */
export const loseNoMessage: Rule = (graph) => {
  const queues = ofType(graph, QUEUE);
  const alarms = ofType(graph, ALARM);
  const watched = (queue: Resource, metric: string) =>
    alarms.find(
      (alarm) =>
        text(alarm, "metricName") === metric &&
        textsIn(alarm.inputs.dimensions).includes(text(queue, "name")) &&
        textsIn(alarm.inputs.alarmActions).length > 0,
    );
  return [
    ...failing(queues, (queue) => queue.inputs.sqsManagedSseEnabled !== true, "is not encrypted"),
    ...queues.flatMap((queue) => {
      if (isDead(queue)) {
        const kept = queue.inputs.messageRetentionSeconds === 14 * 86_400;
        const seen = watched(queue, "ApproximateNumberOfMessagesVisible");
        return [
          ...(kept ? [] : [`${queue.name}: not kept 14 days`]),
          ...(seen ? [] : [`${queue.name}: no alarm`]),
        ];
      }
      const dead = queues.find(
        (other) => isDead(other) && text(queue, "redrivePolicy").includes(arnOf(other)),
      );
      const seen = watched(queue, "ApproximateAgeOfOldestMessage");
      const hidden = Number(queue.inputs.visibilityTimeoutSeconds);
      const threshold = Number(seen?.inputs.threshold);
      return [
        ...(dead ? [] : [`${queue.name}: no dead letters`]),
        ...(threshold > hidden && threshold <= 4 * HOUR_SECONDS
          ? []
          : [`${queue.name}: heard of after ${threshold} s`]),
      ];
    }),
  ];
};

/** An error of any function and whatever is overdue are heard of, not only seen by who looks. */
export const hearOfFailures: Rule = (graph) => {
  const filters = ofType(graph, "aws:cloudwatch/logMetricFilter:LogMetricFilter");
  const counted = filters.flatMap(({ inputs }) => textsIn(inputs.metricTransformation));
  const groups = ofType(graph, "aws:cloudwatch/logGroup:LogGroup").map((group) => text(group, "name"));
  const heard = (metric: string) =>
    ofType(graph, ALARM).some(
      (each) => text(each, "metricName") === metric && textsIn(each.inputs.alarmActions).length > 0,
    );
  return [
    ...(heard("Errors") ? [] : ["nobody hears of errors"]),
    ...(heard("Overdue") && counted.includes("Overdue") ? [] : ["nobody hears of what is overdue"]),
    ...failing(filters, (filter) => !groups.includes(text(filter, "logGroupName")), "reads no log"),
  ];
};

/** A message is hidden six times as long as its function may take, answered in part, and taken by a bounded number. */
export const consumeInBounds: Rule = (graph) => {
  const functions = new Map(functionsOf(graph).map(({ name, resource }) => [name, resource]));
  return ofType(graph, "aws:lambda/eventSourceMapping:EventSourceMapping").flatMap((mapping) => {
    const queue = ofType(graph, QUEUE).find((each) => arnOf(each) === text(mapping, "eventSourceArn"));
    const called = textsIn(mapping.inputs.functionName).map((arn) =>
      functions.get(arn.split(":").pop() ?? ""),
    );
    const seconds = Number(called.find(Boolean)?.inputs.timeout);
    const hidden = Number(queue?.inputs.visibilityTimeoutSeconds);
    const { maximumConcurrency = 0 } = (mapping.inputs.scalingConfig ?? {}) as {
      maximumConcurrency?: number;
    };
    return [
      ...(hidden >= 6 * seconds
        ? []
        : [`${mapping.name}: hidden ${hidden} s for a function of ${seconds} s`]),
      ...(textsIn(mapping.inputs.functionResponseTypes).includes("ReportBatchItemFailures")
        ? []
        : [`${mapping.name}: one failure fails its whole batch`]),
      ...(maximumConcurrency >= 2 ? [] : [`${mapping.name}: no bound`]),
    ];
  });
};

/** The two that Lambda needs to write its log and to stand in our network. */
const MANAGED = ["AWSLambdaBasicExecutionRole", "AWSLambdaVPCAccessExecutionRole"];

/** No function may do everything, or to everything; and none has a policy that we did not write. */
export const allowByName: Rule = (graph) => [
  ...functionsOf(graph).flatMap(({ name, statements }) =>
    statements
      .flatMap(({ actions, resources }) => [...actions, ...resources])
      .filter((said) => said.includes("*"))
      .map((said) => `${name}: ${said}`),
  ),
  ...ofType(graph, "aws:iam/role:Role").flatMap((role) =>
    textsIn(role.inputs.managedPolicyArns)
      .filter((arn) => !MANAGED.some((known) => arn.endsWith(`/${known}`)))
      .map((arn) => `${role.name}: ${arn}`),
  ),
];

/** The database is encrypted, inside, saved for thirty days at most, and in production not to be deleted by mistake. */
export const guardDatabase: Rule = (graph, stage) => {
  const databases = ofType(graph, "aws:rds/instance:Instance");
  const production = stage === "production";
  const parameters = ofType(graph, "aws:rds/parameterGroup:ParameterGroup").flatMap(
    ({ inputs }) => inputs.parameters as { name: string; value: string }[],
  );
  const isSet = (name: string, value: string) =>
    parameters.some((each) => each.name === name && each.value === value);
  const forced = isSet("rds.force_ssl", "1");
  const quiet = isSet("log_min_error_statement", "panic") && isSet("log_error_verbosity", "terse");
  return [
    ...(databases.length === 1 ? [] : [`${databases.length} databases`]),
    ...(forced ? [] : ["the database speaks in the clear"]),
    ...(quiet ? [] : ["the database writes values to its log"]),
    ...failing(databases, ({ inputs }) => inputs.storageEncrypted !== true, "is not encrypted"),
    ...failing(databases, ({ inputs }) => inputs.publiclyAccessible !== false, "is public"),
    ...failing(
      databases,
      ({ inputs }) => !(Number(inputs.backupRetentionPeriod) <= 30),
      "keeps backups too long",
    ),
    ...failing(
      databases,
      ({ inputs }) => inputs.deletionProtection !== production,
      "protection of another stage",
    ),
    ...failing(databases, ({ inputs }) => production && inputs.multiAz !== true, "stands in one place"),
    ...failing(
      databases,
      ({ inputs }) => inputs.performanceInsightsEnabled === true,
      "keeps texts of queries",
    ),
    ...failing(
      databases,
      ({ inputs }) => inputs.deleteAutomatedBackups !== true,
      "leaves its backups behind",
    ),
  ];
};

/** Connections of all functions at their busiest stay under what the database takes, with some left for people. */
export const planConnections: Rule = (graph) => {
  const inside = functionsOf(graph).filter(({ resource }) => resource.inputs.vpcConfig);
  const unbounded = inside.filter(
    ({ resource }) => !(Number(resource.inputs.reservedConcurrentExecutions) > 0),
  );
  const most = inside.reduce(
    (sum, { resource }) => sum + 2 * Number(resource.inputs.reservedConcurrentExecutions),
    0,
  );
  const parameters = ofType(graph, "aws:rds/parameterGroup:ParameterGroup").flatMap(
    ({ inputs }) => inputs.parameters as { name: string; value: string }[],
  );
  const taken = Number(parameters.find(({ name }) => name === "max_connections")?.value);
  return [
    ...unbounded.map(({ name }) => `${name}: no bound`),
    ...(most <= taken - 10 ? [] : [`${most} connections of ${taken}`]),
  ];
};

/** What a preview has and production must not: a stand-in that answers for the provider; and the other way round. */
export const useNoStandInForReal: Rule = (graph, stage) => {
  const standIns = functionsOf(graph).filter(({ name }) => name === "ProviderFunction");
  const addresses = functionsOf(graph).map(({ name, resource }) => {
    const { variables = {} } = (resource.inputs.environment ?? {}) as { variables?: Record<string, string> };
    return { name, url: variables.MINIMAX_BASE_URL, database: variables.STORAGE_BUCKET_MEDIA !== undefined };
  });
  if (stage === "production")
    return [
      ...standIns.map(({ name }) => `${name}: a stand-in in production`),
      ...addresses.filter(({ url }) => url !== undefined).map(({ name }) => `${name}: another provider`),
    ];
  const real = addresses.filter(
    ({ url, database, name }) => database && name !== "MigrateFunction" && !url?.includes(".lambda-url."),
  );
  return real.map(({ name }) => `${name}: would call the real provider`);
};

/** Every function: arm64, the newest Node, a bounded time; its log is kept a year, as it may hold addresses. */
export const runFunctionsAlike: Rule = (graph) => [
  ...functionsOf(graph).flatMap(({ name, resource: { inputs } }) => [
    ...(String(inputs.architectures) === "arm64" || name === "ProviderFunction"
      ? []
      : [`${name}: ${inputs.architectures}`]),
    ...(inputs.runtime === "nodejs24.x" ? [] : [`${name}: ${inputs.runtime}`]),
    ...(Number(inputs.timeout) <= 900 ? [] : [`${name}: ${inputs.timeout} s`]),
  ]),
  ...failing(
    ofType(graph, "aws:cloudwatch/logGroup:LogGroup"),
    ({ inputs }) => inputs.retentionInDays !== YEAR_DAYS,
    "is not kept for a year",
  ),
];

/** What goes with a preview and what stays with production. */
export const endPreviews: Rule = (graph, stage) =>
  failing(
    ofType(graph, BUCKET),
    ({ inputs }) => inputs.forceDestroy !== (stage === "preview"),
    "is not removed, or kept, as its stage is",
  );
