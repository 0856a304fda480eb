/// <reference path="./.sst/platform/config.d.ts" />
/**
 * All infrastructure, in reading order: secrets, network and database, storage, queues, the web, functions, clocks,
 * alarms. Computing is in eu-west-3 (Paris), files are in fr-par (Paris), and nothing is anywhere else. A stage `pr-<n>`
 * is a preview: its own everything, no real provider, gone when its pull request closes. tests/infra evaluates this file.
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
    const { SCHEDULES, cronOf } = await import("./functions/clock/schedules.ts");
    const { LEGAL_ENTITY, LEGAL_LINKS } = await import("./core/base/legal-entity.ts");
    const production = $app.stage === "production";

    // ---- Secrets: set once for a stage with `sst secret set`. A linked value travels encrypted in the bundle, never in
    // the function's environment; core/base/config.ts reads it by the variable's name (SecretKey is SECRET_KEY).
    const secretKey = new sst.Secret("SecretKey");
    const appPassword = new sst.Secret("DatabaseAppPassword");
    const minimaxApiKey = new sst.Secret("MinimaxApiKey");
    const smtpUrl = new sst.Secret("SmtpUrl");
    const signer = [new sst.Secret("SignerCertificates"), new sst.Secret("SignerPrivateKey")];

    // ---- Network: functions run in private subnets; what they call outside goes through one address of ours.
    const natRole = new aws.iam.Role("NatRole", {
      assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ec2.amazonaws.com" }),
    }); // allows nothing: the one that sst would make lets people in by its console
    const vpc = new sst.aws.Vpc("Vpc", {
      az: 2,
      nat: production ? "managed" : { type: "ec2", ec2: { instance: "t4g.nano", role: natRole.name } },
    });

    // ---- Database. Connection plan: an instance of a function holds two (one that writes, one that only reads), so
    // twice the sum of all `concurrency` below stays under max_connections; tests/infra adds it up.
    const database = new sst.aws.Postgres("Database", {
      vpc,
      version: "18.1",
      instance: production ? "t4g.medium" : "t4g.micro",
      storage: "20 GB",
      multiAz: production,
      username: "owner",
      database: "pix2clip",
      transform: {
        parameterGroup: {
          parameters: [
            { name: "rds.force_ssl", value: "1" },
            { name: "max_connections", value: production ? "300" : "120", applyMethod: "pending-reboot" },
          ],
        },
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
    const databaseUrl = (user: $util.Input<string>, password: $util.Input<string>) =>
      $interpolate`postgres://${user}:${password}@${database.host}:${database.port}/pix2clip?sslmode=verify-full`;
    const variable = (name: string, value: $util.Input<string>) =>
      new sst.Linkable(name, { properties: { value } });
    const appDatabase = variable("DatabaseUrl", databaseUrl("app", appPassword.value));
    const ownerDatabase = variable("OwnerDatabaseUrl", databaseUrl(database.username, database.password));

    // ---- The one address: API Gateway, regional. Pages come from the function `pages`, all else from `api`.
    const web = new sst.aws.ApiGatewayV2("Web", {
      cors: false,
      accessLog: { retention: "1 year" }, // it holds addresses (policy 06 iv)
      transform: { stage: { defaultRouteSettings: { throttlingBurstLimit: 200, throttlingRateLimit: 100 } } },
      ...(production
        ? { domain: { name: DOMAIN, dns: false as const, cert: process.env.CERTIFICATE_ARN ?? "" } }
        : {}),
    });
    const publicUrl = production ? `https://${DOMAIN}` : web.url;

    // ---- Storage. The lifecycle rules are a second net under the purges of the software. A bucket's policy names the
    // one application that may use it, and what for; keys of the deployment itself stay able to manage it.
    const storage = new scaleway.iam.Application("Storage", { name: `pix2clip-${$app.stage}` });
    const storageKey = new scaleway.iam.ApiKey("StorageKey", { applicationId: storage.id });
    const storageKeys = [
      variable("StorageAccessKeyId", storageKey.accessKey),
      variable("StorageSecretAccessKey", storageKey.secretKey),
    ];
    const READ = ["s3:GetObject", "s3:ListBucket"];
    const APPEND = [...READ, "s3:PutObject"];
    const USE = [...APPEND, "s3:DeleteObject", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"];
    const PIECES = ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"];
    const bucket = (name: string, actions: string[], { endDays = 0, lockedDays = 0, browser = false }) => {
      const made = new scaleway.object.Bucket(`Bucket-${name}`, {
        name: `pix2clip-${$app.stage}-${name}`,
        region: "fr-par",
        objectLockEnabled: lockedDays > 0,
        forceDestroy: !production,
        lifecycleRules: [
          { id: "unfinished", enabled: true, abortIncompleteMultipartUploadDays: 1 },
          ...(endDays ? [{ id: "end", enabled: true, expiration: { days: endDays } }] : []),
        ],
        corsRules: browser
          ? [
              {
                allowedMethods: ["GET", "PUT"],
                allowedOrigins: [publicUrl],
                allowedHeaders: ["content-type"],
              },
            ]
          : [],
      });
      new scaleway.object.BucketAcl(`Acl-${name}`, { bucket: made.name, acl: "private", region: "fr-par" });
      new scaleway.object.BucketServerSideEncryptionConfiguration(`Encryption-${name}`, {
        bucket: made.name,
        region: "fr-par",
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
      });
      const policyOf = (applicationId: string, allowed: string[]) => ({
        Effect: "Allow",
        Principal: { SCW: `application_id:${applicationId}` },
        Action: allowed,
        Resource: [made.name, $interpolate`${made.name}/*`],
      });
      new scaleway.object.BucketPolicy(`Policy-${name}`, {
        bucket: made.name,
        region: "fr-par",
        policy: $jsonStringify({
          Version: "2023-04-17",
          Statement: [
            storage.id.apply((id) => policyOf(id, actions)),
            policyOf(process.env.SCW_DEPLOYER_APPLICATION_ID ?? "", ["*"]),
          ],
        }),
      });
      if (lockedDays)
        new scaleway.object.BucketLockConfiguration(`Lock-${name}`, {
          bucket: made.name,
          region: "fr-par",
          rule: { defaultRetention: { mode: production ? "COMPLIANCE" : "GOVERNANCE", days: lockedDays } },
        });
      return made.name;
    };
    const buckets = {
      media: bucket("media", [...USE, ...PIECES], { endDays: 370, browser: true }),
      exports: bucket("exports", [...USE, ...PIECES], { endDays: RETENTION.exports.days + 3 }),
      voice: bucket("voice", USE, { endDays: 370 }),
      books: bucket("books", APPEND, { lockedDays: 3_653 + 366 }), // ten years from the end of the financial year
      journal: bucket("journal", APPEND, { lockedDays: 30 }), // longer than any backup that could be put back
    };

    // ---- Alarms go to one topic; a dead letter, an error or an old message is somebody's lost work.
    const alarms = new aws.sns.Topic("Alarms");
    new aws.sns.TopicSubscription("AlarmsByMail", {
      topic: alarms.arn,
      protocol: "email",
      endpoint: LEGAL_ENTITY.contact,
    });
    const alarm = (name: string, namespace: string, metricName: string, dimensions: object, threshold = 0) =>
      new aws.cloudwatch.MetricAlarm(`Alarm-${name}`, {
        namespace,
        metricName,
        dimensions: dimensions as Record<string, $util.Input<string>>,
        statistic: "Maximum",
        comparisonOperator: "GreaterThanThreshold",
        threshold,
        period: 300,
        evaluationPeriods: 1,
        treatMissingData: "notBreaching",
        alarmActions: [alarms.arn],
      });

    // ---- Queues, each with its dead letters. Hidden for six times as long as its function may take.
    const WORK = {
      // A create call may take two minutes; a clip is downloaded, marked and stored. One full processor.
      generate: { minutes: 4, memory: "1769 MB", batch: 1, concurrency: 20 },
      media: { minutes: 2, memory: "1769 MB", batch: 1, concurrency: 6 },
      mail: { minutes: 1, memory: "512 MB", batch: 5, concurrency: 4 },
      "remote-delete": { minutes: 1, memory: "512 MB", batch: 5, concurrency: 2 },
      export: { minutes: 10, memory: "1769 MB", batch: 1, concurrency: 4 },
      erase: { minutes: 10, memory: "1024 MB", batch: 1, concurrency: 2 },
    } as const;
    type QueueName = keyof typeof WORK;
    const NAMES = Object.keys(WORK) as QueueName[];
    const queues = Object.fromEntries(
      NAMES.map((name) => {
        const dead = new sst.aws.Queue(`${pascal(name)}Dead`, {
          transform: { queue: { messageRetentionSeconds: 14 * 86_400, sqsManagedSseEnabled: true } },
        });
        const queue = new sst.aws.Queue(pascal(name), {
          visibilityTimeout: `${6 * WORK[name].minutes} minutes`,
          dlq: { queue: dead.arn, retry: 5 },
          transform: { queue: { sqsManagedSseEnabled: true } },
        });
        const [depth, age] = ["ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"] as const;
        alarm(`${name}-dead`, "AWS/SQS", depth, { QueueName: dead.nodes.queue.name });
        alarm(`${name}-age`, "AWS/SQS", age, { QueueName: queue.nodes.queue.name }, 3_600);
        return [name, queue];
      }),
    ) as Record<QueueName, sst.aws.Queue>;

    // ---- Functions. Each gets the secrets it uses and no other; tests/infra compares them with what the code reaches.
    const environment = {
      STAGE: $app.stage,
      DEPLOYMENT: "aws",
      PUBLIC_URL: publicUrl,
      DATABASE_CONNECTIONS: "1", // one request at a time
      NODE_EXTRA_CA_CERTS: "/var/runtime/ca-cert.pem", // the authority of the database's certificate
      STORAGE_ENDPOINT: "https://s3.fr-par.scw.cloud",
      STORAGE_REGION: "fr-par",
      QUEUE_REGION: "eu-west-3",
      PROCESSOR_RECORDS: process.env.PROCESSOR_RECORDS ?? "{}",
      ...Object.fromEntries(
        Object.entries(buckets).map(([name, made]) => [`STORAGE_BUCKET_${upper(name)}`, made]),
      ),
      ...Object.fromEntries(NAMES.map((name) => [`QUEUE_URL_${upper(name)}`, queues[name].url])),
    };
    type Needs = { memory: Size; minutes: number; concurrency: number; link?: unknown[]; sends?: boolean };
    type Size = `${number} MB`;
    const functionOf = (
      handler: string,
      { memory, minutes, concurrency, link = [], sends = true }: Needs,
    ) => ({
      handler,
      runtime: "nodejs24.x" as const,
      architecture: "arm64" as const, // a fifth cheaper for the same work
      memory,
      timeout: `${minutes} minutes` as const,
      concurrency: { reserved: concurrency },
      vpc,
      environment,
      link: [secretKey, appDatabase, ...link],
      permissions: sends
        ? [{ actions: ["sqs:SendMessage"], resources: NAMES.map((name) => queues[name].arn) }]
        : [],
      logging: { retention: "1 year" as const, format: "json" as const },
      nodejs: { minify: true, splitting: true },
    });
    // Native and WebAssembly parts are installed beside the bundle; the worker thread that signs runs from its source.
    const marks = {
      nodejs: { minify: true, splitting: true, install: ["sharp", "@contentauth/c2pa-wasm", "cbor-x"] },
      copyFiles: [{ from: "core/media/c2pa-worker.ts", to: "c2pa-worker.ts" }],
    };
    const LINKS = {
      generate: [...storageKeys, minimaxApiKey, ...signer],
      media: storageKeys,
      mail: [smtpUrl],
      "remote-delete": [minimaxApiKey],
      export: storageKeys,
      erase: storageKeys,
    } satisfies Record<QueueName, unknown[]>;
    for (const name of NAMES) {
      const { batch, concurrency } = WORK[name];
      const work = { ...functionOf(`functions/queue/${name}.handler`, { ...WORK[name], link: LINKS[name] }) };
      queues[name].subscribe(name === "generate" || name === "media" ? { ...work, ...marks } : work, {
        batch: { size: batch, partialResponses: true },
        transform: { eventSourceMapping: { scalingConfig: { maximumConcurrency: concurrency } } },
      });
    }

    // ---- Clocks: the one table of functions/clock/schedules.ts.
    const OWN_LINKS: Partial<Record<keyof typeof SCHEDULES, unknown[]>> = {};
    for (const [name, schedule] of Object.entries(SCHEDULES)) {
      const links = OWN_LINKS[name as keyof typeof SCHEDULES] ?? storageKeys;
      const clock = { memory: "512 MB", minutes: 10, concurrency: 1, link: links } as const;
      new sst.aws.CronV2(`Clock${pascal(name)}`, {
        schedule: cronOf(schedule),
        function: functionOf(`functions/clock/${name}.handler`, clock),
      });
    }

    // ---- Migrations run before new code serves: the functions of the web wait for them.
    const migrate = new sst.aws.Function("Migrate", {
      ...functionOf("functions/migrate.handler", {
        memory: "512 MB",
        minutes: 10,
        concurrency: 1,
        sends: false,
      }),
      link: [ownerDatabase, appPassword],
      copyFiles: [{ from: "migrations" }],
    });
    const migrated = new aws.lambda.Invocation("Migrated", {
      functionName: migrate.name,
      input: "{}",
      triggers: { release: process.env.RELEASE ?? new Date().toISOString() },
    });

    // ---- The web. Half a second of hashing for a sign-in needs a full processor; pages touch nothing but their files.
    const apiFunction = functionOf("functions/api/index.handler", {
      memory: "1769 MB",
      minutes: 1,
      concurrency: production ? 80 : 10,
      link: storageKeys,
    });
    const answer = new sst.aws.Function("Api", apiFunction, { dependsOn: [migrated] });
    for (const path of [
      "/api/{proxy+}",
      "/health",
      "/ready",
      "/unsubscribe",
      ...LEGAL_LINKS.map(({ href }) => href),
    ])
      web.route(`ANY ${path}`, answer.arn);
    web.route("$default", {
      handler: "functions/pages/handler.handler",
      runtime: "nodejs24.x",
      architecture: "arm64",
      memory: "512 MB",
      timeout: "10 seconds",
      concurrency: { reserved: 20 },
      environment: { STORAGE_ENDPOINT: environment.STORAGE_ENDPOINT },
      copyFiles: [{ from: "web/dist", to: "dist" }],
      logging: { retention: "1 year", format: "json" },
      nodejs: { minify: true },
    });
    return { address: publicUrl };
  },
});

/** remote-delete: RemoteDelete, and REMOTE_DELETE. */
const pascal = (name: string) => name.replace(/(^|-)./g, (part) => part.toUpperCase().replace("-", ""));
const upper = (name: string) => name.toUpperCase().replaceAll("-", "_");
const DOMAIN = "pix2clip.com";
