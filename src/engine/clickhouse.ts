import { PostmortemError } from "../errors/errors.js";
import { clickhouseDialect } from "./dialect.js";
import type { Cell, Engine, QueryResult } from "./engine.js";
import { queryTimeoutSeconds } from "./server-options.js";
import type { ServerOptions } from "./server-options.js";

/** What is sent with every query: nothing is written, and a shard that does not answer is an error, not half an answer. */
function clickhouseSettings(timeoutSeconds: number): Readonly<Record<string, string | number>> {
  return {
    readonly: "2",
    skip_unavailable_shards: 0,
    output_format_json_quote_64bit_integers: 0,
    max_execution_time: timeoutSeconds,
  };
}

function described(sql: string, cause: unknown): PostmortemError {
  const { message } = cause as Error;
  const timeout = /timeout|timed out|aborted/i.test(message);
  const what = timeout ? "did not answer in time" : "could not run a query";
  return new PostmortemError(
    "engine",
    `ClickHouse ${what} (${message.split("\n")[0]?.slice(0, 300)}); asked was: ${sql.slice(0, 500)}`,
    { cause },
  );
}

/** Servers from 19.14 on bind parameters. */
function binds(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 19 || (major === 19 && minor >= 14);
}

/** Values that queries hold as parameters, by the name under which they are sent. */
class BoundValues {
  private readonly names = new Map<string, string>();

  bound(value: string): string {
    const name = this.names.get(value) ?? `v${this.names.size}`;
    this.names.set(value, name);
    return `{${name}:String}`;
  }

  parameters(sql: string): Record<string, string> {
    return Object.fromEntries(
      [...this.names].filter(([, name]) => sql.includes(`{${name}:String}`)).map(([value, name]) => [name, value]),
    );
  }
}

async function clientOf(environment: NonNullable<ServerOptions["environment"]>, timeoutSeconds: number) {
  const { createClient, ClickHouseLogLevel } = await import("@clickhouse/client").catch((cause: unknown) => {
    throw new PostmortemError(
      "engine",
      "engine clickhouse requires the package @clickhouse/client, got none; install it with `npm install @clickhouse/client`",
      { cause },
    );
  });
  return createClient({
    url: environment["CLICKHOUSE_URL"] ?? "http://localhost:8123",
    username: environment["CLICKHOUSE_USER"] ?? "default",
    password: environment["CLICKHOUSE_PASSWORD"] ?? "",
    database: environment["CLICKHOUSE_DATABASE"] ?? "default",
    request_timeout: timeoutSeconds * 1000,
    // Its log would hold the queries with their settings.
    log: { level: ClickHouseLogLevel.OFF },
  });
}

/**
 * Opens a ClickHouse server through its official client, read-only.
 *
 * Reads `CLICKHOUSE_URL` (default `http://localhost:8123`), `CLICKHOUSE_USER`, `CLICKHOUSE_PASSWORD` and `CLICKHOUSE_DATABASE`. Values go as
 * bound parameters to servers that have them (19.14 and later), as quoted literals to older ones.
 *
 * @throws PostmortemError (engine) when the client is not installed or the server does not answer; each query when the server refuses,
 *   breaks off or is too slow
 */
export async function openClickHouse(options: ServerOptions = {}): Promise<Engine> {
  const timeoutSeconds = queryTimeoutSeconds(options);
  const client = await clientOf(options.environment ?? process.env, timeoutSeconds);
  const values = new BoundValues();
  async function query(sql: string): Promise<QueryResult> {
    try {
      const result = await client.query({
        query: sql,
        format: "JSONCompact",
        query_params: values.parameters(sql),
        clickhouse_settings: clickhouseSettings(timeoutSeconds),
      });
      const { meta, data } = (await result.json<Cell[]>()) as unknown as { meta?: { name: string }[]; data?: Cell[][] };
      // An error after the first bytes ends the answer early, with a status that says success.
      if (!meta || !data) throw new Error("the answer broke off");
      return { columns: meta.map(({ name }) => name), rows: data };
    } catch (cause) {
      throw described(sql, cause);
    }
  }
  try {
    const bound = binds(String((await query("SELECT version() AS v")).rows[0]?.[0]))
      ? (value: string) => values.bound(value)
      : clickhouseDialect.text;
    return { name: "clickhouse", dialect: clickhouseDialect, bound, query, close: () => client.close() };
  } catch (error) {
    await client.close();
    throw error;
  }
}
