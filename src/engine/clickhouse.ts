import { randomUUID } from "node:crypto";
import { PostmortemError } from "../errors/errors.js";
import { clickhouseDialect } from "./dialect.js";
import type { Cell, Engine, QueryResult } from "./engine.js";
import { onInterrupt } from "./interrupts.js";
import { serverAddress } from "./server-address.js";
import { queryTimeoutSeconds } from "./server-options.js";
import type { ServerOptions } from "./server-options.js";

/** What a limit that a profile sets does when it is reached: an error, never part of the rows as if they were all. */
const OVERFLOW_MODES = [
  "read_overflow_mode",
  "group_by_overflow_mode",
  "sort_overflow_mode",
  "result_overflow_mode",
  "timeout_overflow_mode",
  "set_overflow_mode",
  "join_overflow_mode",
  "transfer_overflow_mode",
  "distinct_overflow_mode",
] as const;

type Settings = Readonly<Record<string, string | number>>;

/** What is sent with every query: nothing is written, a shard that does not answer is an error, and a reader who leaves ends the query. */
function clickhouseSettings(timeoutSeconds: number): Settings {
  return {
    readonly: "2",
    skip_unavailable_shards: 0,
    output_format_json_quote_64bit_integers: 0,
    max_execution_time: timeoutSeconds,
    cancel_http_readonly_queries_on_client_close: 1,
    ...Object.fromEntries(OVERFLOW_MODES.map((mode) => [mode, "throw"])),
  };
}

/** What a server accepts of the settings, learnt from its refusals. */
class AcceptedSettings {
  /** The user may change none, as under ClickHouse's own profile `readonly`. */
  fixed = false;

  constructor(private settings: Settings) {}

  current(): Settings {
    return this.fixed ? {} : this.settings;
  }

  /** Takes a refusal into account; whether asking again makes sense. */
  learn(message: string): boolean {
    if (this.fixed) return false;
    if (/Cannot (?:override|modify)\b.*\bsetting/i.test(message)) {
      this.fixed = true;
      return true;
    }
    const unknown = /Unknown setting '?(\w+)/i.exec(message)?.[1];
    if (unknown === undefined || !(unknown in this.settings)) return false;
    this.settings = Object.fromEntries(Object.entries(this.settings).filter(([name]) => name !== unknown));
    return true;
  }
}

/** Raises where the profile of a user who may change no setting cuts answers short instead of refusing. */
async function requireWholeAnswers(query: (sql: string) => Promise<QueryResult>): Promise<void> {
  const names = OVERFLOW_MODES.map((mode) => `'${mode}'`).join(", ");
  const { rows } = await query(
    `SELECT name, value FROM system.settings WHERE name IN (${names}) AND value IN ('break', 'any')`,
  ).catch(() => ({ rows: [] as (readonly Cell[])[] }));
  if (rows.length === 0) return;
  throw new PostmortemError(
    "engine",
    `ClickHouse requires answers that are whole, got a profile that cuts them short (${rows.map(([name, value]) => `${String(name)} = ${String(value)}`).join(", ")}) and lets its user change nothing; use a user whose profile says throw`,
  );
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

async function clientOf(options: ServerOptions, timeoutSeconds: number) {
  const environment = options.environment ?? process.env;
  const url = serverAddress("CLICKHOUSE_URL", "http://localhost:8123", environment["CLICKHOUSE_PASSWORD"], options);
  const { createClient, ClickHouseLogLevel } = await import("@clickhouse/client").catch((cause: unknown) => {
    throw new PostmortemError(
      "engine",
      "engine clickhouse requires the package @clickhouse/client, got none; install it with `npm install @clickhouse/client`",
      { cause },
    );
  });
  return createClient({
    url,
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
 * A user who may change no setting (ClickHouse's profile `readonly`) is served without any; where that profile cuts answers short, it is refused.
 *
 * @throws PostmortemError (usage) for an address that is none or a password over plain http to another machine; (engine) when the client is not
 *   installed or the server does not answer; each query when the server refuses,
 *   breaks off or is too slow
 */
export async function openClickHouse(options: ServerOptions = {}): Promise<Engine> {
  const timeoutSeconds = queryTimeoutSeconds(options);
  const client = await clientOf(options, timeoutSeconds);
  const values = new BoundValues();
  const accepted = new AcceptedSettings(clickhouseSettings(timeoutSeconds));
  async function ask(sql: string, id: string, signal: AbortSignal): Promise<QueryResult> {
    const result = await client.query({
      query: sql,
      query_id: id,
      format: "JSONCompact",
      query_params: values.parameters(sql),
      clickhouse_settings: accepted.current(),
      abort_signal: signal,
    });
    const { meta, data } = (await result.json<Cell[]>()) as unknown as { meta?: { name: string }[]; data?: Cell[][] };
    // An error after the first bytes ends the answer early, with a status that says success.
    if (!meta || !data) throw new Error("the answer broke off");
    return { columns: meta.map(({ name }) => name), rows: data };
  }
  /** A server notices a reader who has left only where it has something to send: the query is ended by its name first. */
  async function end(id: string, ending: AbortController): Promise<void> {
    const stop = client.command({ query: `KILL QUERY WHERE query_id = '${id}' ASYNC` });
    await stop.catch(() => undefined);
    ending.abort();
  }
  async function query(sql: string): Promise<QueryResult> {
    const ending = new AbortController();
    let id = randomUUID();
    const forget = onInterrupt(() => end(id, ending));
    try {
      for (;;) {
        try {
          id = randomUUID();
          return await ask(sql, id, ending.signal);
        } catch (cause) {
          if (!accepted.learn((cause as Error).message)) throw described(sql, cause);
        }
      }
    } finally {
      forget();
    }
  }
  try {
    const bound = binds(String((await query("SELECT version() AS v")).rows[0]?.[0]))
      ? (value: string) => values.bound(value)
      : clickhouseDialect.text;
    if (accepted.fixed) await requireWholeAnswers(query);
    return { name: "clickhouse", dialect: clickhouseDialect, bound, query, close: () => client.close() };
  } catch (error) {
    await client.close();
    throw error;
  }
}
