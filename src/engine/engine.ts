import type { EngineDialect } from "./dialect.js";

/** One value of a result; 64-bit counts arrive as numbers (they stay below 2⁵³). */
export type Cell = string | number | boolean | null;

/** A result as rows of cells, in the order of `columns`. */
export interface QueryResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Whatever runs the SQL: SQL in, columns out. */
export interface Engine {
  readonly name: string;
  readonly dialect: EngineDialect;
  /**
   * A text value as an expression for this engine's queries: a parameter that is sent apart from the SQL where the server binds parameters,
   * else a quoted literal.
   */
  bound(value: string): string;
  /** @throws PostmortemError (engine) when the engine refuses, fails or is cut off */
  query(sql: string): Promise<QueryResult>;
  /** The share of the running query that is done, 0…1, where the engine tells; `null` while it does not know. */
  progress?(): number | null;
  close(): Promise<void>;
}
