/** The workflows: what may run with our credentials, and what they may do with them. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";

const DIR = ".github/workflows";
const read = (name: string) => readFileSync(join(DIR, name), "utf8");
const WORKFLOWS = readdirSync(DIR).filter((name) => name.endsWith(".yml"));
const SCRIPTS = readdirSync(DIR).filter((name) => name.endsWith(".sh"));

/** What is wrong with a workflow, by its text. */
function faultsIn(text: string): string[] {
  const uses = [...text.matchAll(/uses: (\S+)/g)].map(([, action = ""]) => action);
  const jobs = text.match(/^ {2}\w+:\n(?= {4}(if|runs-on):)/gm)?.length ?? 0;
  const deploys = /sst (deploy|remove)|deploy-preview|remove-forgotten/.test(text);
  return [
    ...uses.filter((action) => !/@[0-9a-f]{40}$/.test(action)).map((action) => `${action} is not pinned`),
    ...(/^permissions:( \{\}|\n {2}contents: read\n(?! {2}\w))/m.test(text)
      ? []
      : ["may do more than read by default"]),
    ...(/write-all|contents: write|actions: write/.test(text) ? ["writes to the repository"] : []),
    ...(/pull_request_target|workflow_run/.test(text) ? ["runs strangers' code with our rights"] : []),
    ...(/npm (install|i)\b/.test(text) ? ["installs what no lock names"] : []),
    ...((text.match(/timeout-minutes:/g)?.length ?? 0) === jobs ? [] : ["a job without an end"]),
    ...(/AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY)/.test(text)
      ? ["a key of the cloud instead of an identity"]
      : []),
    ...(deploys && !text.includes("environment:") ? ["deploys without an environment's rules"] : []),
    ...(deploys && !text.includes("id-token: write") ? ["deploys without an identity"] : []),
    // A title or a branch's name is written by anybody; in a script it would be run.
    ...(/run:.*\$\{\{ *github\.(event|head_ref)/.test(text) ? ["puts a stranger's text into a script"] : []),
  ];
}

test.each(WORKFLOWS)("%s is pinned, bounded and may do no more than it does", (name) => {
  expect(faultsIn(read(name))).toEqual([]);
});

describe("a workflow in which something is wrong is noticed", () => {
  const preview = read("preview.yml");
  test.each([
    ["an action by its tag", preview.replace(/checkout@[0-9a-f]{40}/, "checkout@v5")],
    ["rights to write", preview.replace("contents: read", "contents: write")],
    ["no default rights", preview.replace("permissions: {}\n", "")],
    ["strangers' code with our rights", preview.replace("  pull_request:", "  pull_request_target:")],
    ["a job without an end", preview.replace(/ {4}timeout-minutes: \d+\n/, "")],
    ["a key", `${preview}\n          AWS_SECRET_ACCESS_KEY: x\n`],
    [
      "a title in a script",
      preview.replace("run: npm run build", `run: echo $${"{{ github.event.pull_request.title }}"}`),
    ],
    ["packages of the day", preview.replace("npm ci", "npm install")],
    ["no environment", preview.replaceAll(/ {4}environment: preview\n/g, "")],
  ])("%s", (_, text) => {
    expect(text).not.toBe(preview);
    expect(faultsIn(text)).not.toEqual([]);
  });
});

test("the lock has every package that a clean installation asks for", () => {
  type Locked = Record<"dependencies" | "optionalDependencies", Record<string, string> | undefined>;
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
    packages: Record<string, Locked>;
  };
  /** Looked for as Node does: in the folder of the package, then in each above it. */
  const found = (at: string, name: string): boolean =>
    `${at ? `${at}/` : ""}node_modules/${name}` in packages ||
    (at !== "" && found(at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/"))), name));
  const lacking = Object.entries(packages).flatMap(([at, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => !found(at, name)),
  );
  expect(Object.keys(packages).length).toBeGreaterThan(200);
  expect(lacking).toEqual([]);
});

test("a preview is made and removed by the same stage, for our own branches alone", () => {
  const text = read("preview.yml");
  expect(text).toMatch(/STAGE: pr-\$\{\{ github\.event\.number \}\}/);
  expect(text.match(/head\.repo\.full_name == github\.repository/g)).toHaveLength(2);
  expect(text).toContain("types: [opened, synchronize, reopened, closed]");
  expect(text).toContain('sst remove --stage "$STAGE"');
});

test("production comes from main, checked, and after an approval", () => {
  const text = read("production.yml");
  expect(text).toMatch(/push:\n {4}branches: \[main\]/);
  expect(text).toContain("environment: production");
  expect(text.indexOf(".ci/run")).toBeLessThan(text.indexOf("sst deploy --stage production"));
});

test.each(SCRIPTS)("%s is a script that bash can read", (name) => {
  execFileSync("bash", ["-n", join(DIR, name)]);
});

test("the script of a preview deploys nothing but previews", () => {
  const run = (stage: string) => {
    try {
      execFileSync("bash", [join(DIR, "deploy-preview.sh")], {
        env: { ...process.env, STAGE: stage },
        stdio: "pipe",
      });
      return "deployed";
    } catch (error) {
      return String((error as { stderr: Buffer }).stderr);
    }
  };
  for (const stage of ["production", "pr-1; rm -rf x", "pr-"]) expect(run(stage)).toContain("not a preview");
});

describe("a preview's secrets", () => {
  const dir = mkdtempSync(join(tmpdir(), "pix2clip-deploy-"));
  afterAll(() => rmSync(dir, { recursive: true }));
  /** In the place of sst, which would need an account: keeps what it is given, and answers as it does. */
  const STAND_IN = `#!/usr/bin/env bash
shift
case "$1 $2" in
  "secret list") cat loaded.env 2>/dev/null || echo "No secrets found" ;;
  "secret load") cp "$3" loaded.env ;;
  "secret set") echo "$3=$(head -c 27)" >> loaded.env ;;
  deploy*) mkdir -p .sst; echo '{"address":"https://a.example","mailbox":"https://a.example/sandbox/mail?key=k"}' > .sst/outputs.json ;;
esac
`;
  const deploy = () => {
    writeFileSync(join(dir, "output"), "");
    execFileSync("bash", [resolve(DIR, "deploy-preview.sh")], {
      cwd: dir,
      env: {
        PATH: `${dir}:${process.env.PATH}`,
        STAGE: "pr-7",
        GITHUB_OUTPUT: join(dir, "output"),
      },
      stdio: "pipe",
    });
    return readFileSync(join(dir, "loaded.env"), "utf8");
  };

  test("are made once, at random, and nothing of them stays; the workflow is told where the preview and its mails are", () => {
    writeFileSync(join(dir, "npx"), STAND_IN, { mode: 0o755 });
    for (const folder of ["functions", "core", "node_modules"])
      symlinkSync(resolve(folder), join(dir, folder));
    const made = deploy();
    const names = made
      .trim()
      .split("\n")
      .map((line) => line.split("=")[0]);
    expect(names).toEqual([
      "SecretKey",
      "DatabaseAppPassword",
      "MinimaxApiKey",
      "MailboxKey",
      "SignerCertificates",
      "SignerPrivateKey",
    ]);
    for (const name of ["SecretKey", "DatabaseAppPassword", "MinimaxApiKey", "MailboxKey"])
      expect(made).toMatch(new RegExp(`^${name}=[A-Za-z0-9_-]{64}$`, "m"));
    expect(made).toContain("SignerCertificates=-----BEGIN CERTIFICATE-----");
    expect(deploy()).toBe(made);
    expect(readFileSync(join(dir, "output"), "utf8")).toBe(
      "address=https://a.example\nmailbox=https://a.example/sandbox/mail?key=k\n",
    );
    expect(readdirSync(dir).filter((name) => /secrets|signer/.test(name))).toEqual([]);
  });
});
