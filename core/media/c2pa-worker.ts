/**
 * The worker behind c2pa.ts: one question, one answer, in order. Wraps `@contentauth/c2pa-wasm`, which is made for
 * browsers: signing wants a Blob and a FileReaderSync (only their sizes, slices and bytes), and a finished COSE_Sign1 from
 * the signer. Imports no other file of ours at run time, so it can be shipped beside a bundle as it is.
 */
import { createPrivateKey, sign as signBytes, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parentPort } from "node:worker_threads";
import { initSync, WasmBuilder, WasmReader } from "@contentauth/c2pa-wasm";
import { Encoder, Tag } from "cbor-x";

/** `manifest`: its definition as JSON. `certificates` and `privateKey`: PEM, see Signer in c2pa.ts. */
export type SignQuestion = {
  kind: "sign";
  bytes: Uint8Array;
  contentType: string;
  manifest: string;
  certificates: string;
  privateKey: string;
};
export type ReadQuestion = { kind: "read"; bytes: Uint8Array; contentType: string };
export type Question = SignQuestion | ReadQuestion;
/** Of the newest manifest. `valid`: signature and hashes hold; whether the issuer is trusted is another question. */
export type Mark = { digitalSourceType: string | undefined; valid: boolean; issuer: string | undefined };
export type Answer =
  | { kind: "signed"; bytes: Uint8Array }
  | { kind: "read"; mark: Mark | undefined }
  | { kind: "failed"; reason: string };

class BytesBlob {
  readonly #bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }
  get size(): number {
    return this.#bytes.byteLength;
  }
  slice(from = 0, to = this.size): BytesBlob {
    return new BytesBlob(this.#bytes.subarray(from, to));
  }
  copy(): ArrayBufferLike {
    return Uint8Array.from(this.#bytes).buffer;
  }
}
Object.assign(globalThis, {
  FileReaderSync: class {
    readAsArrayBuffer = (blob: BytesBlob) => blob.copy();
  },
});
initSync({ module: readFileSync(fileURLToPath(import.meta.resolve("@contentauth/c2pa-wasm/c2pa.wasm"))) });

/** A manifest may name an address to fetch; nothing in a stranger's file opens a connection here. */
const SETTINGS = JSON.stringify({ verify: { remote_manifest_fetch: false, ocsp_fetch: false } });

const cbor = new Encoder({ tagUint8Array: false, useRecords: false, mapsAsObjects: false });
const encode = (value: unknown): Uint8Array<ArrayBuffer> => Uint8Array.from(cbor.encode(value));

/** COSE header labels and algorithm (RFC 9052, RFC 9360): alg = ES256, x5chain. */
const [ALG, ES256, X5CHAIN, COSE_SIGN1] = [1, -7, 33, 18];
/** Room for signature and headers beside the certificates. */
const SIGNATURE_ROOM_BYTES = 1024;

async function sign({ bytes, contentType, manifest, ...signer }: SignQuestion): Promise<Answer> {
  const chain = certificates(signer.certificates);
  const key = createPrivateKey(signer.privateKey);
  const reserveSize = SIGNATURE_ROOM_BYTES + chain.reduce((sum, { byteLength }) => sum + byteLength, 0);
  using builder = WasmBuilder.fromJson(manifest, SETTINGS);
  const cose = async (claim: Uint8Array): Promise<Uint8Array<ArrayBuffer>> => {
    const headers = encode(
      new Map<number, unknown>([
        [ALG, ES256],
        [X5CHAIN, chain],
      ]),
    );
    const message = encode(["Signature1", headers, new Uint8Array(0), Uint8Array.from(claim)]);
    const signature = signBytes("sha256", message, { key, dsaEncoding: "ieee-p1363" });
    return padded(reserveSize, (pad) =>
      encode(new Tag([headers, new Map([["pad", pad]]), null, Uint8Array.from(signature)], COSE_SIGN1)),
    );
  };
  const blob = new BytesBlob(bytes) as unknown as Blob;
  return {
    kind: "signed",
    bytes: await builder.sign({ sign: cose, reserveSize, alg: "es256" }, [], contentType, blob),
  };
}

/** The encoding whose padding makes it exactly `size` bytes: any other size signs without complaint and is invalid. */
function padded(size: number, make: (pad: Uint8Array) => Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  let pad = size - make(new Uint8Array(0)).byteLength;
  while (pad > 0 && make(new Uint8Array(pad)).byteLength > size) pad -= 1; // its own length header grows too
  const whole = make(new Uint8Array(Math.max(pad, 0)));
  if (whole.byteLength !== size) throw new Error("the signature does not fill its place");
  return whole;
}

function certificates(pem: string): Uint8Array[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw new Error("no certificate to sign with");
  return blocks.map((block) => Uint8Array.from(new X509Certificate(block).raw));
}

type Store = {
  active_manifest?: string;
  validation_state?: string;
  manifests?: Record<
    string,
    { assertions?: { label: string; data: unknown }[]; signature_info?: { issuer?: string } }
  >;
};
type Actions = { actions?: { action: string; digitalSourceType?: string }[] };

const BROKEN: Mark = { digitalSourceType: undefined, valid: false, issuer: undefined };

async function read({ bytes, contentType }: ReadQuestion): Promise<Answer> {
  try {
    using reader = await WasmReader.fromBytes(contentType, bytes, SETTINGS);
    const store: Store = JSON.parse(reader.json());
    const active = store.manifests?.[store.active_manifest ?? ""];
    const created = (active?.assertions ?? [])
      .filter(({ label }) => label.startsWith("c2pa.actions"))
      .flatMap(({ data }) => (data as Actions).actions ?? [])
      .find(({ action }) => action === "c2pa.created");
    return {
      kind: "read",
      mark: {
        digitalSourceType: created?.digitalSourceType,
        valid: store.validation_state === "Valid" || store.validation_state === "Trusted",
        issuer: active?.signature_info?.issuer,
      },
    };
  } catch (error) {
    // A manifest too damaged to be parsed is a mark that does not hold; a file without one has no mark.
    const marked = !reasonOf(error).includes("JumbfNotFound") && Buffer.from(bytes.buffer).includes("c2pa");
    return { kind: "read", mark: marked ? BROKEN : undefined };
  }
}

/** The library throws plain strings as well as errors. */
const reasonOf = (error: unknown) =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

const port = parentPort;
port?.on("message", async (question: Question) => {
  const work = question.kind === "sign" ? sign(question) : read(question);
  port.postMessage(
    await work.catch((error: unknown): Answer => ({ kind: "failed", reason: reasonOf(error) })),
  );
});
