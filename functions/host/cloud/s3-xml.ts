/** The little XML that S3 speaks: flat elements with text, read by name and written by template. */

type Content = string | number | boolean;

const NAMED: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** One element. Text is escaped; an array is elements already written. */
export function element(name: string, content: Content | string[]): string {
  return `<${name}>${Array.isArray(content) ? content.join("") : escapeText(content)}</${name}>`;
}

/** Raw contents of every element called `name` (elements do not nest in themselves here). */
export function readAll(xml: string, name: string): string[] {
  const matches = xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, "g"));
  return [...matches].map((match) => match[1] ?? "");
}

/** Text of every element called `name`, with entities resolved. */
export function readTexts(xml: string, name: string): string[] {
  return readAll(xml, name).map((raw) =>
    raw.replace(/&(#x?[0-9a-f]+|[a-z]+);/gi, (_, entity) => resolve(entity)),
  );
}

/** Escapes markup, and the control characters that an XML parser would drop or refuse. */
function escapeText(value: Content): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are legal in keys
  return String(value).replace(/[<>&"'\u0000-\u001f]/g, (char) => `&#${char.charCodeAt(0)};`);
}

function resolve(entity: string): string {
  const [, hex, code = ""] = /^#(x?)([0-9a-f]+)$/i.exec(entity) ?? [];
  if (hex === undefined) return NAMED[entity] ?? "";
  return String.fromCodePoint(Number.parseInt(code, hex === "" ? 10 : 16));
}
