import { describe, expect, it } from "vitest";
import { absencesIn, curesIn, lengthsIn } from "../../../src/statement/claims/without-figures.js";

describe("absencesIn", () => {
  it("reads what is said not to have happened, with its unit", () => {
    expect(absencesIn("No customer requests failed. No payments were lost.")).toMatchObject([
      { unit: "customer requests", predicate: "failed" },
      { unit: "payments", predicate: "were lost" },
    ]);
  });
  it("leaves progress and evidence alone", () => {
    expect(
      absencesIn("No further requests failed after 12:00. There is no evidence that data was lost. No one noticed."),
    ).toEqual([]);
  });
});

describe("lengthsIn", () => {
  it("reads lengths of the incident", () => {
    for (const text of [
      "We saw a brief degradation lasting about 10 minutes.",
      "The API returned errors for 10 minutes.",
      "A 10-minute outage followed.",
      "Duration: 10 minutes",
      "During the 10 minutes of the incident we were blind.",
    ]) {
      expect(lengthsIn(text), text).toMatchObject([{ minutesLow: 10, minutesHigh: 10 }]);
    }
  });
  it("leaves other lengths alone", () => {
    expect(
      lengthsIn("It eased within six minutes. Sessions time out after 30 minutes. The time to detect was 3 minutes."),
    ).toEqual([]);
  });
});

describe("curesIn", () => {
  it("finds an action that is said to have ended the problem", () => {
    expect(
      curesIn("At 11:32 UTC we scaled out the API fleet, which resolved the issue. The team restarted a host."),
    ).toEqual(["At 11:32 UTC we scaled out the API fleet, which resolved the issue."]);
  });
});
