/**
 * A signing identity for one machine: root, intermediate and leaf, made once and kept in a folder. Marks signed with it
 * are valid but of an unknown issuer to everybody else; a public service brings a certificate of the C2PA trust list.
 * Uses a development dependency, so it is loaded only where no certificate is configured.
 */
import "reflect-metadata";
import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { DAY, fromNow, now } from "../../core/base/clock.ts";
import type { Signer } from "../../core/media/c2pa.ts";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
/** Marks carry no timestamp, so they end with their certificate: hence ten years, renewed in the last one. */
const YEAR = 365 * DAY;
const LIFE = 10 * YEAR;
const RENEW_BEFORE = YEAR;
/** emailProtection, which every C2PA reader accepts by default, and c2pa-kp-claimSigning, which none accepts alone. */
const USAGES = ["1.3.6.1.5.5.7.3.4", "1.3.6.1.4.1.62558.2.1"];
const ORGANISATION = "O=Pix2Clip local";

const FILES = { certificates: "signer.pem", privateKey: "signer.key", root: "root.pem" };

/**
 * The signer kept in `directory`, made there when missing or in its last year: `signer.pem` (leaf, intermediate),
 * `signer.key` (readable by this user only) and `root.pem`, which a reader may be told to trust.
 */
export async function localSigner(directory: string): Promise<Signer> {
  const kept = await readSigner(directory);
  if (kept) return kept;
  const { signer, root } = await makeChain();
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await replaceFile(join(directory, FILES.root), root);
  await replaceFile(join(directory, FILES.privateKey), signer.privateKey);
  await replaceFile(join(directory, FILES.certificates), signer.certificates);
  return signer;
}

async function readSigner(directory: string): Promise<Signer | undefined> {
  try {
    const certificates = await readFile(join(directory, FILES.certificates), "utf8");
    const privateKey = await readFile(join(directory, FILES.privateKey), "utf8");
    const ends = new X509Certificate(certificates.slice(0, certificates.indexOf("-----END") + 25)).notAfter;
    return ends.getTime() - RENEW_BEFORE > now().getTime() ? { certificates, privateKey } : undefined;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Never leaves half a file behind. */
async function replaceFile(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

async function makeChain(): Promise<{ signer: Signer; root: string }> {
  cryptoProvider.set(crypto);
  const rootKeys = await makeKeys();
  const middleKeys = await makeKeys();
  const leafKeys = await makeKeys();
  const root = await issue("Root", rootKeys, "Root", rootKeys, authority());
  const middle = await issue("Intermediate", middleKeys, "Root", rootKeys, authority(0));
  const leaf = await issue("Signer", leafKeys, "Intermediate", middleKeys, [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension(USAGES, true),
  ]);
  const key = await crypto.subtle.exportKey("pkcs8", leafKeys.privateKey);
  return {
    signer: {
      certificates: `${leaf.toString("pem")}\n${middle.toString("pem")}\n`,
      privateKey: `${PemConverter.encode(key, "PRIVATE KEY")}\n`,
    },
    root: `${root.toString("pem")}\n`,
  };
}

const makeKeys = () => crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);

const authority = (pathLength?: number): Extension[] => [
  new BasicConstraintsExtension(true, pathLength, true),
  new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
];

type Keys = CryptoKeyPair;

/** A certificate for `keys` under the name of `subject`, signed by `issuerKeys`; a minute is left for clocks that differ. */
async function issue(
  subject: string,
  keys: Keys,
  issuer: string,
  issuerKeys: Keys,
  extensions: Extension[],
): Promise<X509Certificate> {
  const notBefore = fromNow(-60_000);
  return X509CertificateGenerator.create({
    serialNumber: `01${randomBytes(12).toString("hex")}`, // positive, and without leading zeros
    subject: `${ORGANISATION}, CN=Pix2Clip local ${subject}`,
    issuer: `${ORGANISATION}, CN=Pix2Clip local ${issuer}`,
    notBefore,
    notAfter: new Date(notBefore.getTime() + LIFE),
    publicKey: keys.publicKey,
    signingKey: issuerKeys.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      ...extensions,
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(issuerKeys.publicKey),
    ],
  });
}
