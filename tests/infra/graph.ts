/** The resources that a stage would have, as `sst.config.ts` makes them. Each stage is evaluated once, in a process. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { installPlatform } from "./platform.ts";

export type Resource = { type: string; name: string; inputs: Record<string, unknown> };
export type Graph = readonly Resource[];
export type Statement = { actions: string[]; resources: string[]; effect?: string };

/** Takes seconds: only one that hangs is ended. */
const EVALUATION_MS = 540_000;
const MAX_OUTPUT_BYTES = 64 * 1024 ** 2;
const evaluated = new Map<string, Promise<Graph>>();

/** The graph of a stage. Throws, naming what failed, when the file cannot be evaluated. */
export function graphOf(stage: "production" | `pr-${number}`): Promise<Graph> {
  const known = evaluated.get(stage) ?? evaluate(stage);
  evaluated.set(stage, known);
  return known;
}

async function evaluate(stage: string): Promise<Graph> {
  installPlatform();
  const script = join(import.meta.dirname, "evaluate.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [script, stage], {
    timeout: EVALUATION_MS,
    maxBuffer: MAX_OUTPUT_BYTES,
  }).catch((error: { stdout?: string; stderr?: string }) => {
    throw new Error(
      `sst.config.ts cannot be evaluated for ${stage}: ${error.stdout?.slice(-2000)} ${error.stderr}`,
    );
  });
  return (JSON.parse(stdout) as { resources: Resource[] }).resources;
}

/** The resources of one type, such as `aws:sqs/queue:Queue`. */
export const ofType = (graph: Graph, type: string): Resource[] => graph.filter((each) => each.type === type);

export const BUCKET = "scaleway:object/bucket:Bucket";
/** What the policy of a bucket says: who may do what. */
export const bucketStatementsOf = (policy: Resource): BucketStatement[] =>
  JSON.parse(text(policy, "policy")).Statement;
type BucketStatement = { Principal: { SCW: string }; Action: string[]; Resource: string[] };

/** The resources in which something is wrong, with what it is. */
export const failing = (
  resources: readonly Resource[],
  wrong: (each: Resource) => boolean,
  words: string,
): string[] => resources.filter(wrong).map(({ name }) => `${name}: ${words}`);

/** What a text field of a resource says; empty when it has none. */
export const text = (resource: Resource, field: string): string => String(resource.inputs[field] ?? "");

/** Every text in a resource, however deep. */
export function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (value && typeof value === "object") return Object.values(value).flatMap(textsIn);
  return [];
}

/** The functions with what each may do: the statements of its own role. */
export function functionsOf(graph: Graph): { name: string; resource: Resource; statements: Statement[] }[] {
  const roles = new Map(
    ofType(graph, "aws:iam/role:Role").map((role) => [
      `arn:aws:iam:eu-west-3:123456789012:${role.name}`,
      role,
    ]),
  );
  return ofType(graph, "aws:lambda/function:Function").map((resource) => {
    const role = roles.get(text(resource, "role"));
    if (!role) throw new Error(`${resource.name} has no role of its own`);
    return { name: resource.name, resource, statements: statementsOf(role) };
  });
}

/** What a role allows. */
export function statementsOf(role: Resource): Statement[] {
  const policies = (role.inputs.inlinePolicies ?? []) as { policy: string }[];
  return policies.flatMap(({ policy }) => (JSON.parse(policy) as { statements: Statement[] }).statements);
}
