import { describe, expect, it } from "vitest";
import type { Analysis } from "../../src/analysis/analysis.js";
import { vendorLetter } from "../../src/analysis/letter.js";
import { allCharts } from "../../src/charts/all-charts.js";
import { dimensionChart } from "../../src/charts/figures/dimension-chart.js";
import { outageWindowChart } from "../../src/charts/figures/outage-window-chart.js";
import { slicesChart } from "../../src/charts/figures/slices-chart.js";
import { timelineChart } from "../../src/charts/figures/timeline-chart.js";
import type { BreakdownRow } from "../../src/rates/rate-finding.js";
import { estimate } from "../report/planted-share.js";
import { sampleAnalysis } from "../report/sample-analysis.js";

const sample = sampleAnalysis();
const annotations = (chart: ReturnType<typeof slicesChart>): string[] =>
  ((chart?.figure.layout["annotations"] ?? []) as { text: string }[]).map(({ text }) => text);

describe("the parts that broke", () => {
  const slice = {
    where: { region: "eu", endpoint: "/pay & go" },
    failures: 900,
    attempts: 2000,
    rate: estimate(0.45, 0.02),
    baseline: estimate(0.004, 0.001),
    excessShare: estimate(0.9, 0.05),
    adjustedP: 0.001,
    sameAs: [],
  };
  const analysis: Analysis = {
    ...sample,
    slices: { dimensions: ["region", "endpoint"], found: [slice], unexplained: null, why: "Because.", leftOut: [] },
  };

  it("are drawn before and during the outage, with everything else beside them", () => {
    const chart = slicesChart(analysis);
    expect(chart?.headline).toBe("90\u00a0% of extra failures in region = eu and endpoint = /pay & go");
    const [part, rest] = chart?.table.rows ?? [];
    expect(part?.slice(0, 3)).toEqual(["region = eu and endpoint = /pay & go", 900, 2000]);
    const all = sample.rates[sample.window?.source ?? ""];
    expect(rest?.slice(0, 3)).toEqual(["everything else", (all?.failures ?? 0) - 900, (all?.attempts ?? 0) - 2000]);
    expect(annotations(chart)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^45\s% \[43.*, 47.*\], usually 0.40\s%$/)]),
    );
    expect(annotations(chart)).toContain("region = eu and endpoint = /pay &amp; go");
  });

  it("are no chart where none was found", () => {
    expect(slicesChart(sample)).toBeNull();
  });
});

describe("the changes", () => {
  const change = (id: string, verdict: "supported" | "possible" | "unlikely"): Analysis["changes"][number] => ({
    id,
    at: new Date(Date.parse(sample.window?.onset ?? "") - 120_000).toISOString(),
    what: `${id} <2.4>`,
    verdict,
    why: "",
    coincidence: null,
    rollback: false,
    minutesBefore: [1, 3],
    place: {},
    sources: ["deploys"],
  });

  it("that fit the onset are flags with how sure that is; others are none", () => {
    const analysis = {
      ...sample,
      changes: [change("a", "supported"), change("b", "possible"), change("c", "unlikely")],
    };
    const flags = annotations(outageWindowChart(analysis));
    expect(flags).toContain("a &lt;2.4&gt; (likely)");
    expect(flags).toContain("b &lt;2.4&gt; (possible)");
    expect(flags.join()).not.toContain("c &lt;2.4");
    expect(timelineChart(analysis)?.alt).toContain("a <2.4> (likely cause)");
  });
});

describe("a dimension", () => {
  it("shows every value that stands apart and says how many it leaves out", () => {
    const row = (i: number): BreakdownRow => ({
      value: `account-${i}`,
      failures: i < 15 ? 40 : 1,
      attempts: 1000 + i,
      rate: estimate(i < 15 ? 0.4 : 0.01, 0.01),
      baseline: { failures: 1, attempts: 1000 },
      adjustedP: i < 15 ? 0.001 : 1,
    });
    const [source = "", finding] = Object.entries(sample.rates)[0] ?? [];
    const breakdowns = [
      { dimension: "account", homogeneityP: 1e-9, rows: Array.from({ length: 60 }, (_, i) => row(i)) },
    ];
    const chart = dimensionChart({
      ...sample,
      rates: { [source]: { ...finding, breakdowns } as Analysis["rates"][string] },
    });
    expect(chart?.table.rows.map(([value]) => value).sort()).toEqual(
      Array.from({ length: 15 }, (_, i) => `account-${i}`).sort(),
    );
    expect(chart?.subtitle).toContain("45 more like the rest, not shown");
  });
});

describe("the zone of an incident", () => {
  const local = { ...sample, incident: { ...sample.incident, zone: "Europe/Paris" } };

  it("is that of every chart", () => {
    for (const { id, subtitle, table } of allCharts(local)) {
      expect(subtitle, id).not.toMatch(/UTC/);
      expect(table.columns.map(({ name }) => name).join(), id).not.toMatch(/UTC/);
    }
    expect(
      allCharts(local)
        .find(({ id }) => id === "timeline")
        ?.table.rows.flat()
        .join(),
    ).toContain("4 Jun 2024 11:21");
  });

  it("is that of the letter, which says so", () => {
    const letter = vendorLetter(local);
    expect(letter).toMatch(/rose at 4 Jun 2024 11:21 CEST/);
    expect(letter).toContain("times are those of Europe/Paris unless marked UTC");
    expect(vendorLetter(sample)).toContain("times are UTC");
  });
});

describe("the first chart", () => {
  const { window } = sample;
  if (!window) throw new Error("the sample has an outage");
  const text = (analysis: Analysis): readonly { text: string; xanchor: string; x: string }[] =>
    (outageWindowChart(analysis)?.figure.layout["annotations"] ?? []) as never;

  it("is of what its title counts, and says in what the ends were measured", () => {
    expect(outageWindowChart(sample)?.subtitle).toMatch(/^Calls failing, 2-minute bins · .* ends measured in steps/);
  });

  it("says when a fix was done, and that one after the end came after it", () => {
    const [fix] = sample.remediations;
    const late = { ...fix, id: "patch", from: "2024-06-04T12:51:00Z", to: null } as Analysis["remediations"][number];
    const series = sample.series.times.some((time) => time > late.from);
    const said = text({ ...sample, remediations: fix ? [fix, late] : [] }).map((one) => one.text);
    expect(said).toContain("capacity 10:10–10:28");
    if (series) expect(said).toContain("patch, 2 h after");
  });

  it("names each of several outages over its middle", () => {
    const first = { ...window, onset: "2024-06-04T08:40:00Z", recovery: "2024-06-04T08:50:00Z" };
    const names = text({ ...sample, windows: [first, window], remediations: [] });
    expect(names.find((one) => one.text === "08:40–08:50")).toMatchObject({ x: "2024-06-04T08:45:00Z" });
    expect(names.find((one) => one.text === "09:21–10:51")).toMatchObject({ xanchor: "center" });
  });

  it("shows what was stated and what is usual where no outage was found", () => {
    const claim = {
      kind: "share",
      outcome: "failed",
      values: [0.4],
      noun: "phone calls",
      instants: [{ at: "2024-06-04T09:30:00Z" }, { at: "2024-06-04T10:00:00Z" }],
    };
    const statement = { ...sample.statement, claims: [claim] } as unknown as Analysis["statement"];
    const chart = outageWindowChart({ ...sample, statement, window: null, windows: [] });
    expect(chart?.headline).toMatch(/^40\u00a0% stated, [\d.]+\u00a0% measured$/);
    expect(chart?.subtitle).toMatch(/; dotted: usual [\d.]+\u00a0%/);
    const { yaxis, annotations: said } = chart?.figure.layout as { yaxis: { range: number[] }; annotations: object[] };
    expect(yaxis.range[1]).toBeGreaterThan(0.4);
    expect(said).toEqual(expect.arrayContaining([expect.objectContaining({ text: "stated: 40\u00a0%" })]));
  });
});
