import { summaryText } from "../../src/analysis/summary.js";
import { mkdtempSync, rmSync, writeFileSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Analysis, analyze, vendorLetter } from "../../src/index.js";
import { writeParcels } from "./parcel-folder.js";

const STATEMENT = `# Parcel requests failed

Incident of 10 March 2026, times in UTC.

Requests failed from 09:00 to 09:40. During the outage 4% of requests failed. Before the outage 0.5% of requests failed. No requests failed in Lisbon.

The cause was an expired certificate. In the second outage 12% of requests failed.
`;

describe("the letter to the vendor", () => {
  let folder = "";
  let analysis: Analysis;
  let letter = "";
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "letter-"));
    writeParcels(folder);
    writeFileSync(join(folder, "statement.md"), STATEMENT);
    const file = join(folder, "incident.yaml");
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace("zone: UTC\nsources", "zone: Europe/Lisbon\nstatement: statement.md\nsources"),
    );
    analysis = await analyze(folder);
    letter = vendorLetter(analysis, { today: "2026-03-12" });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const quotes = (): readonly string[] =>
    [...letter.matchAll(/^\d+\. You write: "(.*)"$/gm)].map((match) => match[1] as string);

  it("puts each contradicted or open sentence once, in words of the text, and none that the data bear out", () => {
    expect(new Set(quotes()).size).toBe(quotes().length);
    const source = STATEMENT.replace(/\s+/g, " ");
    for (const quote of quotes()) expect(source).toContain(quote.replaceAll("\\", ""));
    expect(quotes().filter((quote) => quote.includes("4%"))).toHaveLength(1);
    expect(quotes().some((quote) => quote.includes("0.5%"))).toBe(false);
    expect(quotes().some((quote) => quote.includes("Lisbon"))).toBe(true);
  });

  it("gives the counts behind what it contradicts, and asks or says what would settle it", () => {
    const [, contradicted = ""] = letter.split("## What our records contradict");
    const points = contradicted.split(/^\d+\. /m).slice(1);
    expect(points[0]).toMatch(/\d+ of [\d,]+|Counted/);
    expect(letter).not.toMatch(/What would settle it:\*\* What is this based on/);
  });

  it("lists every outage, in the incident's zone", () => {
    expect(analysis.windows).toHaveLength(2);
    expect(letter).toMatch(/Outage 1 of 2/);
    expect(letter).toMatch(/Outage 2 of 2/);
    expect(letter).toMatch(/times are those of Europe\/Lisbon/);
  });

  it("has no coverage of the outage for a list of events", () => {
    const covered = new Map(analysis.dataQuality.map(({ kind, windowCoverage }) => [kind, windowCoverage]));
    expect(covered.get("events")).toBeNull();
    expect(covered.get("outcomes") ?? covered.get("counts")).toBeGreaterThan(0.9);
    expect(summaryText(analysis)).not.toMatch(/^ *deploys: .*of the outage/m);
  });

  it("asks for a statement where there is none", () => {
    const request = vendorLetter({ ...analysis, statement: null, claims: [], assertions: [] });
    expect(request).toMatch(/request for a statement/);
    expect(request).not.toMatch(/You write:/);
  });
});
