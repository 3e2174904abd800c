import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { vendorLetter } from "../../../src/analysis/letter.js";
import { letterSection } from "../../../src/report/sections/letter.js";
import { sampleAnalysis } from "../sample-analysis.js";

describe("letterSection", () => {
  const analysis = sampleAnalysis();

  it("carries the letter to read and the same bytes to take away", () => {
    const { body } = letterSection({ analysis, figure: () => null, figures: () => [], live: null, redacted: false });
    const { document } = new JSDOM(`<body>${body?.markup}</body>`).window;
    const link = document.querySelector("a#vendor-letter");
    expect(link?.getAttribute("download")).toMatch(/^[\w.-]+-letter\.md$/);
    const [, base64 = ""] = /^data:text\/markdown;base64,(.+)$/.exec(link?.getAttribute("href") ?? "") ?? [];
    expect(Buffer.from(base64, "base64").toString("utf8")).toBe(vendorLetter(analysis));
    expect(document.querySelector("pre")?.textContent).toBe(vendorLetter(analysis));
  });

  it("asks about an outage that the statement leaves out, in the order of its questions", () => {
    const { window } = analysis;
    if (!window) throw new Error("the sample has an outage");
    const first = { ...window, onset: "2024-06-04T08:40:00Z", recovery: "2024-06-04T08:50:00Z" };
    const letter = vendorLetter({ ...analysis, windows: [first, window] });
    expect(letter).toMatch(
      /\n## What your statement leaves out\n\n\d+\. Your statement does not mention the outage that we measured on 4 Jun 2024, 08:40 to 08:50 UTC\.\n {3}- \*\*Question:\*\* /,
    );
    const numbers = [...letter.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));
    expect(numbers).toEqual(numbers.map((_, i) => i + 1));
    expect(vendorLetter(analysis)).not.toContain("leaves out");
  });

  it("gives the ends of the outage with their intervals, the day said once", () => {
    expect(vendorLetter(analysis)).toMatch(
      /- Failures rose at 4 Jun 2024 09:21 UTC \[09:\d\d, 09:\d\d\]\. .*Back at the usual level at 10:51 \[/,
    );
  });

  it("is left out where nothing is stated and nothing failed", () => {
    expect(
      letterSection({
        analysis: { ...analysis, statement: null, window: null },
        figure: () => null,
        figures: () => [],
        live: null,
        redacted: false,
      }).body,
    ).toBeNull();
  });
});
