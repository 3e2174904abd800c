import { describe, expect, it } from "vitest";
import { unpackedSize } from "../../src/sources/limits.js";

describe("unpackedSize", () => {
  it.each([
    ["plain text as it is", "v.csv", 5e9, 5e9],
    ["a small archive at gzip's own limit", "v.csv.gz", 1000, 1_032_000],
    ["a middling one up to where ratios are looked at", "v.csv.gz", 1e6, 2 ** 28],
    ["a large one at the ratio beyond which it is refused", "V.CSV.GZ", 24e6, 4.8e9],
    ["a zip archive at that ratio, whatever its size", "v.zip", 1000, 200_000],
  ])("holds at most, of %s", (_what, path, size, most) => expect(unpackedSize(path, size).most).toBe(most));

  it.each([
    ["v.csv", 1000, 1000],
    ["v.csv.gz", 5000, 10_000],
    ["v.XLSX", 5000, 10_000],
    ["v.parquet", 4000, 4000],
    ["v.gz.csv", 1000, 1000],
  ])("guesses the text of %s, usually and with caution", (path, usual, cautious) =>
    expect(unpackedSize(path, 1000)).toMatchObject({ usual, cautious }),
  );
});
