import { describe, expect, it } from "vitest";
import { predicateOutcome, rateOutcome } from "../../../src/statement/claims/outcome-words.js";
import { type StatedMeasure, statedMeasures } from "../../../src/statement/claims/stated-measure.js";
import { parseStatement } from "../../../src/statement/parse.js";

function measures(text: string): readonly StatedMeasure[] {
  return statedMeasures(parseStatement(text, { zone: "UTC" }).percentages, text);
}
const brief = (text: string): string =>
  measures(text)
    .map(({ outcome, when, unit }) => `${outcome} ${when} ${unit ?? "-"}`)
    .join("; ");

describe("statedMeasures", () => {
  it.each([
    ["64% of logins succeeded.", "succeeded window logins"],
    ["About 71% of API requests completed normally.", "succeeded window API requests"],
    ["The success rate fell to 64.5 %.", "succeeded window -"],
    ["Availability during the outage was 97.3%.", "succeeded window -"],
    ["93% of orders were not affected.", "succeeded window orders"],
    ["7% of orders could not be processed.", "failed window orders"],
    ["A third of uploads returned HTTP 503 errors.", "failed window uploads"],
    ["The call drop rate rose to 13%.", "failed window call"],
  ])("tells successes from failures: %s", (text, expected) => {
    expect(brief(text)).toBe(expected);
  });
  it.each([
    "About 5% of requests were delayed by more than 2 s.",
    "20% of the failed requests were retried successfully.",
    "15% of affected customers lost data.",
    "30% of disks were full.",
    "We saw 40% higher latency.",
    "CPU was at 95%.",
    "Successful logins dropped by 25%.",
    "By then 60% of traffic had been moved to the standby region.",
    "5% of requests experienced increased latency.",
    "Monthly availability in November was 99.95%.",
  ])("leaves what is no outcome of an attempt alone: %s", (text) => {
    expect(measures(text)).toMatchObject([{ outcome: "other", other: expect.stringMatching(/\S/) as string }]);
  });
  it("knows the time a share is told of", () => {
    expect(brief("The error rate rose from 3% to 21%.")).toBe("failed before -; failed window -");
    expect(brief("The success rate fell from 97% to 80% and recovered to 99%.")).toBe(
      "succeeded before -; succeeded window -; succeeded after -",
    );
    expect(brief("The failure rate dropped from 19.6% to under 1 percent.")).toBe("failed window -; failed after -");
    for (const text of [
      "At peak, 60% of requests failed.",
      "Error rates peaked at 60%.",
      "60% of requests failed at the peak.",
    ])
      expect(measures(text), text).toMatchObject([{ outcome: "failed", when: "peak" }]);
  });
  it("keeps the unit apart from what restricts it", () => {
    expect(measures("35% of requests to /v1/token and 10% of requests to /v1/capture failed.")).toMatchObject([
      { unit: "requests", scope: "requests to /v1/token" },
      { unit: "requests", scope: "requests to /v1/capture" },
    ]);
  });
  it("reads a share that the text does not hold from its own quote", () => {
    const share = {
      low: 0.25,
      high: 0.25,
      hedged: false,
      numerator: "failed",
      denominator: "requests",
      quote: "25% of requests failed",
    };
    expect(statedMeasures([share], "nothing of the kind")).toMatchObject([
      { outcome: "failed", when: "window", unit: "requests" },
    ]);
  });
});

describe("predicateOutcome", () => {
  it("goes by the verb, its object where it only met one, and its negation", () => {
    const outcomes = [
      "were retried successfully",
      "saw failed requests",
      "did not complete",
      "did not fail",
      "were not delayed",
      "began to time out",
      "ended prematurely",
      "experienced slow responses",
    ].map(predicateOutcome);
    expect(outcomes).toEqual(["other", "failed", "failed", "succeeded", "other", "failed", "failed", "other"]);
  });
  it("passes over a clause that only says which, and takes those that failed for a part", () => {
    const outcomes = [
      "that fetch media failed with code 7",
      "that load files were not affected",
      "that failed were retried",
      "that use it were retried",
    ].map(predicateOutcome);
    expect(outcomes).toEqual(["failed", "succeeded", "other", "other"]);
  });
  it("reads rates by their noun", () => {
    expect(
      ["5xx error rate", "success rate", "checkout abandonment rate", "click-through rate"].map(rateOutcome),
    ).toEqual(["failed", "succeeded", "failed", "other"]);
  });
});
