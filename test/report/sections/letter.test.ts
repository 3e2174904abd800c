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
