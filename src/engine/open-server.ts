import { PostmortemError } from "../errors/errors.js";
import { openClickHouse } from "./clickhouse.js";
import type { ServerOptions } from "./server-options.js";
import type { Engine } from "./engine.js";
import { openTrino } from "./trino.js";

/**
 * Opens a server by the name of its engine, with credentials from the environment.
 *
 * @throws PostmortemError (usage) for an engine that is not known
 */
export async function openServer(name: string, options?: ServerOptions): Promise<Engine> {
  if (name === "clickhouse") return openClickHouse(options);
  if (name === "trino") return openTrino(options);
  throw new PostmortemError(
    "usage",
    `engine requires one of duckdb, clickhouse, trino, got "${name}"; correct the name`,
  );
}
