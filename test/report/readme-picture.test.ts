import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { firstScreenHash } from "../../src/report/first-screen.js";
import { bundledAnalysis } from "../run-cache.js";

describe("the picture in the README", () => {
  it("shows the first screen as it is now", async () => {
    const record = JSON.parse(readFileSync("docs/report-picture.json", "utf8")) as {
      picture: string;
      firstScreen: string;
    };
    expect(readFileSync("README.md", "utf8")).toContain(`](${record.picture})`);
    const analysis = await bundledAnalysis("data/twilio-13002");
    expect(
      record.firstScreen,
      "docs/report.png is older than the page: npm run build, then node bench/report-picture.mjs, and commit docs/report.png with its record",
    ).toBe(firstScreenHash(analysis));
  });
});
