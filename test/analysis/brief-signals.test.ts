import { describe, expect, it } from "vitest";
import type { Analysis } from "../../src/analysis/analysis.js";
import { accountSentence } from "../../src/analysis/brief/account.js";
import { brief } from "../../src/analysis/brief/brief.js";
import { withPlainNames } from "../../src/analysis/brief/plain-names.js";
import { countedWords } from "../../src/analysis/brief/signal-words.js";
import { terminalText } from "../../src/analysis/brief/terminal.js";
import { focusOf } from "../../src/analysis/chart-series.js";
import { summaryText } from "../../src/analysis/summary.js";
import { outageWindowChart } from "../../src/charts/figures/outage-window-chart.js";
import { departedCharts } from "../../src/charts/figures/signal-chart.js";
import type { SignalFinding } from "../../src/window/signals/signal-finding.js";
import type { WindowFinding } from "../../src/window/window-finding.js";
import { at, estimate } from "../report/planted-share.js";
import { sampleAnalysis } from "../report/sample-analysis.js";

const sample = sampleAnalysis();
const window = sample.window as WindowFinding;
const calm: Analysis = {
  ...sample,
  window: null,
  windows: [],
  windowReason: "no rise of failures is supported",
  rates: {},
  reconciliation: null,
  claims: [],
  statement: null,
  remediations: [],
};

describe("what a source counts", () => {
  it.each([
    ["checkout_requests", "checkout requests"],
    ["calls", "calls"],
    ["app", "attempts in app"],
    ["nginx_access", "attempts in nginx access"],
    ["status", "attempts in status"],
  ])("%s: %s", (source, said) => {
    expect(countedWords(source)).toBe(said);
  });
});

function departed(over: Partial<SignalFinding>): SignalFinding {
  return {
    source: "steps",
    measure: "attempts",
    quantile: null,
    unit: "attempts per minute",
    direction: "fall",
    window,
    windows: [window],
    baseline: estimate(400, 10),
    during: estimate(80, 10),
    evidence: 50,
    why: "attempts per minute in steps fell from 400 to 80.",
    ...over,
  };
}

describe("a departure that the declared outcome does not show", () => {
  it("is said as traffic that fell by a share", () => {
    const { title, tiles } = brief({ ...calm, signals: [departed({})] });
    expect(title).toMatch(/^Steps fell by 80\u00a0% for 90 minutes on 4 June$/);
    expect(tiles[2]).toEqual({ id: "hit", value: "28,800 steps", label: "fewer than usual" });
  });

  it("is said as a level that rose, and drawn with its usual level", () => {
    const signal = departed({
      source: "buffer_fill",
      measure: "value",
      unit: "fill",
      baseline: estimate(0.3, 0.01),
      during: estimate(0.9, 0.01),
    });
    const analysis = { ...calm, signals: [signal] };
    expect(brief(analysis).title).toMatch(/^Buffer fill rose from 0\.300 to 0\.900 for 90 minutes/);
    const chart = outageWindowChart(analysis);
    expect(chart?.headline).toBe("Buffer fill high from 09:21 to 10:51");
    expect(chart?.subtitle).toContain("dotted: usual 0.300");
  });

  it("is each drawn and named once beside an outage, without the one in the headline", () => {
    const latency = (quantile: number): SignalFinding =>
      departed({ measure: "latency", quantile, unit: "ms", baseline: estimate(200, 5), during: estimate(900, 20) });
    const series = {
      ...sample.series,
      latencies: [{ source: "steps", quantile: 0.5, unit: "ms", values: sample.series.times.map((_, i) => 200 + i) }],
    };
    const analysis = { ...sample, series, signals: [latency(0.9), latency(0.5), departed({})] };
    expect(departedCharts(analysis).map(({ id }) => id)).toEqual(["latency-of-steps", "attempts-of-steps"]);
    expect(terminalText(analysis, { width: 200 })).toContain(
      "Also off their usual level: median latency of steps (p90 too), traffic of steps",
    );
  });

  it("is not named beside an outage that had ended hours before", () => {
    const traffic = departed({});
    const later = { ...traffic.window, onset: at(400), recovery: null } as WindowFinding;
    const analysis = { ...sample, signals: [{ ...traffic, window: later, windows: [later] }] };
    expect(terminalText(analysis, { width: 200 })).not.toContain("usual level");
  });
});

describe("several outages", () => {
  const second = { ...window, onset: at(300), recovery: at(340), recoveryStart: at(330) } as WindowFinding;

  it("are all in the stretch that charts show, unless they lie days apart", () => {
    const both = { window, windows: [window, second], signals: [] };
    expect(focusOf([], both, null)).toEqual({ from: window.onset, to: second.recovery });
    const far = { ...second, onset: "2024-07-04T10:00:00Z", recovery: "2024-07-04T11:00:00Z" } as WindowFinding;
    expect(focusOf([], { ...both, windows: [window, far] }, null)).toEqual({ from: window.onset, to: window.recovery });
  });

  it("are each named with their times, or said to lie outside", () => {
    const texts = (analysis: Analysis): string[] =>
      ((outageWindowChart(analysis)?.figure.layout["annotations"] ?? []) as { text: string }[]).map(({ text }) => text);
    const shown = texts({ ...sample, windows: [window, second], statement: null });
    expect(shown).toContain("09:21–10:51");
    expect(shown.some((text) => /^12:00–12:40$/.test(text))).toBe(true);
    const far = { ...second, onset: "2024-07-04T10:00:00Z", recovery: "2024-07-04T11:00:00Z" } as WindowFinding;
    expect(outageWindowChart({ ...sample, windows: [window, far] })?.subtitle).toContain("1 more outside");
  });
});

describe("what is sure of a stated window", () => {
  it("is counted from the near end of where the measured one may lie", () => {
    const to = sample.statement?.windows.find(({ end }) => end !== null)?.end ?? "";
    const plus = (minutes: number): string => new Date(Date.parse(to) + minutes * 60_000).toISOString();
    const wide = { ...window, recovery: plus(19), recoveryInterval: [plus(3), plus(48)] } as WindowFinding;
    const said = accountSentence({ ...sample, window: wide, windows: [wide] });
    expect(said).not.toMatch(/19 minutes/);
  });
});

describe("a rate that is averaged over uncertain ends", () => {
  it("says so beside counts that give another share", () => {
    const rates = Object.fromEntries(
      Object.entries(sample.rates).map(([source, finding]) => [
        source,
        {
          ...finding,
          rate: estimate(finding.failures / finding.attempts + 0.05, 0.02),
          method: "Wilson; averaged over where the window's ends may lie, bins that they cut counted in part",
        },
      ]),
    );
    expect(summaryText({ ...sample, rates })).toContain("(averaged over where the ends may lie); baseline");
    expect(brief({ ...sample, rates }).tiles[1].label).toContain("averaged over uncertain ends");
    expect(summaryText(sample)).not.toContain("averaged");
  });
});

describe("the names of sources", () => {
  it("are words in sentences for readers, and stay as they are in files, backticks, quotations and fields", () => {
    const [quality] = sample.dataQuality;
    const [claim] = sample.claims;
    const why = "busy_share fell at 2024-06-04T10:00:00Z; see busy_share.csv and `busy_share`. busy_share.";
    const plain = withPlainNames({
      ...sample,
      dataQuality: [{ ...quality, source: "busy_share" }],
      claims: [{ ...claim, claim: "busy_share fell", why }],
    } as Analysis);
    expect(plain.claims[0]?.why).toBe(
      "Busy share fell at 4 Jun 2024 10:00 UTC; see busy_share.csv and `busy_share`. busy share.",
    );
    expect(plain.claims[0]?.claim).toBe("busy_share fell");
    expect(plain.dataQuality[0]?.source).toBe("busy_share");
  });
});

describe("an outage of a part", () => {
  it("has the part's share and counts in the tiles, as the title has them", () => {
    const part = { service: "fax" };
    const own = { ...window, part } as WindowFinding;
    const parts = [
      {
        where: part,
        source: "calls",
        window: own,
        failures: 202,
        attempts: 370,
        rate: estimate(0.546, 0.05),
        baseline: estimate(0.011, 0.001),
        alone: true,
        why: "",
      },
    ];
    const { title, tiles } = brief({ ...sample, window: own, windows: [own], parts, signals: [] } as Analysis);
    expect(title).toMatch(/^54\.6\s% of calls with service = fax failed/);
    expect(tiles[1]).toMatchObject({ value: "54.6\u00a0%" });
    expect(tiles[1].label).toMatch(/^of calls with service = fax .*usually 1\.1\s%$/);
    expect(tiles[2]).toMatchObject({ value: "202 calls", label: "of 370 with service = fax" });
  });
});
