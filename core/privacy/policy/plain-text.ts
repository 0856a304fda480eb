import type { PolicyDocument } from "./policy.schema.ts";

/** The whole text without layout: what a version's SHA-256 is taken of. */
export const plainText = ({ title, dateText, sections }: PolicyDocument): string =>
  [
    title,
    dateText,
    ...sections.flatMap(({ number, title: heading, blocks }) => [
      `${number}.${heading}`,
      ...blocks.flatMap(({ text, items }) => [text, ...(items ?? [])]),
    ]),
  ].join("\n");
