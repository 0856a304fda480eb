/// <reference path="./.sst/platform/config.d.ts" />
/**
 * All infrastructure, in reading order. Computing is in eu-west-3 (Paris), files are in fr-par (Paris), and nothing is
 * anywhere else. A stage `pr-<n>` is a preview: its own everything, no real provider, gone when its pull request closes.
 * tests/infra evaluates this file.
 */
export default $config({
  app: (input) => ({
    name: "pix2clip",
    home: "aws",
    removal: input?.stage === "production" ? "retain" : "remove",
    protect: input?.stage === "production",
    providers: {
      aws: { region: "eu-west-3" },
      "@pulumiverse/scaleway": { version: "1.54.0", region: "fr-par" },
    },
  }),

  async run() {
    const { RETENTION } = await import("./core/privacy/retention.ts");
    const { CLOCK, SCHEDULES, cronOf } = await import("./functions/clock/schedules.ts");
    const { DEAD_LETTER_SECONDS, MAX_RECEIVES, WORK } = await import("./functions/queue/queues.ts");
    const { PREVIEW_API, PREVIEW_WORK, PROVIDER } = await import("./functions/preview/stand-ins.ts");
    const { API, API_PATHS, BY_HAND, TOLD } = await import("./functions/given.ts");
    const buckets = await import("./functions/buckets.ts");
    const { LEGAL_ENTITY } = await import("./core/base/legal-entity.ts");
    const production = $app.stage === "production";
    type Given = import("./functions/given.ts").Given;

    // ---- Secrets: set once for a stage. A linked value comes encrypted in the bundle: SecretKey is read as SECRET_KEY.
    const secretKey = new sst.Secret("SecretKey");
    const appPassword = new sst.Secret("DatabaseAppPassword");
    const mailSecret = production ? "SmtpUrl" : "MailboxKey"; // the mails of a preview stay in it
    const NAMED = ["MinimaxApiKey", "SignerCertificates", "SignerPrivateKey", mailSecret] as const;
    const secrets = new Map<string, sst.Secret>(NAMED.map((name) => [name, new sst.Secret(name)]));
    const secret = (name: string) => secrets.get(name);

    // ---- Network: what needs the database stands inside, and leaves by HTTPS and to the mail server, from addresses of ours.
    const [anywhere, inside] = [["0.0.0.0/0"], ["10.0.0.0/16"]];
    const tcp = (at: number, to: string[]) => ({ protocol: "tcp", fromPort: at, toPort: at, cidrBlocks: to });
    const egress = [tcp(443, anywhere), tcp(465, anywhere), tcp(5432, inside)];
    const securityGroup = { ingress: [tcp(5432, inside)], egress };
    const vpc = new sst.aws.Vpc("Vpc", { az: 2, nat: "managed", transform: { securityGroup } });

    // ---- Database. An instance of a function holds two connections at most; tests/infra adds them up.
    const max = { name: "max_connections", value: production ? "350" : "200", applyMethod: "pending-reboot" };
    // An error would write its statement and the values in it to the database's own log.
    const quiet = [
      { name: "log_min_error_statement", value: "panic" },
      { name: "log_error_verbosity", value: "terse" },
    ];
    const database = new sst.aws.Postgres("Database", {
      vpc,
      version: "18.1",
      instance: production ? "t4g.medium" : "t4g.micro",
      storage: "20 GB",
      multiAz: production,
      username: "owner",
      database: "pix2clip",
      transform: {
        parameterGroup: { parameters: [{ name: "rds.force_ssl", value: "1" }, max, ...quiet] },
        instance: {
          backupRetentionPeriod: RETENTION.backups.days,
          deleteAutomatedBackups: true,
          skipFinalSnapshot: true, // it would outlive the thirty days of the backups
          deletionProtection: production,
          publiclyAccessible: false,
          performanceInsightsEnabled: false, // it keeps the texts of queries
        },
      },
    });
    const place = $interpolate`${database.host}:${database.port}/pix2clip?sslmode=verify-full`;
    const login = (user: $util.Input<string>, password: $util.Input<string>) => ({
      properties: { value: $interpolate`postgres://${user}:${password}@${place}` },
    });
    const appDatabase = new sst.Linkable("DatabaseUrl", login("app", appPassword.value));
    const ownerDatabase = new sst.Linkable("OwnerDatabaseUrl", login(database.username, database.password));

    // ---- The one address: API Gateway, regional. Its log holds addresses, and is kept for their year (policy 06 iv).
    const web = new sst.aws.ApiGatewayV2("Web", {
      cors: false,
      accessLog: { retention: "1 year" },
      transform: { stage: { defaultRouteSettings: { throttlingBurstLimit: 200, throttlingRateLimit: 100 } } },
      domain: production
        ? { name: required("DOMAIN"), dns: false, cert: required("CERTIFICATE_ARN") }
        : undefined,
    });
    const publicUrl = production ? `https://${required("DOMAIN")}` : web.url;

    // ---- Storage (functions/buckets.ts). A key may do what its application and the policy of the bucket both allow.
    const [project, deployer] = [required("SCW_DEFAULT_PROJECT_ID"), required("SCW_DEPLOYER_APPLICATION_ID")];
    const named = (short: string) => `pix2clip-${$app.stage}-${short}`;
    const keys = map(buckets.STORAGE_KEYS, (purpose) => {
      const { id } = new scaleway.iam.Application(`Key-${purpose}`, { name: named(purpose) });
      const rules = [{ projectIds: [project], permissionSetNames: buckets.permissionSetsOf(purpose) }];
      new scaleway.iam.Policy(`Key-${purpose}`, { applicationId: id, rules });
      const key = new scaleway.iam.ApiKey(`Key-${purpose}`, { applicationId: id, defaultProjectId: project });
      const properties = { STORAGE_ACCESS_KEY_ID: key.accessKey, STORAGE_SECRET_ACCESS_KEY: key.secretKey };
      return { id, link: new sst.Linkable(`StorageKey${pascal(purpose)}`, { properties }) };
    });
    map(buckets.BUCKETS, (short) => {
      const days = buckets.BUCKETS[short].lockedDays;
      const own = { bucket: named(short), region: TOLD.STORAGE_REGION };
      const origin = { allowedOrigins: [publicUrl], allowedHeaders: ["content-type", "if-none-match"] };
      const made = new scaleway.object.Bucket(`Bucket-${short}`, {
        name: own.bucket,
        region: own.region,
        objectLockEnabled: days !== undefined,
        forceDestroy: !production,
        lifecycleRules: buckets.lifecycleOf(short),
        corsRules: short === "media" ? [{ ...origin, allowedMethods: ["GET", "PUT"] }] : [],
      });
      const after = { dependsOn: [made] };
      new scaleway.object.BucketAcl(`Acl-${short}`, { ...own, acl: "private" }, after);
      const sealed = { ...own, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] };
      new scaleway.object.BucketServerSideEncryptionConfiguration(`Encryption-${short}`, sealed, after);
      const whole = [own.bucket, `${own.bucket}/*`];
      const allow = (id: $util.Input<string>, Action: readonly string[], Resource = whole) => {
        const Principal = { SCW: $interpolate`application_id:${id}` };
        return { Effect: "Allow", Principal, Action, Resource };
      };
      const Statement = buckets.usersOf(short).map(({ key, actions }) => allow(keys[key].id, actions));
      Statement.push(allow(deployer, ["*"], production ? [own.bucket] : whole)); // to empty a preview's, and no other
      const policy = $jsonStringify({ Version: "2023-04-17", Statement });
      new scaleway.object.BucketPolicy(`Policy-${short}`, { ...own, policy }, after);
      const rule = { defaultRetention: { mode: production ? "COMPLIANCE" : "GOVERNANCE", days } };
      if (days) new scaleway.object.BucketLockConfiguration(`Lock-${short}`, { ...own, rule }, after);
    });

    // ---- Alarms go to one topic: a dead letter, an error or an old message is somebody's lost work.
    const topic = new aws.sns.Topic("Alarms").arn;
    new aws.sns.TopicSubscription("ByMail", { topic, protocol: "email", endpoint: LEGAL_ENTITY.contact });
    const alarm = (name: string, [namespace, metricName]: string[], dimensions = {}, threshold = 0) => {
      const metric = { namespace, metricName, dimensions, treatMissingData: "notBreaching" };
      const sample = { statistic: "Maximum", period: 300, evaluationPeriods: 1 };
      const above = { comparisonOperator: "GreaterThanThreshold", threshold, alarmActions: [topic] };
      new aws.cloudwatch.MetricAlarm(`Alarm-${name}`, { ...metric, ...sample, ...above });
    };
    alarm("errors", ["AWS/Lambda", "Errors"]); // of any function

    // ---- Queues (functions/queue/queues.ts). A message that is older than twice the time that one is hidden has failed.
    const queues = (Object.keys(WORK) as (keyof typeof WORK)[]).map((name) => {
      const hiddenMinutes = 6 * WORK[name].minutes;
      const sealed = { sqsManagedSseEnabled: true };
      const kept = { transform: { queue: { ...sealed, messageRetentionSeconds: DEAD_LETTER_SECONDS } } };
      const dead = new sst.aws.Queue(`${pascal(name)}Dead`, kept);
      const queue = new sst.aws.Queue(pascal(name), {
        visibilityTimeout: `${hiddenMinutes} minutes`,
        dlq: { queue: dead.arn, retry: MAX_RECEIVES },
        transform: { queue: sealed },
      });
      const [letters, messages] = [dead, queue].map((each) => ({ QueueName: each.nodes.queue.name }));
      alarm(`${name}-dead`, ["AWS/SQS", "ApproximateNumberOfMessagesVisible"], letters);
      alarm(`${name}-age`, ["AWS/SQS", "ApproximateAgeOfOldestMessage"], messages, 2 * 60 * hiddenMinutes);
      return { name, queue, arns: [queue.arn, dead.arn] };
    });

    // ---- What functions share. arm64 is a fifth cheaper for the same work.
    $transform(sst.aws.Function, (args) => {
      args.runtime = "nodejs24.x";
      args.architecture ??= "arm64";
      args.logging = { retention: "1 year", format: "json" };
    });
    const environment = {
      ...TOLD,
      STAGE: $app.stage,
      PUBLIC_URL: publicUrl,
      STORAGE_BUCKET_MEDIA: named("media"),
      STORAGE_BUCKET_EXPORTS: named("exports"),
      STORAGE_BUCKET_JOURNAL: named("journal"),
      ...Object.fromEntries(queues.map(({ name, queue }) => [`QUEUE_URL_${upper(name)}`, queue.url])),
      ...(production ? { SMTP_URL: "smtps://smtp.tem.scaleway.com:465" } : {}), // the policy names who carries mail
      // A variable of the repository that is not set arrives empty.
      PROCESSOR_RECORDS: process.env.PROCESSOR_RECORDS || "{}",
      WELCOME_CREDITS: production ? process.env.WELCOME_CREDITS || "0" : "100",
    };
    const all = queues.flatMap(({ arns }) => arns);
    const LOOK = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"];
    const MAY = {
      send: { actions: ["sqs:SendMessage"], resources: queues.map(({ queue }) => queue.arn) },
      count: { actions: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"], resources: all },
      search: { actions: LOOK, resources: all },
    };
    const give = (folder: string, name: string, { parts = [], may = [], ...own }: Given) => ({
      handler: own.handler ?? `functions/${folder}/${name}.handler`,
      timeout: `${own.minutes} minutes` as const,
      memory: `${own.megabytes} MB` as const,
      concurrency: { reserved: own.functions },
      vpc,
      environment,
      link: [secretKey, appDatabase, keys[own.storage].link, ...(own.secrets ?? []).map(secret)],
      permissions: may.map((each) => MAY[each]),
      nodejs: { splitting: true, install: [...parts] },
      copyFiles: [...(own.files ?? [])],
    });

    // ---- Migrations, as the owner, once a release; whatever serves is deployed after them.
    const migrate = new sst.aws.Function("Migrate", {
      handler: "functions/migrate.handler",
      timeout: "10 minutes",
      concurrency: { reserved: 1 },
      vpc,
      environment: { NODE_EXTRA_CA_CERTS: TOLD.NODE_EXTRA_CA_CERTS },
      link: [ownerDatabase, appPassword],
      copyFiles: [{ from: "migrations" }],
    });
    const release = { functionName: migrate.name, input: "{}", triggers: { release: required("RELEASE") } };
    const after = { dependsOn: [new aws.lambda.Invocation("Migrated", release)] };
    const byHand = production ? BY_HAND : {};
    map(byHand, (name) => new sst.aws.Function(pascal(name), give("by-hand", name, BY_HAND[name]), after));

    // ---- A preview's stand-in for the provider (functions/preview/stand-ins.ts).
    if (!production) {
      const provider = new sst.aws.Function("Provider", { ...PROVIDER, link: [secret("MinimaxApiKey")] });
      Object.assign(environment, { MINIMAX_BASE_URL: provider.url, MINIMAX_DOWNLOAD_HOSTS: ".on.aws" });
    }

    // ---- The functions of the queues. Two beside each other are the least that a queue may be bound to.
    for (const { name, queue } of queues) {
      const own = production ? WORK[name] : PREVIEW_WORK[name];
      const scalingConfig = { maximumConcurrency: Math.max(2, own.functions) };
      const batch = { size: WORK[name].batch, partialResponses: true };
      const options = { batch, transform: { eventSourceMapping: { scalingConfig } } };
      const made = queue.subscribe(give("queue", name, own), options, after).nodes.function;
      if (own.secrets?.includes("MailboxKey")) web.route("ANY /sandbox/{proxy+}", made.arn);
    }

    // ---- The clocks (functions/clock/schedules.ts). What is overdue is an error in the log of the one that looks for it.
    const clocks = map(SCHEDULES, (name) => {
      const clock = give("clock", name, { ...CLOCK, ...SCHEDULES[name] });
      const options = { schedule: cronOf(SCHEDULES[name]), function: clock };
      return new sst.aws.CronV2(`Clock${pascal(name)}`, options, after).nodes.function;
    });
    const overdue = { namespace: `Pix2Clip/${$app.stage}`, name: "Overdue", value: "1" };
    const log = $output(clocks.watch.apply((made) => made.nodes.logGroup));
    const logGroupName = log.apply((group) => $output(group?.name ?? ""));
    const pattern = '{ $.event = "operations.overdue" }';
    new aws.cloudwatch.LogMetricFilter("Overdue", { logGroupName, pattern, metricTransformation: overdue });
    alarm("overdue", [overdue.namespace, overdue.name]);

    // ---- The API, and the pages, which know nothing else.
    const api = new sst.aws.Function("Api", give("api", "index", production ? API : PREVIEW_API), after);
    for (const path of API_PATHS) web.route(`ANY ${path}`, api.arn);
    web.route("$default", {
      handler: "functions/pages/handler.handler",
      memory: "512 MB",
      concurrency: { reserved: 20 },
      environment: { STORAGE_ENDPOINT: TOLD.STORAGE_ENDPOINT },
      copyFiles: [{ from: "web/dist", to: "dist" }],
    });
    const key = secret("MailboxKey")?.value;
    const mailbox = key && $util.unsecret($interpolate`${publicUrl}/sandbox/mail?key=${key}`);
    return { address: publicUrl, mailbox };
  },
});

/** One thing for each entry of a table, under its name. */
const map = <K extends string, T>(table: Record<K, unknown>, make: (name: K) => T) =>
  Object.fromEntries((Object.keys(table) as K[]).map((name) => [name, make(name)])) as Record<K, T>;
/** remote-delete: RemoteDelete, and REMOTE_DELETE. */
const pascal = (name: string) => name.replace(/(^|-)./g, (part) => part.toUpperCase().replace("-", ""));
const upper = (name: string) => name.toUpperCase().replaceAll("-", "_");
/** What the deployment is told from outside; it must not begin without. */
const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};
