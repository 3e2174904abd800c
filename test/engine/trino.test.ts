import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { openTrino } from "../../src/engine/trino.js";

type Answer = { readonly status?: number; readonly body: unknown; readonly delayMs?: number };

/** A server that gives the answers in turn, and what it was asked. */
async function server(answers: (url: string) => readonly Answer[]): Promise<{ url: string; asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = [];
  let list: readonly Answer[] = [];
  const http = createServer((request, response) => {
    const answer = list[Math.min(asked.length, list.length - 1)] as Answer;
    asked.push(request);
    request.resume();
    setTimeout(() => {
      response.writeHead(answer.status ?? 200);
      response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body));
    }, answer.delayMs ?? 0);
  });
  await new Promise<void>((ready) => http.listen(0, "127.0.0.1", ready));
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  list = answers(url);
  return { url, asked };
}

async function ask(url: string, timeoutSeconds = 5): Promise<unknown> {
  const engine = await openTrino({
    environment: { TRINO_URL: url, TRINO_USER: "reader", TRINO_PASSWORD: "secret", TRINO_CATALOG: "logs" },
    timeoutSeconds,
  });
  return engine.query("SELECT 1");
}

describe("openTrino", () => {
  it("follows the pages to FINISHED", async () => {
    const { url, asked } = await server((base) => [
      { body: { nextUri: `${base}/v1/next/1`, stats: { state: "QUEUED" } } },
      {
        body: {
          nextUri: `${base}/v1/next/2`,
          columns: [{ name: "bin" }, { name: "n" }],
          data: [[1, 2]],
          stats: { state: "RUNNING" },
        },
      },
      { body: { columns: [{ name: "bin" }, { name: "n" }], data: [[3, 4]], stats: { state: "FINISHED" } } },
    ]);
    expect(await ask(url)).toEqual({
      columns: ["bin", "n"],
      rows: [
        [1, 2],
        [3, 4],
      ],
    });
    expect(asked[0]?.headers).toMatchObject({
      "x-trino-user": "reader",
      "x-trino-catalog": "logs",
      "x-trino-time-zone": "UTC",
      authorization: `Basic ${Buffer.from("reader:secret").toString("base64")}`,
    });
  });

  it("asks a busy server again", async () => {
    const { url, asked } = await server(() => [
      { status: 503, body: "busy" },
      { body: { columns: [{ name: "n" }], data: [[1]], stats: { state: "FINISHED" } } },
    ]);
    expect(await ask(url)).toEqual({ columns: ["n"], rows: [[1]] });
    expect(asked).toHaveLength(2);
  });

  it.each([
    [
      "an error in the first answer",
      (_base: string) => [
        { body: { error: { message: "no such table", errorName: "TABLE_NOT_FOUND" }, stats: { state: "FAILED" } } },
      ],
      "TABLE_NOT_FOUND: no such table",
    ],
    [
      "an error after rows",
      (base: string) => [
        { body: { nextUri: `${base}/next`, data: [[1]] } },
        { body: { error: { message: "worker lost" } } },
      ],
      "worker lost",
    ],
    [
      "an end without FINISHED",
      (_base: string) => [{ body: { data: [[1]], stats: { state: "RUNNING" } } }],
      "state RUNNING instead of FINISHED",
    ],
    ["an answer that is no JSON", (_base: string) => [{ body: '{"data": [[1' }], "broke off its answer"],
    ["a refusal", (_base: string) => [{ status: 401, body: "who are you" }], "status 401"],
    [
      "a page elsewhere",
      (_base: string) => [{ body: { nextUri: "http://example.invalid/next", stats: { state: "RUNNING" } } }],
      "http://example.invalid",
    ],
  ])("raises an engine error for %s", async (_what, answers, message) => {
    const { url } = await server(answers);
    await expect(ask(url)).rejects.toMatchObject({
      code: "engine",
      exitCode: 4,
      message: expect.stringContaining(message) as unknown,
    });
    await expect(ask(url)).rejects.toMatchObject({
      message: expect.stringContaining("asked was: SELECT 1") as unknown,
    });
  });

  it("gives up on a server that does not answer, and says so when there is none", async () => {
    const { url } = await server(() => [{ body: {}, delayMs: 2000 }]);
    await expect(ask(url, 0.2)).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining("did not answer in time") as unknown,
    });
    await expect(ask("http://127.0.0.1:9")).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining("could not be reached") as unknown,
    });
  });

  it("tells the server to end a statement that it gives up", async () => {
    const { url, asked } = await server((base) => [
      { body: { nextUri: `${base}/v1/next/1`, stats: { state: "RUNNING" } } },
      { body: {}, delayMs: 2000 },
      { body: {} },
    ]);
    await expect(ask(url, 0.3)).rejects.toMatchObject({
      message: expect.stringContaining("did not answer in time") as unknown,
    });
    expect(asked.map((request) => `${request.method} ${request.url}`)).toEqual([
      "POST /v1/statement",
      "GET /v1/next/1",
      "DELETE /v1/next/1",
    ]);
    expect(asked[2]?.headers).toMatchObject({ "x-trino-user": "reader" });
  });
});
