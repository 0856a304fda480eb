/** What must hold of the buckets and of the keys to them: no key opens more than the functions that hold it need. */
import {
  BUCKET,
  bucketStatementsOf,
  failing,
  type Graph,
  ofType,
  type Resource,
  text,
  textsIn,
} from "./graph.ts";
import { bundles } from "./needs.ts";
import type { Rule } from "./rules.ts";
import { storageNeeds } from "./storage-needs.ts";

/** What a bucket holds at the longest by its own rules, in days; the software is sooner. */
const ENDS: Record<string, number> = { media: 370, voice: 370, exports: 10 };
/** What only grows, and for how many days nobody can delete it: the periods of its own rule. */
const LOCKED: Record<string, number> = { books: 3_653, journal: 1_825 };
/** What a browser sends along with a file (core/media/upload.ts). */
const UPLOADED_WITH = ["content-type", "if-none-match"];
/** Who makes and removes the buckets themselves (SCW_DEPLOYER_APPLICATION_ID of evaluate.ts). */
const DEPLOYER = "application_id:00000000-0000-4000-8000-000000000001";

type Lock = { defaultRetention: { days: number } };
type Lifecycle = {
  enabled: boolean;
  abortIncompleteMultipartUploadDays?: number;
  expiration?: { days: number };
};

const shortOf = (resource: Resource, field: string) => text(resource, field).split("-").pop() ?? "";
const policiesOf = (graph: Graph) => ofType(graph, "scaleway:object/bucketPolicy:BucketPolicy");

function faultsOfBucket(graph: Graph, bucket: Resource): string[] {
  const name = text(bucket, "name");
  const short = shortOf(bucket, "name");
  const own = (type: string) =>
    ofType(graph, `scaleway:object/${type}`).find((each) => text(each, "bucket") === name);
  const rules = (bucket.inputs.lifecycleRules ?? []) as Lifecycle[];
  const ends = rules.find((rule) => rule.enabled && rule.expiration)?.expiration?.days;
  const policy = own("bucketPolicy:BucketPolicy");
  const statements = policy ? bucketStatementsOf(policy) : [];
  const says = (wrong: boolean, words: string) => (wrong ? [`${name}: ${words}`] : []);
  const lock = own("bucketLockConfiguration:BucketLockConfiguration")?.inputs.rule as Lock | undefined;
  const lockedDays = lock?.defaultRetention.days ?? 0;
  const encryption = own("bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration");
  const strangers = statements.filter(({ Principal: { SCW } }) => SCW !== DEPLOYER);
  return [
    ...says(text(own("bucketAcl:BucketAcl") ?? bucket, "acl") !== "private", "is not private"),
    ...says(!textsIn(encryption?.inputs.rules).includes("AES256"), "is not encrypted"),
    ...says(
      !rules.some((rule) => rule.enabled && rule.abortIncompleteMultipartUploadDays === 1),
      "keeps pieces",
    ),
    ...says(
      short === "media" && UPLOADED_WITH.some((header) => !textsIn(bucket.inputs.corsRules).includes(header)),
      "takes no file from a browser",
    ),
    ...says(ends !== ENDS[short] && !(short in LOCKED), `ends after ${ends} days`),
    ...says(statements.length === strangers.length, "cannot be changed by who deploys"),
    ...says(
      strangers.some(({ Principal: { SCW } }) => !/^application_id:Key-\w+-id$/.test(SCW)),
      "is open to somebody without a key of ours",
    ),
    ...says(
      strangers.some(({ Action }) => Action.some((action) => action.includes("*"))),
      "allows everything",
    ),
    ...says(lockedDays < (LOCKED[short] ?? 0), `is locked for ${lockedDays} days`),
  ];
}

/** Every bucket is closed, encrypted, named in a policy, and has its second net. */
export const closeBuckets: Rule = (graph) => {
  const buckets = ofType(graph, BUCKET);
  const missing = [...Object.keys(ENDS), ...Object.keys(LOCKED)].filter(
    (short) => !buckets.some((bucket) => shortOf(bucket, "name") === short),
  );
  return [
    ...missing.map((short) => `no bucket for ${short}`),
    ...buckets.flatMap((each) => faultsOfBucket(graph, each)),
  ];
};

/** Who deploys makes and removes buckets; production's are never emptied, so there it reaches no file. */
export const deployWithoutFiles: Rule = (graph, stage) =>
  policiesOf(graph)
    .filter((policy) => {
      const own = bucketStatementsOf(policy).filter(({ Principal: { SCW } }) => SCW === DEPLOYER);
      const inside = own.some(({ Resource }) => Resource.some((each) => each.includes("*")));
      return inside !== (stage === "preview");
    })
    .map(({ name }) => `${name}: who deploys reaches files, or cannot empty a preview`);

/** What each key opens, as "media s3:PutObject". */
function grantsOf(graph: Graph): Map<string, string[]> {
  const grants = new Map<string, string[]>();
  for (const policy of policiesOf(graph))
    for (const { Principal, Action } of bucketStatementsOf(policy)) {
      const [, key] = /Key-(\w+)-id$/.exec(Principal.SCW) ?? [];
      const own = Action.map((action) => `${shortOf(policy, "bucket")} ${action}`);
      if (key) grants.set(key, [...(grants.get(key) ?? []), ...own]);
    }
  return grants;
}

/** The functions that hold a key, with the name of it, and what their code asks. */
const holdersOf = (graph: Graph) =>
  bundles(graph).map(({ name, entry, links }) => ({
    name,
    keys: links
      .filter((link) => link.startsWith("StorageKey"))
      .map((link) => link.slice("StorageKey".length).toLowerCase()),
    needs: storageNeeds(entry),
  }));

/** A function has one key if its code asks for files, and none otherwise; no key opens more than its functions ask. */
export const openWhatIsAsked: Rule = (graph) => {
  const grants = grantsOf(graph);
  const holders = holdersOf(graph);
  const asked = (key: string) => holders.filter(({ keys }) => keys[0] === key).flatMap(({ needs }) => needs);
  return [
    ...holders
      .filter(({ keys, needs }) => keys.length !== (needs.length > 0 ? 1 : 0))
      .map(({ name, keys }) => `${name}: ${keys.length} keys`),
    ...holders.flatMap(({ name, keys: [key = ""], needs }) =>
      needs.filter((need) => !grants.get(key)?.includes(need)).map((need) => `${name} cannot ${need}`),
    ),
    ...[...grants].flatMap(([key, own]) =>
      own
        .filter((grant) => !asked(key).includes(grant))
        .map((grant) => `${key} may ${grant}, which nobody asks`),
    ),
  ];
};

/** What several functions share a key for is not what one of them never does: to delete, or to open a bucket at all. */
export const deleteWhatIsDeleted: Rule = (graph) => {
  const grants = grantsOf(graph);
  return holdersOf(graph).flatMap(({ name, keys: [key = ""], needs }) => {
    const buckets = new Set(needs.map((need) => need.split(" ")[0]));
    return (grants.get(key) ?? [])
      .filter((grant) =>
        grant.includes("s3:Delete") ? !needs.includes(grant) : !buckets.has(grant.split(" ")[0]),
      )
      .map((grant) => `${name} may ${grant}`);
  });
};

/** Nobody but who deploys reaches voices and books yet, and nobody can do more with the journal than add to it. */
export const keepTheJournal: Rule = (graph) => {
  const APPEND = ["s3:GetObject", "s3:ListBucket", "s3:PutObject"];
  return [...grantsOf(graph)].flatMap(([key, grants]) =>
    grants
      .map((grant) => grant.split(" "))
      .filter(([bucket, action = ""]) =>
        bucket === "journal" ? !APPEND.includes(action) : /voice|books/.test(bucket ?? ""),
      )
      .map((grant) => `${key} may ${grant.join(" ")}`),
  );
};

/** What an action of a policy needs of the application's own sets of permissions. */
const setOf = (action: string): string => {
  if (/:(Delete|Abort)/.test(action)) return "ObjectStorageObjectsDelete";
  if (/:Put/.test(action)) return "ObjectStorageObjectsWrite";
  return action.includes(":GetBucket") ? "ObjectStorageBucketsRead" : "ObjectStorageObjectsRead";
};

/** Each key is one application's, bounded to our project and to the sets that its actions need. */
export const boundKeys: Rule = (graph) => {
  const policies = ofType(graph, "scaleway:iam/policy:Policy");
  return [
    ...failing(
      ofType(graph, "scaleway:iam/apiKey:ApiKey"),
      ({ inputs }) => !policies.some((policy) => text(policy, "applicationId") === inputs.applicationId),
      "opens nothing",
    ),
    ...policies.flatMap((policy) => {
      const rules = policy.inputs.rules as { projectIds?: string[]; permissionSetNames: string[] }[];
      const grants = grantsOf(graph).get(policy.name.replace("Key-", "")) ?? [];
      const needed = [...new Set(grants.map((grant) => setOf(grant.split(" ")[1] ?? "")))].sort();
      const given = rules.flatMap(({ permissionSetNames }) => permissionSetNames).sort();
      return [
        ...(rules.every(({ projectIds = [] }) => projectIds.length === 1)
          ? []
          : [`${policy.name}: not one project`]),
        ...(String(given) === String(needed) ? [] : [`${policy.name}: ${given} for ${needed}`]),
      ];
    }),
  ];
};
