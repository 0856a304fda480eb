/**
 * Evaluates `sst.config.ts` for one stage on the real components of sst, without a cloud: Pulumi's engine is replaced by
 * one that answers what a provider would, and writes down every resource. `node evaluate.ts <stage>` prints them as JSON.
 * A process of its own, because Pulumi and sst live in globals.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { PLATFORM, ROOT } from "./platform.ts";
import { computed, lookedUp } from "./provider.ts";

type Build = {
  functionID?: string;
  handler?: string;
  links?: object;
  properties?: Record<string, unknown>;
  copyFiles?: unknown[];
};

/** Loaded as they are: native, huge, or of a kind that a bundle breaks. */
const EXTERNAL = [
  "@pulumi/*",
  "@pulumiverse/*",
  "@aws-sdk/*",
  "@cloudflare/*",
  ..."archiver esbuild fsevents glob lightningcss prettier typescript undici unenv vite".split(" "),
];
type Resource = { type: string; name: string; inputs: Record<string, unknown> };

const [stage = "production"] = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), "pix2clip-evaluate-"));
const resources: Resource[] = [];
const failures: string[] = [];

/** What Pulumi is given instead of its engine. */
const mocks = {
  newResource({ type, name, inputs }: Resource) {
    resources.push({ type, name, inputs });
    return { id: `${name}-id`, state: { ...computed(type, name), name: inputs.name ?? name, ...inputs } };
  },
  call: ({ token, inputs }: { token: string; inputs: Record<string, unknown> }) => lookedUp(token, inputs),
};

/** sst asks its own process for a few things while it runs: buckets of its own, and the bundle of a function. */
async function answer(request: IncomingMessage): Promise<unknown> {
  let body = "";
  for await (const part of request) body += part;
  const { method, params } = JSON.parse(body) as { method: string; params: Build[] };
  if (method === "Provider.Aws.Bootstrap") return { version: 1, asset: "assets", state: "state" };
  if (method !== "Runtime.Build") return {};
  const {
    functionID = "",
    handler = "",
    links = {},
    properties = {},
    copyFiles = [],
  } = [params].flat()[0] ?? {};
  // What is linked to a function, and how it is bundled, shows nowhere else in the graph.
  const inputs = { handler, links: Object.keys(links).sort(), copyFiles, ...properties };
  resources.push({ type: "bundle", name: functionID, inputs });
  return { handler: basename(handler), out: join(scratch, "built"), errors: [], sourcemaps: [] };
}

async function bundleConfig(): Promise<string> {
  const outfile = join(PLATFORM, `evaluated-${process.pid}.mjs`);
  const production = stage === "production";
  const app = {
    name: "pix2clip",
    stage,
    removal: production ? "retain" : "remove",
    protect: production,
    home: "aws",
    providers: { aws: { region: "eu-west-3" }, scaleway: { region: "fr-par" } },
  };
  const paths = { home: scratch, root: ROOT, work: join(ROOT, ".sst"), platform: PLATFORM };
  await build({
    stdin: {
      loader: "ts",
      resolveDir: PLATFORM,
      contents: `
        import * as pulumi from "@pulumi/pulumi";
        pulumi.runtime.setMocks(globalThis.mocks, "pix2clip", ${JSON.stringify(stage)}, false);
        globalThis.sst = await import("${PLATFORM}/src/components/index.ts");
        const { run } = await import("${PLATFORM}/src/auto/run.ts");
        const config = (await import("${ROOT}/sst.config.ts")).default;
        await pulumi.runtime.runInPulumiStack(() => run(config.run));
`,
    },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "esnext",
    outfile,
    logLevel: "error",
    nodePaths: [join(PLATFORM, "node_modules")],
    inject: [join(PLATFORM, "src/shim/run.js")],
    external: EXTERNAL,
    define: {
      $app: JSON.stringify(app),
      $cli: JSON.stringify({ command: "deploy", rpc: "", paths, state: { version: {} }, env: {} }),
      $dev: "false",
    },
    banner: {
      js: `import { createRequire as ownRequire } from "module"; const require = ownRequire(import.meta.url);
import * as ownAws from "@pulumi/aws"; globalThis.aws = ownAws;
import * as ownScaleway from "@pulumiverse/scaleway"; globalThis.scaleway = ownScaleway;`,
    },
  });
  return outfile;
}

/** What a deployment is given from outside; values that lead nowhere. */
const SECRETS = [
  "SecretKey",
  "DatabaseAppPassword",
  "MinimaxApiKey",
  "SmtpUrl",
  "SignerCertificates",
  "SignerPrivateKey",
  "MailboxKey",
];
Object.assign(process.env, {
  ...Object.fromEntries(SECRETS.map((name) => [`SST_SECRET_${name}`, "of-the-tests"])),
  CERTIFICATE_ARN: "arn:aws:acm:eu-west-3:123456789012:certificate/of-the-tests",
  SCW_DEPLOYER_APPLICATION_ID: "00000000-0000-4000-8000-000000000001",
  DOMAIN: "pix2clip.example",
  RELEASE: "of-the-tests",
  SCW_DEFAULT_PROJECT_ID: "00000000-0000-4000-8000-000000000002",
  // Variables of the repository that are not set.
  PROCESSOR_RECORDS: "",
  WELCOME_CREDITS: "",
});

process.on("unhandledRejection", (error) =>
  failures.push(error instanceof Error ? error.message : String(error)),
);
const server = createServer(async (request, response) => {
  response.setHeader("connection", "close"); // one that is kept could be closed just as the next question comes
  response.end(JSON.stringify({ result: await answer(request) }));
});
mkdirSync(join(ROOT, "web/dist"), { recursive: true }); // the pages, built or not: their place is what counts
await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
server.unref();
process.env.SST_SERVER = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
mkdirSync(join(scratch, "built"));
writeFileSync(join(scratch, "built/index.mjs"), "export const handler = () => {};\n");
Object.assign(globalThis, { mocks });
const bundled = await bundleConfig();
/** Outputs resolve in the background: everything is there once nothing is left to do. */
process.once("beforeExit", () => {
  rmSync(scratch, { recursive: true, force: true });
  process.stdout.write(JSON.stringify({ resources, failures }), () =>
    process.exit(failures.length > 0 ? 1 : 0),
  );
});
try {
  await import(pathToFileURL(bundled).href);
} catch (error) {
  failures.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
} finally {
  rmSync(bundled, { force: true });
}
