import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { check } from "../../src/index.js";

const FIRST = Date.UTC(2026, 4, 6, 6);
const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** Eight hours of parcels by the minute, one in five hundred lost, and a few more from 10:00 on. */
function parcels(perMinute: number, more: number): string {
  const folder = mkdtempSync(join(tmpdir(), "small-outage-"));
  made.push(folder);
  const lines = ["time,lost,sent"];
  for (let minute = 0; minute < 480; minute += 1) {
    const usual = (minute * perMinute) % 500 < perMinute ? 1 : 0;
    const extra = minute >= 240 && minute < 240 + more ? 1 : 0;
    lines.push(`${new Date(FIRST + minute * 60_000).toISOString()},${usual + extra},${perMinute}`);
  }
  writeFileSync(join(folder, "parcels.csv"), `${lines.join("\n")}\n`);
  writeFileSync(
    join(folder, "incident.yaml"),
    `id: parcels
zone: UTC
sources:
  parcels: { file: parcels.csv, kind: counts, time: { column: time, zone: UTC }, failures: lost, attempts: sent }
outcome: parcels
`,
  );
  return folder;
}

const TEXT = "**Date:** 6 May 2026 (UTC)\n\nThe outage began at 10:00.\n\nThe outage ended at 10:30.\n";

async function verdicts(perMinute: number, more: number): Promise<Record<string, string>> {
  const { assertions } = await check(TEXT, parcels(perMinute, more));
  const told = assertions.filter(({ kind }) => kind === "onset" || kind === "recovery");
  return Object.fromEntries(told.map(({ kind, verdict }) => [kind, verdict]));
}

describe("a stated beginning or end where no outage was found", () => {
  it("is left open where so few attempts were made then that a small one may be among them", async () => {
    expect(await verdicts(5, 2)).toEqual({ onset: "not-testable", recovery: "not-testable" });
  }, 60_000);

  it("is left open where more failed in that half hour than in the rest, though no outage is told from it", async () => {
    expect((await verdicts(250, 16)).onset).toBe("not-testable");
  }, 60_000);

  it("is contradicted where the attempts of that half hour would have shown one", async () => {
    expect(await verdicts(250, 0)).toEqual({ onset: "contradicted", recovery: "contradicted" });
  }, 60_000);
});

describe("a share of a report without an outage", () => {
  it("is read over all of the data, unless it is said of an outage", async () => {
    const said = [
      "About 0.2 % of parcels failed.",
      "About 1 % of parcels failed.",
      "About 3 % of parcels failed during the outage.",
    ];
    const { assertions } = await check(`**Date:** 6 May 2026 (UTC)\n\n${said.join("\n\n")}\n`, parcels(250, 0));
    const told = said.map(
      (sentence) => assertions.find(({ quote, kind }) => kind === "share" && sentence.includes(quote))?.verdict,
    );
    expect(told).toEqual(["supported", "contradicted", "not-testable"]);
  }, 60_000);
});
