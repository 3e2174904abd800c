import { PostmortemError } from "../incident/errors.js";
import { clickhouseDialect } from "./dialect.js";
import type { Cell, Engine, QueryResult } from "./engine.js";

/** Where a server is, from the environment only: credentials never stand in `incident.yaml`. */
export interface ServerOptions {
  /** Variables to read, the process's unless set. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Longest a query may take, 300 seconds unless set. */
  readonly timeoutSeconds?: number;
}

/** What is sent with every query: nothing is written, and a shard that does not answer is an error, not half an answer. */
function clickhouseSettings(timeoutSeconds: number): Readonly<Record<string, string | number>> {
  return { readonly: "2", skip_unavailable_shards: 0, output_format_json_quote_64bit_integers: 0, max_execution_time: timeoutSeconds };
}

function described(sql: string, cause: unknown): PostmortemError {
  const { message } = cause as Error;
  const timeout = /timeout|timed out|aborted/i.test(message);
  const what = timeout ? "did not answer in time" : "could not run a query";
  return new PostmortemError("engine", `ClickHouse ${what} (${message.split("\n")[0]?.slice(0, 300)}); asked was: ${sql.slice(0, 500)}`, { cause });
}

/**
 * Opens a ClickHouse server through its official client, read-only.
 *
 * Reads `CLICKHOUSE_URL` (default `http://localhost:8123`), `CLICKHOUSE_USER`, `CLICKHOUSE_PASSWORD` and `CLICKHOUSE_DATABASE`.
 *
 * @throws PostmortemError (engine) when the client is not installed; each query when the server refuses, breaks off or is too slow
 */
export async function openClickHouse(options: ServerOptions = {}): Promise<Engine> {
  const environment = options.environment ?? process.env;
  const timeoutSeconds = options.timeoutSeconds ?? 300;
  const { createClient, ClickHouseLogLevel } = await import("@clickhouse/client").catch((cause: unknown) => {
    throw new PostmortemError("engine", "engine clickhouse requires the package @clickhouse/client, got none; install it with `npm install @clickhouse/client`", { cause });
  });
  const client = createClient({
    url: environment["CLICKHOUSE_URL"] ?? "http://localhost:8123",
    username: environment["CLICKHOUSE_USER"] ?? "default",
    password: environment["CLICKHOUSE_PASSWORD"] ?? "",
    database: environment["CLICKHOUSE_DATABASE"] ?? "default",
    request_timeout: timeoutSeconds * 1000,
    // Its log would hold the queries with their settings.
    log: { level: ClickHouseLogLevel.OFF },
  });
  return {
    name: "clickhouse",
    dialect: clickhouseDialect,
    async query(sql): Promise<QueryResult> {
      try {
        const result = await client.query({ query: sql, format: "JSONCompact", clickhouse_settings: clickhouseSettings(timeoutSeconds) });
        const { meta, data } = await result.json<Cell[]>() as unknown as { meta?: { name: string }[]; data?: Cell[][] };
        // An error after the first bytes ends the answer early, with a status that says success.
        if (!meta || !data) throw new Error("the answer broke off");
        return { columns: meta.map(({ name }) => name), rows: data };
      } catch (cause) {
        throw described(sql, cause);
      }
    },
    close: () => client.close(),
  };
}
