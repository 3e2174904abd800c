import { describe, expect, it } from "vitest";
import { sliceColumns } from "../../../src/sources/columns/slice-columns.js";
import type { ResolvedSource } from "../../../src/sources/columns/column-roles.js";

const SOURCE = {
  kind: "outcomes",
  time: { column: "time" },
  failed: { kind: "own", where: [] },
} as unknown as ResolvedSource;

/** The columns that are searched of rows in which each column has so many values, written by a rule. */
function searched(rules: Readonly<Record<string, (row: number) => string>>, rows = 300): string[] {
  const columns = Object.keys(rules);
  const sample = Array.from({ length: rows }, (_, row) =>
    columns.map((column) => (rules[column] as (row: number) => string)(row)),
  );
  return sliceColumns(SOURCE, columns, sample);
}

describe("the columns that are searched without being declared", () => {
  it("are those of accounts and machines too, as far as their identifiers recur", () => {
    expect(
      searched({
        customer: (row) => `acme-${row % 60}`,
        account_sid: (row) => `AC${String(row % 7).padStart(32, "0")}`,
        tenantId: (row) => `t${row % 40}`,
        shard: (row) => String(row % 64),
        store_no: (row) => String(100 + (row % 30)),
      }),
    ).toEqual(["customer", "account_sid", "tenantId", "shard", "store_no"]);
  });

  it("are none whose values hardly recur, as those of persons do", () => {
    expect(searched({ customer: (row) => `c-${row % 140}`, account_id: (row) => `a${row % 101}` })).toEqual([]);
    expect(searched({ customer: (row) => `c-${row % 100}` })).toEqual(["customer"]);
  });

  it("are none of persons, requests, measures and repeated tries", () => {
    expect(
      searched({
        user_id: (row) => `u${row % 30}`,
        call_sid: (row) => `CA${row % 30}`,
        customer: (row) => `someone${row % 30}@example.org`,
        bytes: (row) => String(row % 64),
        attempt: (row) => String(1 + (row % 3)),
        retry_count: (row) => String(row % 4),
        region: (row) => ["eu", "us"][row % 2] as string,
      }),
    ).toEqual(["region"]);
  });
});
