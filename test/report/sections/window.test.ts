import { describe, expect, it } from "vitest";
import type { Analysis } from "../../../src/analysis/analysis.js";
import { windowSection } from "../../../src/report/sections/window.js";
import { sampleAnalysis } from "../sample-analysis.js";

const analysis = sampleAnalysis();
const section = (shown: Analysis): { answer: string; text: string } => {
  const { answer, body } = windowSection({
    analysis: shown,
    figure: () => null,
    figures: () => [],
    live: null,
    redacted: false,
  });
  return { answer, text: (body?.markup ?? "").replace(/<[^>]*>/g, " ") };
};

describe("windowSection", () => {
  it("counts what failed in the outages beside the largest", () => {
    const { window } = analysis;
    const other = { ...window, onset: "2024-06-04T08:40:00Z", recovery: "2024-06-04T08:50:00Z" };
    const { answer, text } = section({ ...analysis, windows: [other, window] } as Analysis);
    expect(answer).toMatch(/^90 minutes \[87, 93\], and 1 more outage$/);
    expect(text).toMatch(/Failed +[\d.]+\u00a0% \[[\d.]+, [\d.]+\]: [\d,]+ of [\d,]+ calls/);
  });

  it("speaks of the signal that departed where the declared outcome shows no outage", () => {
    const found = { ...analysis.window, source: "steps" };
    const signals = [
      {
        source: "steps",
        measure: "latency",
        quantile: 0.5,
        unit: "ms",
        direction: "up",
        window: found,
        windows: [found],
        baseline: null,
        during: null,
        why: "",
      },
    ];
    const slow = { ...analysis, window: null, windows: [], signals } as unknown as Analysis;
    const { answer, text } = section(slow);
    expect(answer).toBe("90 minutes [87, 93], in median latency of steps");
    expect(text).toContain("No outage found in the declared outcome");
    expect(section({ ...slow, signals: [] }).answer).toBe("no outage found");
  });
});
