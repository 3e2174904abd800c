import { describe, expect, it } from "vitest";
import { allCharts } from "../../src/charts/all-charts.js";
import type { Chart } from "../../src/charts/chart.js";
import type { Analysis } from "../../src/analysis/analysis.js";
import { sampleAnalysis } from "../report/sample-analysis.js";
import { golden, roundedJson } from "./golden-file.js";

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}

const analysis = frozen(sampleAnalysis());
const charts = allCharts(analysis);
const found = (id: string): Chart => {
  const chart = charts.find((one) => one.id === id);
  if (!chart) throw new Error(`no chart ${id}`);
  return chart;
};

function strings(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(strings) : [];
}

describe("the family of charts", () => {
  it("draws each finding of the sample once", () => {
    expect(charts.map(({ id }) => id)).toEqual([
      "statement-windows",
      "timeline",
      "outage-window",
      "verbs-and-calls",
      "rates-by-dimension",
      "remediation-1",
      "capacity-and-failures",
      "what-if",
      "break-even",
      "coverage",
    ]);
  });

  describe.each(charts.map((chart) => [chart.id, chart] as const))("%s", (_, chart) => {
    it("says its message in ten words and has a text for who cannot see it", () => {
      expect(chart.headline.split(/\s+/).length).toBeLessThanOrEqual(10);
      expect(chart.alt.length).toBeGreaterThan(40);
      expect(`${chart.headline} ${chart.subtitle} ${chart.alt}`).not.toMatch(/undefined|NaN|null|Infinity/);
    });

    it("says wherever it is shown that the data are synthetic", () => {
      for (const text of [chart.subtitle, chart.alt, JSON.stringify(chart.figure.layout["annotations"])])
        expect(text).toContain("demonstration on synthetic data");
    });

    it("is plain JSON with times as UTC text and at most five named series", () => {
      expect(JSON.parse(JSON.stringify(chart.figure))).toEqual(chart.figure);
      for (const text of strings(chart.figure))
        if (/^\d{4}-\d\d-\d\dT/.test(text)) expect(text).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      const colors = new Set(JSON.stringify(chart.figure.data).match(/#[0-9a-f]{6}/g));
      expect(colors.size).toBeLessThanOrEqual(5);
    });

    it("carries its numbers as a table and as the same CSV", () => {
      const { columns, rows } = chart.table;
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row.length).toBe(columns.length);
      expect(chart.csv.split("\r\n").length).toBe(rows.length + 2);
      for (const place of chart.cursor?.at ?? []) expect(place).toBeDefined();
    });

    it("is the figure it was", () => {
      const { expected, actual } = golden(
        `${chart.id}.json`,
        roundedJson({ headline: chart.headline, subtitle: chart.subtitle, alt: chart.alt, figure: chart.figure }),
      );
      expect(actual).toBe(expected);
    });
  });

  it("shows the measured window and the share in it", () => {
    expect(found("outage-window").headline).toBe("Failing until 10:51, not 10:40");
    const { rows } = found("outage-window").table;
    const peak = Math.max(...rows.map((row) => Number(row[3])));
    expect(peak).toBeGreaterThan(0.15);
    expect(peak).toBeLessThan(0.25);
  });

  it("leaves gaps in the line where nothing was recorded", () => {
    const outcomes = analysis.series.outcomes.map((own) => ({
      ...own,
      covered: own.covered.map((covered, i) => covered && !(i >= 30 && i < 60)),
    }));
    const whole: Analysis = { ...analysis, window: null, windows: [], series: { ...analysis.series, outcomes } };
    const chart = allCharts(whole).find(({ id }) => id === "outage-window");
    const { x, y } = chart?.figure.data[0] as { x: string[]; y: (number | null)[] };
    const [from, to] = [analysis.series.times[30], analysis.series.times[60]].map((at) => Date.parse(at ?? ""));
    const minutes = (Date.parse(x[2] ?? "") - Date.parse(x[1] ?? "")) / 60_000;
    expect(minutes).toBeGreaterThanOrEqual(1);
    for (const [i, at] of x.entries()) {
      const inside = Date.parse(at) >= (from ?? 0) && Date.parse(at) + minutes * 60_000 <= (to ?? 0);
      if (inside) expect(y[i]).toBeNull();
    }
    expect(y.filter((value) => value === null).length).toBeGreaterThan(1);
    expect(chart?.headline).toBe("No sustained rise of failures");
  });

  it("keeps failures and capacity on axes of their own that do not overlap", () => {
    const { layout } = found("capacity-and-failures").figure;
    const domains = ["yaxis", "yaxis2", "yaxis3"].map(
      (axis) => layout[axis] as { domain: [number, number]; overlaying?: string },
    );
    for (const { overlaying } of domains) expect(overlaying).toBeUndefined();
    expect(domains[0]?.domain[0]).toBeGreaterThan(domains[1]?.domain[1] ?? 1);
    expect(domains[1]?.domain[0]).toBeGreaterThan(domains[2]?.domain[1] ?? 1);
  });

  it("leaves out what the findings do not carry", () => {
    const bare: Analysis = {
      ...analysis,
      window: null,
      windows: [],
      rates: {},
      reconciliation: null,
      remediations: [],
      whatIf: [],
      statement: null,
      milestones: {},
      serviceLevel: [],
      dataQuality: [],
      series: { times: [], stepSeconds: 60, outcomes: [], values: [], latencies: [] },
    };
    expect(allCharts(bare)).toEqual([]);
  });

  it("draws a window that has not ended", () => {
    const open = {
      ...analysis.window,
      recovery: null,
      recoveryStart: null,
      recoveryInterval: null,
    } as unknown as NonNullable<Analysis["window"]>;
    const [first] = allCharts({ ...analysis, window: open, windows: [open] }).filter(
      ({ id }) => id === "outage-window",
    );
    expect(first?.headline).toBe("Failing from 09:21 on");
  });
});
