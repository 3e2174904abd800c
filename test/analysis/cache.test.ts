import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { CACHE_VARIABLE, cachedAnalysis } from "../../src/analysis/cache.js";
import type { AnalysisWithRejects } from "../../src/analysis/analysis.js";

const RESULT = {
  analysis: { schema: 1, dataQuality: [{ source: "s" }], provenance: { engine: "duckdb" } },
  rejects: [],
} as unknown as AnalysisWithRejects;

/** An incident folder, and how often an analysis of it was computed since it was last asked. */
function cached(): { folder: string; cache: string; computed: (named?: string) => Promise<number> } {
  const root = mkdtempSync(join(tmpdir(), "cache-"));
  const [folder, cache] = [join(root, "incident"), join(root, "kept")];
  mkdirSync(folder);
  const before = process.env[CACHE_VARIABLE];
  process.env[CACHE_VARIABLE] = cache;
  onTestFinished(() => {
    if (before === undefined) delete process.env[CACHE_VARIABLE];
    else process.env[CACHE_VARIABLE] = before;
    rmSync(root, { recursive: true, force: true });
  });
  writeFileSync(
    join(folder, "incident.yaml"),
    "id: t\nstatement: statement.html\nsources:\n  s: { file: .rows.csv }\n",
  );
  writeFileSync(join(folder, "statement.html"), "<p>About 40 % failed.</p>");
  writeFileSync(join(root, "incident", "rows.txt"), "at,error_code\n2026-01-01T00:00:00Z,1\n");
  symlinkSync("rows.txt", join(folder, ".rows.csv"));
  const computed = async (named = folder): Promise<number> => {
    let count = 0;
    const result = await cachedAnalysis(named, {}, () => {
      count += 1;
      return Promise.resolve(RESULT);
    });
    expect(result).toEqual(RESULT);
    return count;
  };
  return { folder, cache, computed };
}

describe("a kept analysis", () => {
  it("counts only for the bytes of all that was read: a page as statement, hidden files, what links lead to", async () => {
    const { folder, computed } = cached();
    expect([await computed(), await computed()]).toEqual([1, 0]);
    writeFileSync(join(folder, "statement.html"), "<p>About 60 % failed.</p>");
    expect([await computed(), await computed()]).toEqual([1, 0]);
    writeFileSync(join(folder, "rows.txt"), "at,error_code\n2026-01-01T00:00:00Z,2\n");
    expect([await computed(), await computed()]).toEqual([1, 0]);
    writeFileSync(join(folder, "analysis.json"), "{}");
    expect(await computed()).toBe(0);
  });

  it("is one and the same however its folder is named", async () => {
    const { folder, computed } = cached();
    expect([await computed(), await computed(relative(process.cwd(), folder)), await computed(`${folder}/.`)]).toEqual([
      1, 0, 0,
    ]);
  });

  it.each([
    ["cut", (bytes: Buffer) => bytes.subarray(0, bytes.length - 9)],
    ["changed in one bit", (bytes: Buffer) => bytes.with(bytes.length - 3, (bytes.at(-3) as number) ^ 4)],
    ["empty", () => Buffer.alloc(0)],
  ])("is computed anew where its entry is %s", async (_what, damaged) => {
    const { cache, computed } = cached();
    await computed();
    const entry = join(cache, readdirSync(cache)[0] as string);
    writeFileSync(entry, damaged(readFileSync(entry)));
    expect([await computed(), await computed()]).toEqual([1, 0]);
  });
});
