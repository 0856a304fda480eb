/** The rules on both stages, and each against graphs in which something is wrong. */
import { beforeAll, describe, expect, test } from "vitest";
import * as Buckets from "./buckets.ts";
import { bucketStatementsOf, functionsOf, type Graph, graphOf, type Resource } from "./graph.ts";
import {
  callByHandAlone,
  linkWhatIsRead,
  lookWhereLooked,
  readWhatIsLinked,
  runEachClockOnce,
  sendWhatIsSent,
  standWhereNeeded,
  tellWhatIsRead,
} from "./needs.ts";
import { leaveByFewDoors } from "./network.ts";
import * as Rules from "./rules.ts";

const STAGES = { production: "production", preview: "pr-7" } as const;
const RULES: Record<string, Rules.Rule> = {
  ...Rules,
  ...Buckets,
  callByHandAlone,
  leaveByFewDoors,
  linkWhatIsRead,
  lookWhereLooked,
  readWhatIsLinked,
  runEachClockOnce,
  sendWhatIsSent,
  standWhereNeeded,
  tellWhatIsRead,
};
const graphs: Partial<Record<Rules.Stage, Graph>> = {};

beforeAll(async () => {
  [graphs.production, graphs.preview] = await Promise.all([
    graphOf(STAGES.production),
    graphOf(STAGES.preview),
  ]);
}, 600_000);

const graph = (stage: Rules.Stage): Graph => graphs[stage] ?? [];

describe.each(["production", "preview"] as const)("%s", (stage) => {
  test.each(Object.keys(RULES))("%s", (name) => {
    expect(RULES[name]?.(graph(stage), stage)).toEqual([]);
  });
});

test("a new account of a preview can make something: nothing sells credits", () => {
  const api = functionsOf(graph("preview")).find(({ name }) => name === "ApiFunction");
  expect(api?.resource.inputs.environment).toMatchObject({ variables: { WELCOME_CREDITS: "100" } });
});

type Mutation = [rule: string, what: string, change: (graph: Resource[]) => void];
const find = (graph: Resource[], name: string | RegExp): Resource => {
  const found = graph.find((each) =>
    typeof name === "string" ? each.name === name : name.test(`${each.type} ${each.name}`),
  );
  if (!found) throw new Error(`nothing is called ${name}`);
  return found;
};
const set = (name: string | RegExp, change: object) => (all: Resource[]) => {
  Object.assign(find(all, name).inputs, change);
};
const drop = (name: string | RegExp) => (all: Resource[]) => {
  all.splice(all.indexOf(find(all, name)), 1);
};
const replaceIn = (name: string | RegExp, from: string, to: string) => (all: Resource[]) => {
  const found = find(all, name);
  found.inputs = JSON.parse(JSON.stringify(found.inputs).replaceAll(from, to));
};
/** A policy of a bucket in which one more action is allowed to the holder of a key. */
const grant = (bucket: string, key: string, action: string) => (all: Resource[]) => {
  const { inputs } = find(all, `Policy-${bucket}`);
  const Statement = bucketStatementsOf({ type: "", name: "", inputs });
  Statement.push({ Principal: { SCW: `application_id:Key-${key}-id` }, Action: [action], Resource: [] });
  inputs.policy = JSON.stringify({ Statement });
};
const role = /iam\/role:Role GenerateSubscriber/;

const MUTATIONS: Mutation[] = [
  ["stayInEurope", "a subnet in Virginia", set("VpcPrivateSubnet1", { availabilityZone: "us-east-1a" })],
  ["stayInEurope", "a bucket in Amsterdam", set("Bucket-media", { region: "nl-ams" })],
  [
    "stayInEurope",
    "a global cache",
    (all) => all.push({ type: "aws:cloudfront/distribution:Distribution", name: "Cdn", inputs: {} }),
  ],
  ["loseNoMessage", "a queue without dead letters", set("MailQueue", { redrivePolicy: "" })],
  ["loseNoMessage", "dead letters that nobody hears of", drop("Alarm-mail-dead")],
  ["loseNoMessage", "a queue that is not watched", drop("Alarm-erase-age")],
  ["loseNoMessage", "a message of yesterday", set("Alarm-export-age", { threshold: 86_400 })],
  ["loseNoMessage", "a queue in the clear", set("EraseQueue", { sqsManagedSseEnabled: false })],
  ["loseNoMessage", "dead letters for a day", set("MailDeadQueue", { messageRetentionSeconds: 86_400 })],
  ["hearOfFailures", "errors in silence", drop("Alarm-errors")],
  ["hearOfFailures", "purges that are overdue in silence", drop("Overdue")],
  [
    "consumeInBounds",
    "a message that comes back too soon",
    set("GenerateQueue", { visibilityTimeoutSeconds: 300 }),
  ],
  [
    "consumeInBounds",
    "a batch that fails whole",
    set(/eventSourceMapping:.* MailSub/, { functionResponseTypes: [] }),
  ],
  [
    "consumeInBounds",
    "no bound on the provider's work",
    set(/eventSourceMapping:.* GenerateSub/, { scalingConfig: {} }),
  ],
  ["allowByName", "every action on queues", replaceIn(role, "sqs:SendMessage", "sqs:*")],
  ["allowByName", "every resource", replaceIn(role, "arn:aws:sqs:eu-west-3:123456789012:MailQueue", "*")],
  [
    "allowByName",
    "a policy of the provider's",
    set(role, { managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] }),
  ],
  ["closeBuckets", "a public bucket", set("Acl-media", { acl: "public-read" })],
  ["closeBuckets", "no encryption", drop("Encryption-exports")],
  ["closeBuckets", "no second net", set("Bucket-media", { lifecycleRules: [] })],
  [
    "closeBuckets",
    "no header of an upload",
    set("Bucket-media", { corsRules: [{ allowedHeaders: ["content-type"] }] }),
  ],
  ["closeBuckets", "a journal that can be deleted", drop("Lock-journal")],
  [
    "closeBuckets",
    "a bucket that is anybody's",
    replaceIn("Policy-media", "application_id:Key-serve-id", "*"),
  ],
  ["closeBuckets", "everything allowed", replaceIn("Policy-media", "s3:PutObject", "s3:*")],
  ["closeBuckets", "books that are not locked", drop("Lock-books")],
  ["closeBuckets", "no bucket for voices", drop("Bucket-voice")],
  [
    "deployWithoutFiles",
    "a deployment that reads pictures",
    replaceIn(
      "Policy-media",
      String.raw`\"Resource\":[\"pix2clip-production-media\"]`,
      String.raw`\"Resource\":[\"pix2clip-production-media/*\"]`,
    ),
  ],
  ["openWhatIsAsked", "an API that finds older versions", grant("media", "serve", "s3:ListBucketVersions")],
  ["openWhatIsAsked", "a function without a key", set(/^bundle ExportSub/, { links: [] })],
  [
    "openWhatIsAsked",
    "an erasure that leaves versions",
    replaceIn("Policy-media", "s3:DeleteObjectVersion", "s3:GetObject"),
  ],
  ["openWhatIsAsked", "a key for a migration", set(/^bundle Migrate/, { links: ["StorageKeyErase"] })],
  ["deleteWhatIsDeleted", "an export that deletes what it read", grant("media", "export", "s3:DeleteObject")],
  ["deleteWhatIsDeleted", "a letter that opens pictures", grant("media", "record", "s3:GetObject")],
  ["keepTheJournal", "an erasure that erases its proof", grant("journal", "erase", "s3:DeleteObject")],
  ["keepTheJournal", "voices for everybody who works", grant("voice", "make", "s3:GetObject")],
  [
    "boundKeys",
    "a key for all that there is",
    replaceIn(/iam\/policy:Policy Key-follow/, "ObjectStorageObjectsRead", "ObjectStorageFullAccess"),
  ],
  [
    "boundKeys",
    "a key for every project",
    replaceIn(/iam\/policy:Policy Key-serve/, "projectIds", "organizationId"),
  ],
  ["boundKeys", "a key that opens nothing", drop(/iam\/policy:Policy Key-make/)],
  [
    "leaveByFewDoors",
    "every way out",
    set("VpcSecurityGroup", {
      egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
    }),
  ],
  [
    "leaveByFewDoors",
    "a database for everybody",
    set("VpcSecurityGroup", {
      ingress: [{ protocol: "tcp", fromPort: 5432, toPort: 5432, cidrBlocks: ["0.0.0.0/0"] }],
    }),
  ],
  [
    "standWhereNeeded",
    "pages beside the database",
    set(/lambda\/function:Function WebRoute/, { vpcConfig: {} }),
  ],
  [
    "tellWhatIsRead",
    "pages that know the queues",
    set(/lambda\/function:Function WebRoute/, {
      environment: { variables: { QUEUE_URL_MAIL: "https://q" } },
    }),
  ],
  [
    "tellWhatIsRead",
    "an API that does not know its address",
    set("ApiFunction", { environment: { variables: {} } }),
  ],
  [
    "tellWhatIsRead",
    "a variable that is empty",
    set("ApiFunction", { environment: { variables: { PROCESSOR_RECORDS: "" } } }),
  ],
  ["guardDatabase", "a public database", set("DatabaseInstance", { publiclyAccessible: true })],
  ["guardDatabase", "backups for 35 days", set("DatabaseInstance", { backupRetentionPeriod: 35 })],
  ["guardDatabase", "no encryption", set("DatabaseInstance", { storageEncrypted: false })],
  ["guardDatabase", "no protection", set("DatabaseInstance", { deletionProtection: false })],
  [
    "guardDatabase",
    "connections in the clear",
    replaceIn("DatabaseParameterGroup", "rds.force_ssl", "other"),
  ],
  ["guardDatabase", "values in its log", replaceIn("DatabaseParameterGroup", "terse", "default")],
  [
    "planConnections",
    "more functions than connections",
    set("ApiFunction", { reservedConcurrentExecutions: 900 }),
  ],
  [
    "planConnections",
    "a function without bound",
    set("ApiFunction", { reservedConcurrentExecutions: undefined }),
  ],
  ["runFunctionsAlike", "an old Node", set("ApiFunction", { runtime: "nodejs20.x" })],
  ["runFunctionsAlike", "another processor", set("ApiFunction", { architectures: ["x86_64"] })],
  ["runFunctionsAlike", "a log for ever", set("WebAccessLog", { retentionInDays: 0 })],
  [
    "useNoStandInForReal",
    "a stand-in in production",
    set("ApiFunction", {
      environment: { variables: { MINIMAX_BASE_URL: "https://a.lambda-url.eu-west-3.on.aws" } },
    }),
  ],
  ["endPreviews", "a production that can be emptied", set("Bucket-books", { forceDestroy: true })],
  [
    "linkWhatIsRead",
    "the provider's key in the API",
    (all) => (find(all, /^bundle Api$/).inputs.links as string[]).push("MinimaxApiKey"),
  ],
  ["linkWhatIsRead", "a mail function without its server", set(/^bundle MailSub/, { links: [] })],
  ["readWhatIsLinked", "a secret of another name", set(/^bundle Api$/, { links: ["ApiKey2"] })],
  [
    "sendWhatIsSent",
    "an API that cannot send",
    replaceIn(/iam\/role:Role ApiRole/, "sqs:SendMessage", "sqs:GetQueueUrl"),
  ],
  [
    "lookWhereLooked",
    "an erasure that sees no queue",
    replaceIn(/iam\/role:Role EraseSub/, "sqs:DeleteMessage", "sqs:ListQueues"),
  ],
  ["callByHandAlone", "a backup without its journal", drop(/^bundle Replay/)],
  ["callByHandAlone", "nobody who makes staff", drop(/^bundle Staff/)],
  [
    "callByHandAlone",
    "an address by which anybody becomes staff",
    set(/apigatewayv2\/integration:/, {
      integrationUri: "arn:aws:lambda:eu-west-3:123456789012:function:StaffFunction",
    }),
  ],
  [
    "callByHandAlone",
    "an address of its own",
    (all) =>
      all.push({
        type: "aws:lambda/functionUrl:FunctionUrl",
        name: "StaffUrl",
        inputs: { functionName: "StaffFunction" },
      }),
  ],
  [
    "callByHandAlone",
    "a clock that sends letters",
    replaceIn(/schedule:Schedule ClockRelay/, "ClockRelayHandlerFunction", "SendLetterFunction"),
  ],
  [
    "openWhatIsAsked",
    "staff who open pictures",
    set(/^bundle Staff/, { links: ["StorageKeyServe", "StorageKeyFollow"] }),
  ],
  [
    "linkWhatIsRead",
    "letters that know the provider's key",
    (all) => (find(all, /^bundle SendLetter$/).inputs.links as string[]).push("MinimaxApiKey"),
  ],
  ["runEachClockOnce", "a clock that is off", set(/schedule:Schedule ClockRelay/, { state: "DISABLED" })],
  ["runEachClockOnce", "a clock that is missing", drop(/^bundle ClockRelay/)],
];

test.each(MUTATIONS)("%s notices: %s", (name, _, change) => {
  const changed = structuredClone(graph("production")) as Resource[];
  change(changed);
  expect(RULES[name]?.(changed, "production")).not.toEqual([]);
});

test("every rule has a graph in which it fails", () => {
  expect(Object.keys(RULES).filter((name) => !MUTATIONS.some(([rule]) => rule === name))).toEqual([]);
});
