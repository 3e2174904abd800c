import { PostmortemError } from "../errors/errors.js";
import { onInterrupt } from "./interrupts.js";
import { serverAddress } from "./server-address.js";
import { queryTimeoutSeconds } from "./server-options.js";
import type { ServerOptions } from "./server-options.js";
import { trinoDialect } from "./dialect.js";
import type { Cell, Engine, QueryResult } from "./engine.js";

/** One page of an answer, as the statement protocol has it. */
interface Page {
  readonly nextUri?: string;
  readonly columns?: readonly { readonly name: string }[];
  readonly data?: readonly (readonly Cell[])[];
  readonly error?: { readonly message: string; readonly errorName?: string };
  readonly stats?: { readonly state?: string };
}

const BUSY = new Set([429, 502, 503, 504]);
/** Requests that a busy server may turn away in a row before that is an error; the pauses between them are a second and a half together. */
const MOST_RETRIES = 5;

function fail(sql: string, what: string, cause?: unknown): never {
  throw new PostmortemError("engine", `Trino ${what}; asked was: ${sql.slice(0, 500)}`, { cause });
}

/** One request; a busy server is asked again, anything else that is not an answer is an error. */
async function request(url: string, init: RequestInit, sql: string, deadline: number): Promise<Page> {
  for (let attempt = 0; ; attempt += 1) {
    const left = deadline - performance.now();
    if (left <= 0) fail(sql, "did not answer in time");
    let response: Response;
    try {
      response = await fetch(url, { ...init, signal: AbortSignal.timeout(Math.ceil(left)) });
    } catch (cause) {
      const slow = (cause as Error).name === "TimeoutError";
      return fail(sql, slow ? "did not answer in time" : `could not be reached (${(cause as Error).message})`, cause);
    }
    if (response.ok)
      return (await response.json().catch((cause: unknown) => fail(sql, "broke off its answer", cause))) as Page;
    if (!BUSY.has(response.status) || attempt >= MOST_RETRIES)
      fail(sql, `answered with status ${response.status} (${(await response.text()).slice(0, 200)})`);
    await new Promise((done) => setTimeout(done, 50 * 2 ** attempt));
  }
}

function headersOf(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const user = environment["TRINO_USER"] ?? "postmortem";
  const password = environment["TRINO_PASSWORD"];
  return {
    "X-Trino-User": user,
    "X-Trino-Source": "postmortem-lab",
    "X-Trino-Time-Zone": "UTC",
    ...(environment["TRINO_CATALOG"] && { "X-Trino-Catalog": environment["TRINO_CATALOG"] }),
    ...(environment["TRINO_SCHEMA"] && { "X-Trino-Schema": environment["TRINO_SCHEMA"] }),
    ...(password && { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` }),
  };
}

/** Tells the server to end a statement; one that is not reached ends it by itself, later. */
async function ended(uri: string, headers: Record<string, string>): Promise<void> {
  await fetch(uri, { method: "DELETE", headers, signal: AbortSignal.timeout(1000) }).catch(() => undefined);
}

/** The next page; where it is given up, the server is told to end the statement. */
async function nextPage(uri: string, headers: Record<string, string>, sql: string, deadline: number): Promise<Page> {
  try {
    return await request(uri, { headers }, sql, deadline);
  } catch (error) {
    await ended(uri, headers);
    throw error;
  }
}

/** Follows the pages of one statement to its end; only `FINISHED` is an answer. */
async function follow(
  server: string,
  headers: Record<string, string>,
  sql: string,
  deadline: number,
): Promise<QueryResult> {
  const origin = new URL(server).origin;
  let page = await request(`${server}/v1/statement`, { method: "POST", body: sql, headers }, sql, deadline);
  let columns: readonly string[] | undefined;
  const rows: (readonly Cell[])[] = [];
  let next = page.nextUri;
  const forget = onInterrupt(() => (next === undefined ? Promise.resolve() : ended(next, headers)));
  try {
    for (;;) {
      if (page.error)
        fail(
          sql,
          `could not run a query (${page.error.errorName ?? "error"}: ${page.error.message.split("\n")[0]?.slice(0, 300)})`,
        );
      columns ??= page.columns?.map(({ name }) => name);
      for (const row of page.data ?? []) rows.push(row);
      if (page.nextUri === undefined) break;
      // Credentials go to the server that was named and to no other.
      if (new URL(page.nextUri).origin !== origin)
        fail(
          sql,
          `sent its answer to ${new URL(page.nextUri).origin}, which is refused; set TRINO_URL to that address if it is right`,
        );
      page = await nextPage(page.nextUri, headers, sql, deadline);
      next = page.nextUri;
    }
  } finally {
    forget();
  }
  const state = page.stats?.state;
  if (state !== "FINISHED") fail(sql, `ended in state ${state ?? "unknown"} instead of FINISHED`);
  return { columns: columns ?? [], rows };
}

/**
 * Opens a Trino server by its statement protocol.
 *
 * Reads `TRINO_URL` (default `http://localhost:8080`), `TRINO_USER`, `TRINO_PASSWORD`, `TRINO_CATALOG` and `TRINO_SCHEMA`. An answer
 * counts only when the server says `FINISHED`; a busy server is asked again a few times.
 *
 * @throws PostmortemError (usage) for an address that is none or a password over plain http to another machine; (engine), from each query, when the server refuses, breaks off or is too slow
 */
export async function openTrino(options: ServerOptions = {}): Promise<Engine> {
  const environment = options.environment ?? process.env;
  const address = serverAddress("TRINO_URL", "http://localhost:8080", environment["TRINO_PASSWORD"], options);
  const server = address.replace(/\/+$/, "");
  const headers = headersOf(environment);
  return {
    name: "trino",
    dialect: trinoDialect,
    bound: trinoDialect.text,
    query: (sql) => follow(server, headers, sql, performance.now() + queryTimeoutSeconds(options) * 1000),
    close: () => Promise.resolve(),
  };
}
