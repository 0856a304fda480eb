import { expect, test } from "vitest";
import { PASSWORD_MIN_LENGTH } from "../../core/account/account.schema.ts";
import { hintFor, SHORTEST_PASSWORD } from "../../web/src/password-hint.ts";

const PERSON = ["Camille", "Durand-Lefebvre", "camille.durand@example.org"];

test("the pages and the server ask for the same length", () => {
  expect(SHORTEST_PASSWORD).toBe(PASSWORD_MIN_LENGTH);
});

test.each([
  ["", "empty"],
  ["elevenchars", "short"],
  ["Camille-2026", "personal"],
  ["lefebvre1984", "personal"],
  ["camille durand camille", "personal"],
  ["abababababab", "repeated"],
  ["aaaaaaaaaaaaaaaa", "repeated"],
  ["qwertyuiop123456", "repeated"],
  ["azertyuiopqsdfghjklm", "repeated"],
  ["password1234", "repeated"],
  ["tramwaysolaire", "fair"],
  ["tramway-solaire", "good"],
  ["tramway cobalt gravier", "strong"],
])("of %j it is said: %s", (password, hint) => {
  expect(hintFor(password, PERSON)).toBe(hint);
});

test("a long password that merely holds a name is not called personal", () => {
  expect(hintFor("camille mange des nuages verts", PERSON)).toBe("strong");
});
