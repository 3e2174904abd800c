import { describe, expect, it } from "vitest";
import { comparisonText, compareIncidents } from "../../src/analysis/compare.js";
import { summaryText } from "../../src/analysis/summary.js";
import { vendorLetter } from "../../src/analysis/letter.js";
import { timelineChart } from "../../src/charts/figures/timeline-chart.js";
import { brief } from "../../src/analysis/brief/brief.js";
import { reportHtml } from "../../src/report/report-html.js";
import { paymentAnalysis, type PaymentFolder } from "./payment-folder.js";

/** What is no word of ours in anything a person reads. */
const NO_VALUE = /\b(?:NaN|undefined|null|Infinity)\b/;
const shown = (page: string): string => page.replace(/<(script|style)[\s\S]*?<\/\1>/g, "").replace(/<[^>]*>/g, " ");

const at = (clock: string): number => Date.parse(`2026-11-12T${clock}:00Z`);
const ODD = [
  ["data that begin just before the onset", { keep: (ms) => ms >= at("11:08") }],
  ["data that end before the recovery", { keep: (ms) => ms < at("11:40") }],
  [
    "nothing that fails before the onset",
    { yaml: (text) => text.replace("{ atLeast: 500 }", "[501]"), keep: (ms) => ms >= at("11:00") },
  ],
  ["no outage", { outage: false }],
  ["a statement of another day", { statement: (text) => text.replaceAll("November 12", "November 2") }],
  [
    "alerts taken for attempts",
    {
      yaml: (text) =>
        text.replace(
          "kind: events, time: { column: startsAt }",
          'kind: outcomes, time: { column: startsAt }, failed: { state: ["firing", "resolved"] }',
        ),
    },
  ],
] as const satisfies readonly (readonly [string, PaymentFolder])[];
const [[, LATE_DATA], [, OPEN_END], , [, NO_OUTAGE], , [, ALERTS]] = ODD;

describe.each(ODD)("of %s", (_name, change) => {
  it("no output shows a number that is none", async () => {
    const analysis = await paymentAnalysis(change);
    const page = shown(await reportHtml(analysis, { key: "k" }));
    for (const text of [
      summaryText(analysis),
      vendorLetter(analysis),
      comparisonText(compareIncidents([analysis, analysis])),
      page,
    ])
      expect(text).not.toMatch(NO_VALUE);
  });
});

describe("a payment API's incident", () => {
  it("is told in its own words, in one vocabulary", async () => {
    const analysis = await paymentAnalysis();
    const page = shown(await reportHtml(analysis, { key: "k" }));
    for (const text of [summaryText(analysis), vendorLetter(analysis), page])
      expect(text.replace(/inconsistent with this traffic/, "")).not.toMatch(
        /\b(?:verbs?|calls?|dropped|drop rate|inconsistent|window of "")\b/,
      );
    expect(analysis.reconciliation?.explanations.find(({ id }) => id === "failures-survived")?.why).toMatch(
      /of the checkouts with a failed request did not fail/,
    );
  });

  it("says when engineers knew by the onset in the data, with its interval", async () => {
    const analysis = await paymentAnalysis();
    const { value, interval } = analysis.milestones["measuredTimeToDetect"]?.minutes ?? { value: 0, interval: [0, 0] };
    expect(value).toBeGreaterThan(10);
    expect(timelineChart(analysis)?.headline).toBe(
      `Detected ${Math.round(value)} [${Math.round(interval[0])}, ${Math.round(interval[1])}] minutes after the onset`,
    );
    expect(timelineChart({ ...analysis, window: null })?.headline).toMatch(/^By the statement, detected/);
  });

  it("names in its summary what is contradicted, and draws the outage there", async () => {
    const analysis = await paymentAnalysis();
    const { account, next } = brief(analysis);
    expect(account).toMatch(
      /^The vendor's statement is contradicted in \d+ of \d+ points; it begins the outage at least \d+ minutes late/,
    );
    const page = await reportHtml(analysis, { key: "k" });
    expect(page.indexOf('id="chart-outage-window"')).toBeLessThan(page.indexOf('id="next"'));
    expect(page.match(/id="chart-outage-window"/g)).toHaveLength(1);
    expect(next.todo.length).toBeGreaterThan(0);
  });

  it("says where the data begin when there is no baseline", async () => {
    const text = summaryText(await paymentAnalysis(LATE_DATA));
    expect(text).toMatch(/requests: \d+ of \d+ failed, [^;]*; no baseline: the data begin at 12 Nov 2026 11:08 UTC/);
  });

  it("makes no rate of a list of failures", async () => {
    const analysis = await paymentAnalysis(ALERTS);
    expect(Object.keys(analysis.rates)).toEqual(["requests", "checkouts"]);
    expect(analysis.dataQuality.find(({ source }) => source === "alerts")?.notes.join()).toMatch(
      /Every row of alerts is a failure/,
    );
  });

  it("is compared as a lower bound while it lasts, and by the statement only where an outage was found", async () => {
    const open = await paymentAnalysis(OPEN_END);
    const none = await paymentAnalysis(NO_OUTAGE);
    expect(open.window).toMatchObject({ recovery: null });
    expect(comparisonText(compareIncidents([open]))).toMatch(/UTC, at least \d+ minutes/);
    expect(comparisonText(compareIncidents([open]))).toMatch(/timeToDetect \(by the statement\)/);
    expect(compareIncidents([none, none]).durations).toEqual([]);
  });
});
