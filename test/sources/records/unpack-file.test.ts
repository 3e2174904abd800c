import { describe, expect, it } from "vitest";
import { mostBytes } from "../../../src/sources/records/unpack-file.js";

describe("mostBytes", () => {
  it.each([
    ["plain text as it is", "v.csv", 5e9, 5e9],
    ["a small archive at gzip's own limit", "v.csv.gz", 1000, 1_032_000],
    ["a middling one up to where ratios are looked at", "v.csv.gz", 1e6, 2 ** 28],
    ["a large one at the ratio beyond which it is refused", "V.CSV.GZ", 24e6, 4.8e9],
  ])("takes %s", (_what, path, size, expected) => expect(mostBytes(path, size)).toBe(expected));
});
