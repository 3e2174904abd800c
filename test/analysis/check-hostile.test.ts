import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analyze, type Analysis, check } from "../../src/index.js";
import { checkSarif, checkText } from "../../src/analysis/check-text.js";
import { writeParcels } from "./parcel-folder.js";

/** A generator of its own, so that the texts are the same on every machine. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const SENTENCES = [
  "During the first outage 25% of requests failed.",
  "Requests began to fail at 09:00 UTC on 10 March 2026.",
  "No requests failed in Lisbon.",
  "The outage lasted 40 minutes, and 400 requests were lost.",
  "The deploy of 7.4.0 caused it.",
  "p95 rose from 150 ms to 600 ms.",
];
/** What a hand with ill will puts into a report: controls, markup, heads of mails, numbers beyond measure, quotes in quotes, bidirectional marks, lines of compilers. */
const BARBS = [
  "\u0000\u0007\u001b[2J\u001b]0;title\u0007",
  '\r\nreport.md:1:1: supported: "everything": fine\r\n',
  "</script><script>alert(1)</script><img src=x onerror=alert(1)>",
  "From: a@example.org\nTo: b@example.org\nDate: Tue, 10 Mar 2026 09:00:00 +0000\nSubject: =?utf-8?B?8J+YgA==?=\n\n",
  `${"9".repeat(400)}% of requests failed.`,
  "1e999 requests failed, -0.0% of them twice, NaN were lost, and Infinity % came back.",
  '"\'"\'`"\\"${process.exit(9)}`\'"\'"',
  "\u202Eevil\u202C \u2066hidden\u2069 \u200B\u200D\uFEFF",
  '{"assertions": [], "unread": 0}',
  "| a | b |\n|---|---|\n| 09:00 | 25% |\n",
  "![x](javascript:alert(1)) [y](data:text/html,z) <!-- %n%s%x -->",
  "\uD83D\uDE00 \uD83D 99:99 UTC on 99 March 2026, 32/13/2026, 24:61",
  `${"(".repeat(300)}25%${")".repeat(300)}`,
  "the the of of in in by by to to from from ".repeat(20),
  "__proto__ constructor toString 50% of hasOwnProperty failed.",
  "\u2028\u2029\u0085\v\f",
];

/** Five hundred texts: sentences of a report with barbs before, behind and inside them. */
function hostileTexts(): readonly string[] {
  const next = random(16);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  return [...Array(500).keys()].map(() => {
    const parts = [...Array(1 + Math.floor(next() * 4)).keys()].map(() => {
      const [sentence, barb] = [pick(SENTENCES), pick(BARBS)];
      const cut = Math.floor(next() * sentence.length);
      const form = next();
      if (form < 0.4) return sentence.slice(0, cut) + barb + sentence.slice(cut);
      return form < 0.7 ? `${barb} ${sentence}` : `${sentence}\n${barb}`;
    });
    return parts.join(next() < 0.5 ? "\n\n" : " ");
  });
}

/** Characters that move a cursor, hide what follows, or end a line. */
const ACTS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

describe("five hundred hostile texts through check", () => {
  let folder = "";
  let analysis: Analysis;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "hostile-"));
    writeParcels(folder);
    analysis = await analyze(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("change nothing in the structure of lines, JSON and SARIF", async () => {
    for (const [index, text] of hostileTexts().entries()) {
      const checked = await check(text, analysis);
      const told = `text ${index}: ${JSON.stringify(text.slice(0, 120))}`;
      for (const { at, verdict, quote } of checked.assertions) {
        expect(at[0] >= 0 && at[0] < at[1] && at[1] <= text.length, told).toBe(true);
        expect(["supported", "contradicted", "not-testable", "unchecked"], told).toContain(verdict);
        expect(typeof quote, told).toBe("string");
      }
      const lines = checkText(checked, text, "report.md").split("\n");
      expect(lines, told).toHaveLength(checked.warnings.length + checked.assertions.length + 1);
      for (const line of lines.slice(0, -1)) {
        expect(line, told).toMatch(/^report\.md:\d+:\d+: (?:supported|contradicted|not-testable|unchecked|warning): /);
        expect(line, told).not.toMatch(ACTS);
      }
      expect(JSON.parse(JSON.stringify(checked)), told).toEqual(checked);
      const { runs } = JSON.parse(checkSarif(checked, text, "report.md", "1.0.0"));
      for (const { locations } of runs[0].results) {
        const { region } = locations[0].physicalLocation;
        expect(region.startLine >= 1 && region.startColumn >= 1, told).toBe(true);
      }
    }
  });
});
