import { expect, test } from "vitest";
import {
  findPersonalData,
  mayBecomePersonal,
  removeFindings,
  undecided,
} from "../../web/src/personal-data.ts";

const kinds = (text: string) => findPersonalData(text).map((found) => `${found.kind} ${found.text}`);

test.each([
  ["write to marie.dupont@example.fr please", "email marie.dupont@example.fr"],
  ["élodie@exemple.fr.", "email élodie@exemple.fr"],
  ["call 06 12 34 56 78 now", "phone 06 12 34 56 78"],
  ["(0612345678)", "phone 0612345678"],
  ["+33 6 12 34 56 78", "phone +33 6 12 34 56 78"],
  ["0049 30 1234567", "phone 0049 30 1234567"],
  ["FR76 3000 6000 0112 3456 7890 189", "iban FR76 3000 6000 0112 3456 7890 189"],
  ["de89370400440532013000", "iban de89370400440532013000"],
  ["GB82 WEST 1234 5698 7654 32, thanks", "iban GB82 WEST 1234 5698 7654 32"],
  ["nir 2 55 08 14 168 025 38", "nir 2 55 08 14 168 025 38"],
  ["1 84 12 2A 451 089 33?", "nir 1 84 12 2A 451 089 33"],
])("is found: %s", (text, expected) => {
  expect(kinds(text)).toEqual([expected]);
});

test.each([
  "a lighthouse at dusk, 35 mm, f/1.8, 4K, 1920x1080",
  "in the year 2026, 10 000 lanterns over 120 boats",
  "[Push in, Tilt up] golden hour",
  "FR7630006000011234567890188",
  "2 55 08 14 168 025 39",
  "a sign that says @home",
  "48.8566, 2.3522",
])("is no personal data: %s", (text) => {
  expect(kinds(text)).toEqual([]);
});

test("several findings come in the order of the text, and removing them leaves a readable text", () => {
  const text = "Ask marie@example.fr, or 06 12 34 56 78, for the boat.";
  const found = findPersonalData(text);
  expect(found.map((finding) => finding.kind)).toEqual(["email", "phone"]);
  expect(removeFindings(text, found)).toBe("Ask, or, for the boat.");
});

test("what the writer allowed is not asked again, and a new finding is", () => {
  const text = "a@example.fr";
  expect(undecided(text, [])).toHaveLength(1);
  expect(undecided(text, ["a@example.fr"])).toEqual([]);
  expect(undecided(`${text} b@example.fr`, ["a@example.fr"]).map((finding) => finding.text)).toEqual([
    "b@example.fr",
  ]);
});

test.each(["write to marie@", "marie@exam", "call 06 12", "+33 6 1", "FR76 30"])(
  "%s may be the beginning of personal data",
  (text) => expect(mayBecomePersonal(text)).toBe(true),
);

test.each(["a boat at dusk", "a boat, 4K, at dusk", "golden hour.", "call 06 12 34 56 78"])(
  "%s is not the beginning of personal data",
  (text) => expect(mayBecomePersonal(text)).toBe(false),
);
