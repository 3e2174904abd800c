import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import type { Analysis } from "../../src/analysis/analysis.js";
import { analyze } from "../../src/analysis/analyze.js";
import { summaryText } from "../../src/analysis/summary.js";
import { type Planted, writtenIncident } from "./written-incident.js";

const BASE: Planted = {
  seed: 11,
  minutes: 1200,
  callsPerMinute: 12,
  exposed: 0.6,
  hazard: 0.4,
  background: 0.004,
  from: 700,
  to: 790,
};
const folders: string[] = [];

async function analysed(planted: Planted) {
  const written = writtenIncident(planted);
  folders.push(written.folder);
  return { ...written, analysis: await analyze(written.folder) };
}

function within({ interval: [low, high] }: { interval: readonly [number, number] }, value: number): boolean {
  return low <= value && value <= high;
}

afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

describe("an incident written by hand, in another zone, with its own columns and codes", () => {
  it("recovers what was planted", async () => {
    const { analysis, at, steps, calls } = await analysed(BASE);
    const { window, rates } = analysis;
    expect(Math.abs(Date.parse(window?.onset ?? "") - Date.parse(at(700)))).toBeLessThanOrEqual(2 * 60_000);
    expect(Math.abs(Date.parse(window?.recovery ?? "") - Date.parse(at(790)))).toBeLessThanOrEqual(2 * 60_000);
    expect(within(rates.steps?.rate as never, (steps[0] as number) / (steps[1] as number))).toBe(true);
    expect(within(rates.sessions?.rate as never, (calls[0] as number) / (calls[1] as number))).toBe(true);
    expect(rates.steps?.baseline.rate.value).toBeLessThan(0.01);
    expect(rates.steps?.breakdowns.map(({ dimension }) => dimension)).toEqual(["leg"]);
    expect(analysis.dataQuality.every(({ balanced }) => balanced)).toBe(true);
    expect(analysis.statement).toBeNull();
    expect(analysis.claims).toEqual([]);
  });

  it("says from the rows that unexposed calls reconcile the two rates, and that no call survived a failure", async () => {
    const { analysis } = await analysed({ ...BASE, seed: 12 });
    const holds = new Map(analysis.reconciliation?.explanations.map(({ id, holds: verdict }) => [id, verdict]));
    expect(holds.get("unexposed-calls")).toBe("supported");
    expect(holds.get("failures-survived")).toBe("contradicted");
    expect(within(analysis.reconciliation?.exposedShare as never, BASE.exposed)).toBe(true);
  });

  it("finds nothing where nothing happened", async () => {
    const { analysis } = await analysed({ ...BASE, seed: 13, hazard: BASE.background });
    expect(analysis.window).toBeNull();
    expect(analysis.windows).toEqual([]);
    expect(analysis.windowReason).toMatch(/no rise/);
    expect(summaryText(analysis)).toMatch(/No outage: no rise/);
  });

  it("gives the same findings for the same seed, and plain JSON", async () => {
    const { folder, analysis } = await analysed({ ...BASE, seed: 14, minutes: 900 });
    const again: Analysis = await analyze(folder);
    expect(JSON.stringify(again)).toBe(JSON.stringify(analysis));
  });
});
