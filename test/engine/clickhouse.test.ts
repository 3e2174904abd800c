import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { openClickHouse } from "../../src/engine/clickhouse.js";
import { cancelRunning } from "../../src/engine/interrupts.js";

interface Asked {
  readonly url: URL;
  readonly authorization: string | undefined;
  readonly body: string;
}

async function server(answer: {
  status?: number;
  body: string;
  delayMs?: number;
  version?: string;
}): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const http = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      asked.push({ url: new URL(request.url ?? "", "http://x"), authorization: request.headers.authorization, body });
      if (body.startsWith("SELECT version()"))
        return response.end(
          `{"meta":[{"name":"v","type":"String"}],"data":[["${answer.version ?? "24.8.1"}"]],"rows":1}`,
        );
      setTimeout(() => {
        response.writeHead(answer.status ?? 200);
        response.end(answer.body);
      }, answer.delayMs ?? 0);
    });
  });
  await new Promise<void>((ready) => http.listen(0, "127.0.0.1", ready));
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, asked };
}

async function ask(url: string, timeoutSeconds = 5): Promise<unknown> {
  const engine = await openClickHouse({
    environment: { CLICKHOUSE_URL: url, CLICKHOUSE_USER: "reader", CLICKHOUSE_PASSWORD: "secret" },
    timeoutSeconds,
  });
  onTestFinished(() => engine.close());
  return engine.query("SELECT 1 AS n");
}

describe("openClickHouse", () => {
  it("ends an interrupted query on the server by its name", async () => {
    const { url, asked } = await server({ body: "", delayMs: 60 });
    const asking = ask(url).catch((error: unknown) => error);
    while (!asked.some(({ body }) => body.startsWith("SELECT 1")))
      await new Promise((turn) => {
        setImmediate(turn);
      });
    await cancelRunning();
    expect(await asking).toMatchObject({ code: "engine" });
    const id = asked.find(({ body }) => body.startsWith("SELECT 1"))?.url.searchParams.get("query_id");
    expect(asked.map(({ body }) => body)).toContain(`KILL QUERY WHERE query_id = '${id}' ASYNC`);
  });

  it("reads only, counts a missing shard as an error, and takes credentials from the environment", async () => {
    const { url, asked } = await server({ body: '{"meta":[{"name":"n","type":"UInt8"}],"data":[[1]],"rows":1}' });
    expect(await ask(url)).toEqual({ columns: ["n"], rows: [[1]] });
    const { searchParams } = (asked[1] as Asked).url;
    expect(searchParams.get("skip_unavailable_shards")).toBe("0");
    expect(searchParams.get("readonly")).toBe("2");
    expect((asked[1] as Asked).authorization).toBe(`Basic ${Buffer.from("reader:secret").toString("base64")}`);
  });

  it.each([
    [
      "a refusal",
      { status: 500, body: "Code: 279. DB::Exception: All connection tries failed" },
      "All connection tries failed",
    ],
    [
      "an answer that breaks off",
      { body: '{"meta":[{"name":"n","type":"UInt8"}],"data":[[1],[2' },
      "could not run a query",
    ],
    ["an answer without rows", { body: "{}" }, "broke off"],
  ])("raises an engine error for %s, with what was asked", async (_what, answer, message) => {
    const { url } = await server(answer);
    const error = await ask(url).then(
      () => undefined,
      (caught: Error) => caught,
    );
    expect(error).toMatchObject({ code: "engine", exitCode: 4 });
    expect(error?.message).toContain(message);
    expect(error?.message).toContain("asked was: SELECT 1 AS n");
    expect(error?.message).not.toContain("secret");
  });

  it.each([
    ["24.8.1.2", true],
    ["19.14.3", true],
    ["19.13.9", false],
    ["18.16.1", false],
  ])("binds values on %s: %s", async (version, binds) => {
    const { url, asked } = await server({
      body: '{"meta":[{"name":"n","type":"UInt8"}],"data":[[1]],"rows":1}',
      version,
    });
    const engine = await openClickHouse({ environment: { CLICKHOUSE_URL: url } });
    onTestFinished(() => engine.close());
    await engine.query(`SELECT ${engine.bound("it's")}`);
    const {
      body,
      url: { searchParams },
    } = asked[1] as Asked;
    expect(body).toContain(binds ? "SELECT {v0:String}" : "SELECT 'it\\'s'");
    expect(searchParams.get("param_v0")).toBe(binds ? "it\\'s" : null);
  });

  it("gives up on a server that does not answer", async () => {
    const { url } = await server({ body: "{}", delayMs: 3000 });
    await expect(ask(url, 0.3)).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining("did not answer in time") as unknown,
    });
  });

  it("asks for errors where limits of a profile would cut the answer", async () => {
    const { url, asked } = await server({ body: '{"meta":[{"name":"n","type":"UInt8"}],"data":[[1]],"rows":1}' });
    await ask(url);
    for (const mode of ["read", "timeout", "result", "group_by", "set", "join"])
      expect((asked[1] as Asked).url.searchParams.get(`${mode}_overflow_mode`)).toBe("throw");
    expect((asked[1] as Asked).url.searchParams.get("cancel_http_readonly_queries_on_client_close")).toBe("1");
  });

  it.each([
    ["not-an-address", /CLICKHOUSE_URL requires an address/],
    ["ftp://localhost", /CLICKHOUSE_URL requires an address/],
    ["http://db.example:8123", /requires https, since its password would cross the network readable/],
  ])("refuses %s before anything is sent", async (url, sentence) => {
    await expect(ask(url)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(sentence) as unknown,
    });
  });

  it("serves a user who may change no setting, and refuses a profile of his that cuts answers", async () => {
    for (const cut of [false, true]) {
      const http = createServer((request, response) => {
        let body = "";
        request.on("data", (chunk: Buffer) => (body += chunk.toString()));
        request.on("end", () => {
          const sends = /overflow_mode=|max_execution_time=/.test(request.url ?? "");
          response.writeHead(sends ? 500 : 200);
          const row = body.includes("version()")
            ? '["24.8.1"]'
            : body.includes("system.settings") && !cut
              ? ""
              : '["read_overflow_mode","break"]';
          response.end(
            sends
              ? "Code: 164. DB::Exception: Cannot modify 'readonly' setting in readonly mode"
              : `{"meta":[{"name":"a","type":"String"}],"data":[${row}],"rows":1}`,
          );
        });
      });
      await new Promise<void>((ready) => http.listen(0, "127.0.0.1", ready));
      onTestFinished(() => void http.close());
      const answer = ask(`http://127.0.0.1:${(http.address() as AddressInfo).port}`);
      if (cut)
        await expect(answer).rejects.toMatchObject({
          exitCode: 4,
          message: expect.stringContaining("cuts them short (read_overflow_mode = break)") as unknown,
        });
      else await expect(answer).resolves.toMatchObject({ columns: ["a"] });
    }
  });
});
