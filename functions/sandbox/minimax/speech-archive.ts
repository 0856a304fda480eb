/** The product of long speech: a tar file with the sound, its titles (sentences with times) and some facts. */
import type { Sandbox } from "./context.ts";
import { audioSetting, cast, extraInfo, perform, type SpeechSpec } from "./t2a-request.ts";

const BLOCK = 512;

/** One entry of a tar file in the format ustar (POSIX.1-1988): a header of 512 bytes, then the content, padded. */
function entry(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(BLOCK);
  const put = (at: number, text: string) => header.write(text, at, "latin1");
  put(0, name.slice(0, 99));
  put(100, "0000644\0");
  put(108, "0000000\0");
  put(116, "0000000\0");
  put(124, `${content.length.toString(8).padStart(11, "0")}\0`);
  put(136, "00000000000\0");
  put(148, "        ");
  put(156, "0");
  put(257, "ustar\u000000");
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  return Buffer.concat([header, content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)]);
}

/** Speaks a request (JSON of a checked SpeechSpec) and packs the result. */
export async function speakToArchive(sandbox: Sandbox, taskId: string, request: string): Promise<Buffer> {
  const spec = JSON.parse(request) as SpeechSpec;
  const speech = await perform(sandbox, spec, cast(sandbox, spec, true), audioSetting(spec, 2));
  const json = (value: unknown) => Buffer.from(JSON.stringify(value));
  return Buffer.concat([
    entry(`${taskId}/${taskId}.${speech.setting.format}`, speech.bytes),
    entry(`${taskId}/${taskId}.titles`, json(speech.lines)),
    entry(`${taskId}/${taskId}.extra`, json(extraInfo(spec, speech))),
    Buffer.alloc(2 * BLOCK),
  ]);
}
