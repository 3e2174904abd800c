import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { analyze } from "../../src/analysis/analyze.js";
import { check } from "../../src/analysis/check.js";
import { seededRandom } from "../../src/stats/random/random.js";

const START = Date.UTC(2026, 2, 4);
const WINDOW = [400, 450] as const;
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** Twelve hours of counts a minute and region, of which one region fails for 50 minutes; the counts of that region in them. */
function regionalCounts(source: string): { folder: string; failures: number; attempts: number } {
  const folder = mkdtempSync(join(tmpdir(), "postmortem-counts-"));
  folders.push(folder);
  const random = seededRandom(5);
  const rows = ["minute,region,requests,errors"];
  const north = { failures: 0, attempts: 0 };
  for (let minute = 0; minute < 720; minute += 1) {
    const inside = minute >= WINDOW[0] && minute < WINDOW[1];
    for (const region of ["north", "south", "west"]) {
      const attempts = 80 + Math.floor(40 * random.next());
      const failures = random.binomial(attempts, region === "north" && inside ? 0.3 : 0.01);
      rows.push(`${new Date(START + minute * 60_000).toISOString()},${region},${attempts},${failures}`);
      if (region === "north" && inside) {
        north.failures += failures;
        north.attempts += attempts;
      }
    }
  }
  writeFileSync(join(folder, "metrics.csv"), `${rows.join("\n")}\n`);
  writeFileSync(
    join(folder, "incident.yaml"),
    `id: regions\nsources:\n  requests: { file: metrics.csv, kind: counts, time: { column: minute }, failures: errors, attempts: requests${source} }\n`,
  );
  return { folder, ...north };
}

describe("rows of counts with a column that tells parts", () => {
  it.each([
    ["declared, as a table too", ", dimensions: [region]"],
    ["found, for parts and claims", ""],
  ])("are broken down by it: %s", async (_how, source) => {
    const { folder, failures, attempts } = regionalCounts(source);
    const analysis = await analyze(folder);
    const [byRegion] = analysis.rates.requests?.breakdowns ?? [];
    if (source === "") expect(byRegion).toBeUndefined();
    else expect(byRegion?.rows.find(({ value }) => value === "north")).toMatchObject({ failures, attempts });
    expect(analysis.slices?.found.map(({ where }) => where)).toEqual([{ region: "north" }]);
    const text =
      "On 4 March 2026 from 06:40 to 07:30 UTC about 30 % of requests in region north failed. Region south was not affected.";
    const { assertions } = await check(text, folder);
    expect(assertions.map(({ verdict }) => verdict)).toEqual(["supported", "supported"]);
  });
});
