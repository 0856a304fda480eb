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
    const vpc = new sst.aws.Vpc("Vpc", { az: 2, nat: "managed" });

    // ---- Database. Connection plan: an instance of a function holds two (one that writes, one that only reads), so
    // twice the sum of all reserved concurrency below stays under max_connections; tests/infra adds it up.
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
            { name: "max_connections", value: production ? "350" : "200", applyMethod: "pending-reboot" },
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
    type Text = $util.Input<string>;
    const variable = (name: string, value: Text) => new sst.Linkable(name, { properties: { value } });
    const place = $interpolate`${database.host}:${database.port}/pix2clip?sslmode=verify-full`;
    const login = (name: string, user: Text, password: Text) =>
      variable(name, $interpolate`postgres://${user}:${password}@${place}`);
    const appDatabase = login("DatabaseUrl", "app", appPassword.value);
    const ownerDatabase = login("OwnerDatabaseUrl", database.username, database.password);

    // ---- The one address: API Gateway, regional. Its log holds addresses, and is kept for their year (policy 06 iv).
    const web = new sst.aws.ApiGatewayV2("Web", {
      cors: false,
      accessLog: { retention: "1 year" },
      transform: { stage: { defaultRouteSettings: { throttlingBurstLimit: 200, throttlingRateLimit: 100 } } },
      domain: production ? { name: given("DOMAIN"), dns: false, cert: given("CERTIFICATE_ARN") } : undefined,
    });
    const publicUrl = production ? `https://${given("DOMAIN")}` : web.url;

    // ---- Storage. The lifecycle rules are a second net under the purges of the software. A bucket's policy names the
    // application that may use it and what for, and the one that deploys.
    const region = "fr-par";
    const application = new scaleway.iam.Application("Storage", { name: `pix2clip-${$app.stage}` });
    const key = new scaleway.iam.ApiKey("StorageKey", { applicationId: application.id });
    const secret = variable("StorageSecretAccessKey", key.secretKey);
    const storage = [variable("StorageAccessKeyId", key.accessKey), secret];
    const APPEND = ["s3:GetObject", "s3:ListBucket", "s3:PutObject"];
    const USE = [...APPEND, "s3:DeleteObject", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"];
    USE.push("s3:AbortMultipartUpload", "s3:ListMultipartUploadParts");
    const cors = {
      allowedMethods: ["GET", "PUT"],
      allowedOrigins: [publicUrl],
      allowedHeaders: ["content-type"],
    };
    type Rules = { endDays?: number; lockedDays?: number };
    const bucket = (short: string, actions: string[], { endDays, lockedDays }: Rules) => {
      const name = `pix2clip-${$app.stage}-${short}`;
      const own = { bucket: name, region };
      const made = new scaleway.object.Bucket(`Bucket-${short}`, {
        name,
        region,
        objectLockEnabled: lockedDays !== undefined,
        forceDestroy: !production,
        corsRules: short === "media" ? [cors] : [],
        lifecycleRules: [
          { id: "unfinished", enabled: true, abortIncompleteMultipartUploadDays: 1 },
          ...(endDays ? [{ id: "end", enabled: true, expiration: { days: endDays } }] : []),
        ],
      });
      const after = { dependsOn: [made] };
      new scaleway.object.BucketAcl(`Acl-${short}`, { ...own, acl: "private" }, after);
      const sealed = { ...own, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] };
      new scaleway.object.BucketServerSideEncryptionConfiguration(`Encryption-${short}`, sealed, after);
      const allow = (id: $util.Input<string>, Action: string[]) => ({
        Effect: "Allow",
        Principal: { SCW: $interpolate`application_id:${id}` },
        Action,
        Resource: [name, `${name}/*`],
      });
      const Statement = [allow(application.id, actions), allow(given("SCW_DEPLOYER_APPLICATION_ID"), ["*"])];
      const policy = $jsonStringify({ Version: "2023-04-17", Statement });
      new scaleway.object.BucketPolicy(`Policy-${short}`, { ...own, policy }, after);
      const rule = { defaultRetention: { mode: production ? "COMPLIANCE" : "GOVERNANCE", days: lockedDays } };
      if (lockedDays) new scaleway.object.BucketLockConfiguration(`Lock-${short}`, { ...own, rule }, after);
      return name;
    };
    const buckets = {
      media: bucket("media", USE, { endDays: 370 }),
      exports: bucket("exports", USE, { endDays: RETENTION.exports.days + 3 }),
      voice: bucket("voice", USE, { endDays: 370 }),
      books: bucket("books", APPEND, { lockedDays: 3_653 + 366 }), // ten years from the end of the financial year
      journal: bucket("journal", USE, { lockedDays: RETENTION.journal.years * 365 }),
    };

    // ---- Alarms go to one topic: a dead letter, an error or an old message is somebody's lost work.
    const topic = new aws.sns.Topic("Alarms").arn;
    new aws.sns.TopicSubscription("ByMail", { topic, protocol: "email", endpoint: LEGAL_ENTITY.contact });
    type On = Pick<aws.cloudwatch.MetricAlarmArgs, "namespace" | "metricName" | "dimensions">;
    const alarm = (name: string, on: On, threshold = 0) =>
      new aws.cloudwatch.MetricAlarm(`Alarm-${name}`, {
        ...on,
        statistic: "Maximum",
        comparisonOperator: "GreaterThanThreshold",
        threshold,
        period: 300,
        evaluationPeriods: 1,
        treatMissingData: "notBreaching",
        alarmActions: [topic],
      });
    alarm("errors", { namespace: "AWS/Lambda", metricName: "Errors" }); // of any function

    // ---- Queues, each with its dead letters, hidden six times as long as its function may take: minutes, memory in MB
    // (1769 is a full processor), messages at a time, functions at most. A create call may take two minutes; a clip is
    // then stored and marked, by native and WebAssembly parts that are installed beside the bundle.
    const parts = ["sharp", "@contentauth/c2pa-wasm", "cbor-x"];
    const smtp = production ? [smtpUrl] : [];
    const WORK = {
      generate: {
        minutes: 4,
        memory: 1769,
        batch: 1,
        most: 20,
        own: [minimaxApiKey, ...signer],
        install: parts,
      },
      media: { minutes: 2, memory: 1769, batch: 1, most: 6, own: [], install: parts },
      mail: { minutes: 1, memory: 512, batch: 5, most: 4, own: smtp, install: [] },
      "remote-delete": {
        minutes: 1,
        memory: 512,
        batch: 5,
        most: 2,
        own: [minimaxApiKey],
        install: ["sharp"],
      },
      export: { minutes: 10, memory: 1769, batch: 1, most: 4, own: [], install: [] },
      erase: { minutes: 10, memory: 1024, batch: 1, most: 2, own: smtp, install: [] },
    };
    const queues = Object.entries(WORK).map(([name, { minutes }]) => {
      const encrypted = { sqsManagedSseEnabled: true };
      const keeping = { ...encrypted, messageRetentionSeconds: 14 * 86_400 };
      const dead = new sst.aws.Queue(`${pascal(name)}Dead`, { transform: { queue: keeping } });
      const queue = new sst.aws.Queue(pascal(name), {
        visibilityTimeout: `${6 * minutes} minutes`,
        dlq: { queue: dead.arn, retry: 5 },
        transform: { queue: encrypted },
      });
      const [letters, messages] = [dead, queue].map((each) => ({ QueueName: each.nodes.queue.name }));
      const namespace = "AWS/SQS";
      const visible = "ApproximateNumberOfMessagesVisible";
      alarm(`${name}-dead`, { namespace, metricName: visible, dimensions: letters });
      alarm(
        `${name}-age`,
        { namespace, metricName: "ApproximateAgeOfOldestMessage", dimensions: messages },
        3_600,
      );
      return { name: name as keyof typeof WORK, queue, dead };
    });

    // ---- What all functions share. arm64 is a fifth cheaper for the same work.
    $transform(sst.aws.Function, (args) => {
      args.runtime = "nodejs24.x";
      args.architecture ??= "arm64";
      args.logging = { retention: "1 year", format: "json" };
      args.nodejs ??= { minify: true, splitting: true };
    });
    const environment = {
      STAGE: $app.stage,
      DEPLOYMENT: "aws",
      PUBLIC_URL: publicUrl,
      DATABASE_CONNECTIONS: "1", // an instance answers one request at a time
      NODE_OPTIONS: "--max-semi-space-size=8", // an export stays small (core/privacy/export)
      NODE_EXTRA_CA_CERTS: "/var/runtime/ca-cert.pem", // the authority behind the database's certificate
      STORAGE_ENDPOINT: "https://s3.fr-par.scw.cloud",
      STORAGE_REGION: region,
      QUEUE_REGION: "eu-west-3",
      ...(production ? { SMTP_URL: "smtps://smtp.tem.scaleway.com:465" } : {}), // the policy names who carries mail
      PROCESSOR_RECORDS: process.env.PROCESSOR_RECORDS ?? "{}",
      STORAGE_BUCKET_MEDIA: buckets.media,
      STORAGE_BUCKET_EXPORTS: buckets.exports,
      STORAGE_BUCKET_JOURNAL: buckets.journal,
      ...Object.fromEntries(queues.map(({ name, queue }) => [`QUEUE_URL_${upper(name)}`, queue.url])),
    };
    const all = queues.flatMap(({ queue, dead }) => [queue.arn, dead.arn]);
    const LOOK = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"];
    const count = { actions: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"], resources: all }; // the staff's page
    const search = { actions: LOOK, resources: all }; // for messages about one who is erased
    const permissions = [{ actions: ["sqs:SendMessage"], resources: queues.map(({ queue }) => queue.arn) }];
    const base = (handler: string, minutes: number, memory: number, reserved: number, link: unknown[]) => ({
      handler,
      timeout: `${minutes} minutes` as const,
      memory: `${memory} MB` as const,
      concurrency: { reserved },
      vpc,
      environment,
      permissions,
      link: [secretKey, appDatabase, ...link],
    });

    // ---- Migrations, as the owner, once a release; whatever serves is deployed after them.
    const migrate = new sst.aws.Function("Migrate", {
      ...base("functions/migrate.handler", 10, 512, 1, []),
      link: [ownerDatabase, appPassword],
      permissions: [],
      copyFiles: [{ from: "migrations" }],
    });
    const release = { functionName: migrate.name, input: "{}", triggers: { release: given("RELEASE") } };
    const after = { dependsOn: [new aws.lambda.Invocation("Migrated", release)] };

    // ---- A preview's stand-in for the provider: one instance, which forgets everything when it ends.
    if (!production) {
      const { PROVIDER_PARTS, PROVIDER_SOURCES } = await import("./functions/preview/parts.ts");
      const provider = new sst.aws.Function("Provider", {
        handler: "functions/preview/provider.handler",
        architecture: "x86_64", // the encoder of clips comes for no other
        timeout: "2 minutes",
        memory: "3008 MB",
        concurrency: { reserved: 1 },
        url: true,
        link: [minimaxApiKey],
        nodejs: { minify: true, install: PROVIDER_PARTS },
        copyFiles: PROVIDER_SOURCES.map((from) => ({ from })),
      });
      Object.assign(environment, { MINIMAX_BASE_URL: provider.url, MINIMAX_DOWNLOAD_HOSTS: ".on.aws" });
    }

    // ---- The functions of the queues, of the clocks (the one table of functions/clock/schedules.ts), and of the web.
    for (const { name, queue } of queues) {
      const { minutes, memory, most, install, own, batch } = WORK[name];
      const folder = (name === "mail" || name === "erase") && !production ? "preview" : "queue";
      const subscriber = {
        ...base(`functions/${folder}/${name}.handler`, minutes, memory, most, [...storage, ...own]),
        nodejs: { minify: true, splitting: true, install },
        permissions: name === "media" ? [] : name === "erase" ? [...permissions, count, search] : permissions,
        copyFiles: install === parts ? [{ from: "core/media/c2pa-worker.ts", to: "c2pa-worker.ts" }] : [],
      };
      const transform = { eventSourceMapping: { scalingConfig: { maximumConcurrency: most } } };
      const options = { batch: { size: batch, partialResponses: true }, transform };
      const made = queue.subscribe(subscriber, options, after).nodes.function;
      // A preview's mails are read where they are kept.
      if (folder === "preview" && name === "mail") web.route("ANY /sandbox/{proxy+}", made.arn);
    }
    const clocks = new Map<string, sst.aws.CronV2>();
    const SILENT = /^(journal|verify-journal|empty-trash|log-partitions|expire-exports|sweep-leftovers)$/;
    for (const [name, schedule] of Object.entries(SCHEDULES)) {
      const link = name === "sweep-orphans" ? [...storage, minimaxApiKey] : storage;
      const nodejs = { minify: true, splitting: true, install: link === storage ? [] : ["sharp"] }; // the provider's
      const clock = { ...base(`functions/clock/${name}.handler`, 10, 512, 1, link), nodejs };
      if (SILENT.test(name)) clock.permissions = []; // sends no message
      if (name === "watch") clock.permissions = [...permissions, count];
      const options = { schedule: cronOf(schedule), function: clock };
      clocks.set(name, new sst.aws.CronV2(`Clock${pascal(name)}`, options, after));
    }
    // What is overdue is an error in the log of the clock that looks for it; each of them counts.
    const overdue = { namespace: `Pix2Clip/${$app.stage}`, metricName: "Overdue" };
    const looking = clocks.get("watch")?.nodes.function.apply((made) => made.nodes.logGroup);
    new aws.cloudwatch.LogMetricFilter("Overdue", {
      logGroupName: $output(looking).apply((group) => $output(group?.name ?? "")),
      pattern: '{ $.event = "operations.overdue" }',
      metricTransformation: { name: overdue.metricName, namespace: overdue.namespace, value: "1" },
    });
    alarm("overdue", overdue);
    const copyFiles = [{ from: "core/privacy/policy/versions", to: "versions" }];
    const serve = base("functions/api/index.handler", 1, 1769, production ? 80 : 10, storage);
    const api = new sst.aws.Function(
      "Api",
      { ...serve, copyFiles, permissions: [...permissions, count] },
      after,
    );
    const paths = ["/api/{proxy+}", "/health", "/ready", "/unsubscribe", "/legal.css", "/policy/{proxy+}"];
    paths.push(...LEGAL_LINKS.map(({ href }) => href));
    for (const path of paths) web.route(`ANY ${path}`, api.arn);
    web.route("$default", {
      handler: "functions/pages/handler.handler",
      memory: "512 MB",
      concurrency: { reserved: 20 },
      environment: { STORAGE_ENDPOINT: environment.STORAGE_ENDPOINT },
      copyFiles: [{ from: "web/dist", to: "dist" }],
    });
    return { address: publicUrl };
  },
});

/** remote-delete: RemoteDelete, and REMOTE_DELETE. */
const pascal = (name: string) => name.replace(/(^|-)./g, (part) => part.toUpperCase().replace("-", ""));
const upper = (name: string) => name.toUpperCase().replaceAll("-", "_");
/** What the deployment is told from outside; it must not begin without. */
const given = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};
