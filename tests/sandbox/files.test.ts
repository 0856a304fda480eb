import { expect, test } from "vitest";
import { parseExactly } from "../../functions/sandbox/minimax/int64.ts";
import { HOUR, type Json, openStudio } from "./studio.ts";

const codeIn = (answer: Json): number => Number(answer.base_resp?.status_code);
const text = new TextEncoder().encode("Hello.");
const PURPOSE = "t2a_async_input";

test("a file is uploaded, listed, read and deleted under an 18-digit id that is a raw number", async () => {
  const studio = await openStudio();
  const raw = await (await studio.upload(PURPOSE, "hello.txt", text)).text();
  const [, id = ""] = /"file_id":(\d{18}),/.exec(raw) ?? [];
  expect(String(Number(id))).not.toBe(id);
  expect(await (await studio.call(`/v1/files/list?purpose=${PURPOSE}`)).text()).toContain(`"file_id":${id},`);
  expect(await (await studio.call(`/v1/files/retrieve_content?file_id=${id}`)).text()).toBe("Hello.");
  const wrong = await studio.post(
    "/v1/files/delete",
    `{"file_id":${String(BigInt(Number(id)))},"purpose":"${PURPOSE}"}`,
  );
  expect(codeIn(wrong)).toBe(2013);
  const asText = await studio.post("/v1/files/delete", { file_id: id, purpose: PURPOSE });
  expect(codeIn(asText)).toBe(2013);
  const other = await studio.post("/v1/files/delete", `{"file_id":${id},"purpose":"voice_clone"}`);
  expect(codeIn(other)).toBe(2013);
  const deleted = await (
    await studio.send("POST", "/v1/files/delete", `{"file_id":${id},"purpose":"${PURPOSE}"}`)
  ).text();
  expect(deleted).toContain(`"file_id":${id},`);
  expect(codeIn(await studio.json(`/v1/files/retrieve?file_id=${id}`))).toBe(2013);
  expect(await studio.json("/sandbox/files")).toEqual([{ id, purpose: PURPOSE, deleted: true }]);
});

test("an upload with the wrong purpose, ending or no content is refused", async () => {
  const studio = await openStudio();
  expect(codeIn((await (await studio.upload("photos", "a.txt", text)).json()) as Json)).toBe(2013);
  expect((await studio.upload("voice_clone", "voice.exe", text)).status).toBe(400);
  expect(codeIn((await (await studio.upload(PURPOSE, "a.txt", new Uint8Array(0))).json()) as Json)).toBe(
    2013,
  );
});

test("tests are told which fields and headers a request had, and never their content", async () => {
  const studio = await openStudio();
  await studio.post("/v1/files/delete", { purpose: PURPOSE, file_id: 12345678 });
  const [seen] = [...(await studio.json("/sandbox/seen"))];
  expect(seen).toMatchObject({ method: "POST", path: "/v1/files/delete", fields: ["file_id", "purpose"] });
  expect([...(seen?.headers ?? [])]).toContain("authorization");
  expect(JSON.stringify(seen)).not.toMatch(/sk-test|12345678/);
});

test("a download address works for one hour, needs no key and takes none", async () => {
  const studio = await openStudio();
  const uploaded = parseExactly(await (await studio.upload(PURPOSE, "hello.txt", text)).text()) as Json;
  const retrieve = () => studio.json(`/v1/files/retrieve?file_id=${String(uploaded.file?.file_id)}`);
  const url = String((await retrieve()).file?.download_url);
  expect(await (await fetch(url)).text()).toBe("Hello.");
  expect((await fetch(url, { headers: { authorization: "Bearer sk-test" } })).status).toBe(400);
  studio.pass(HOUR - 1000);
  expect((await fetch(url)).status).toBe(200);
  studio.pass(2000);
  expect((await fetch(url)).status).toBe(403);
  expect((await fetch(String((await retrieve()).file?.download_url))).status).toBe(200);
});
