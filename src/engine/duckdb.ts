import { availableParallelism } from "node:os";
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { PostmortemError } from "../errors/errors.js";
import { duckdbDialect } from "./dialect.js";
import type { Cell, Engine, QueryResult } from "./engine.js";

/** How the embedded engine is bounded. */
export interface DuckDBOptions {
  /** Folders that it may read; nothing else is open to it. */
  readonly readable: readonly string[];
  /** Folder for what does not fit in memory; also readable. */
  readonly temporary: string;
  /** Memory ceiling in MB, 1024 unless set. */
  readonly memoryMb?: number;
  /** Threads, all processors unless set. */
  readonly threads?: number;
  /** True if rows stay in the order of their files, which costs half of the time of loading; they do unless this is `false`. */
  readonly ordered?: boolean;
  /** Database file inside `temporary`; in memory unless set. */
  readonly file?: string;
}

function cell(value: unknown): Cell {
  if (typeof value === "bigint") return Number(value);
  if (value === null || value === undefined) return null;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "string") return value;
  return String(value);
}

async function lockDown(connection: DuckDBConnection, options: DuckDBOptions): Promise<void> {
  const folders = [...options.readable, options.temporary].map((folder) => duckdbDialect.text(folder)).join(", ");
  for (const setting of [
    "autoinstall_known_extensions = false",
    "autoload_known_extensions = false",
    "allow_community_extensions = false",
    "TimeZone = 'UTC'",
    `preserve_insertion_order = ${options.ordered ?? true}`,
    // Its progress is asked for, never printed.
    "enable_progress_bar = true",
    "enable_progress_bar_print = false",
    `temp_directory = ${duckdbDialect.text(options.temporary)}`,
    `allowed_directories = [${folders}]`,
    "enable_external_access = false",
    "lock_configuration = true",
  ])
    await connection.run(`SET ${setting}`);
}

async function start(options: DuckDBOptions): Promise<{ instance: DuckDBInstance; connection: DuckDBConnection }> {
  try {
    const { DuckDBInstance } = await import("@duckdb/node-api");
    const instance = await DuckDBInstance.create(options.file ?? ":memory:", {
      threads: String(options.threads ?? availableParallelism()),
      memory_limit: `${options.memoryMb ?? 1024}MB`,
    });
    const connection = await instance.connect();
    await lockDown(connection, options);
    return { instance, connection };
  } catch (cause) {
    throw new PostmortemError(
      "engine",
      `the embedded DuckDB requires its platform binary, got: ${(cause as Error).message}; reinstall with \`npm ci\``,
      { cause },
    );
  }
}

/**
 * Opens the embedded engine, locked down: it reads the given folders and nothing else, loads no extension, and takes no further setting.
 *
 * @throws PostmortemError (engine) when DuckDB cannot start
 */
export async function openDuckDB(options: DuckDBOptions): Promise<Engine> {
  const { instance, connection } = await start(options);
  return {
    name: "duckdb",
    dialect: duckdbDialect,
    bound: duckdbDialect.text,
    async query(sql): Promise<QueryResult> {
      try {
        const reader = await connection.runAndReadAll(sql);
        return { columns: reader.columnNames(), rows: reader.getRows().map((row) => row.map(cell)) };
      } catch (cause) {
        throw new PostmortemError(
          "engine",
          `DuckDB could not run a query: ${(cause as Error).message.split("\n")[0]}`,
          { cause },
        );
      }
    },
    progress() {
      const { percentage } = connection.progress;
      return percentage < 0 ? null : percentage / 100;
    },
    async close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
