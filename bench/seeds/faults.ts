import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { DuckDBConnection } from "@duckdb/node-api";
import type { Random } from "../../src/stats/random/random.js";

/** What befalls the machine while a case is read. */
export type Fault = "short reads" | "failing read" | "failing query" | "late answers";

export const FAULTS: readonly Fault[] = ["short reads", "failing read", "failing query", "late answers"];

/** Calls of which one is chosen to fail: about as many as a small case makes. */
const CALLS = { read: 6, query: 20 };

function later(turns: number): Promise<void> {
  return turns === 0 ? Promise.resolve() : new Promise<void>((done) => setImmediate(done)).then(() => later(turns - 1));
}

function failing(): Error {
  return Object.assign(new Error("EIO: i/o error, read"), { code: "EIO", errno: -5, syscall: "read" });
}

/** Runs with reads that bring less than was asked for, one read or query that fails, or answers that come in another order. */
export async function under<T>(fault: Fault, random: Random, use: () => Promise<T>): Promise<T> {
  const { readSync } = fs;
  const { prototype } = DuckDBConnection;
  const query = prototype.runAndReadAll;
  let [reads, queries] = [random.integer(CALLS.read), random.integer(CALLS.query)];
  if (fault === "short reads" || fault === "failing read")
    fs.readSync = ((...given: unknown[]) => {
      if (fault === "failing read" && reads-- === 0) throw failing();
      const length = given[3];
      // readSync(descriptor, buffer, offset, length, position): a system may bring any part of what was asked for.
      if (fault === "short reads" && typeof length === "number" && length > 1)
        given[3] = 1 + random.integer(Math.min(length, 4096));
      return (readSync as (...all: unknown[]) => number)(...given);
    }) as typeof fs.readSync;
  if (fault === "failing query" || fault === "late answers")
    prototype.runAndReadAll = async function (this: DuckDBConnection, ...given) {
      if (fault === "failing query" && queries-- === 0) throw new Error("IO Error: injected");
      if (fault === "late answers") await later(random.integer(5));
      const answer = await query.apply(this, given);
      if (fault === "late answers") await later(random.integer(5));
      return answer;
    };
  syncBuiltinESMExports();
  try {
    return await use();
  } finally {
    fs.readSync = readSync;
    prototype.runAndReadAll = query;
    syncBuiltinESMExports();
  }
}
