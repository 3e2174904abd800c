import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/stats/random/random.js";
import { changesText } from "../../src/statement/versions/changes-text.js";
import { compareStatements } from "../../src/statement/versions/compare-statements.js";
import { statementCorrections } from "../../src/statement/versions/corrections.js";
import { parseStatement } from "../../src/statement/parse.js";
import { statementText } from "../../src/statement/versions/statement-text.js";
import { statementFromYaml, statementToYaml } from "../../src/statement/versions/statement-yaml.js";
import { mutatedStatement } from "./mutated-statement.js";

const TEXT = `Preliminary incident report
Summary
On May 6, 2024 from 10:00 UTC until 11:00 UTC, 12% of calls failed.
Timeline
- 2024-05-06 10:00 UTC: Calls begin to fail.
- 2024-05-06 10:10 UTC: Monitors detect failing calls.
- 2024-05-06 11:00 UTC: Service functioning normally.
`;
const FINAL = TEXT.replace("Preliminary", "Final")
  .replace("until 11:00", "until 11:20")
  .replace("12%", "15%")
  .replace("11:00 UTC: Service", "11:20 UTC: Service")
  .replace(
    "- 2024-05-06 10:10 UTC: Monitors detect failing calls.\n",
    "- 2024-05-06 10:30 UTC: Engineers restarted the gateway.\n",
  );

describe("compareStatements", () => {
  const { changes, from, to } = compareStatements(parseStatement(TEXT), parseStatement(FINAL));
  const kinds = (part: string): string[] =>
    changes
      .filter((change) => change.part === part)
      .map(({ kind }) => kind)
      .sort();

  it("tells what moved, was added and was withdrawn", () => {
    expect([from, to]).toEqual(["preliminary", "final"]);
    expect(kinds("event")).toEqual(["added", "moved", "moved", "withdrawn"]);
    expect(kinds("percentage")).toEqual(["changed"]);
    expect(changes.find(({ part, kind }) => part === "window" && kind === "moved")?.minutes).toBe(20);
    expect(changesText({ changes, from, to })).toContain("20 min later");
  });

  it("finds nothing between a statement and itself", () => {
    const same = compareStatements(parseStatement(TEXT), parseStatement(TEXT));
    expect(same.changes).toEqual([]);
    expect(changesText(same)).toMatch(/say the same/);
  });
});

describe("corrections by people", () => {
  const parsed = parseStatement(TEXT);

  it("come back from YAML unchanged", () => {
    expect(statementFromYaml(statementToYaml(parsed))).toEqual(parsed);
  });

  it("are listed field by field", () => {
    const edited = statementFromYaml(statementToYaml(parsed).replace("role: detected", "role: declared"));
    expect(statementCorrections(parsed, edited)).toEqual([
      { path: "events[3].role", parsed: '"detected"', corrected: '"declared"' },
    ]);
    expect(statementCorrections(parsed, parsed)).toEqual([]);
  });

  it("are refused with the entry's name where they are no statement", () => {
    expect(() => statementFromYaml("events:\n  - { at: yesterday, role: onset }\n")).toThrow(/events\.0\.at/);
    expect(() => statementFromYaml("events: [")).toThrow(/valid YAML/);
  });
});

describe("statementText", () => {
  it("prints timeline, windows, shares and questions", () => {
    const text = statementText(parseStatement(TEXT));
    for (const part of ["Timeline (UTC", "2024-05-06 10:10", "Windows", "60 min", "12 %", "no-denominator", "Ask:"])
      expect(text).toContain(part);
  });

  it("lists by time, each instant once with all its passages, without the stamps that they begin with", () => {
    const lines = statementText(
      parseStatement(
        "# Report\n\nOn 6 May 2024 requests failed from 10:10 UTC to 11:10 UTC.\n\n## Timeline\n\n- [2024-05-06 11:10 UTC]: Service is functioning normally.\n- [2024-05-06 10:10 UTC]: The failures begin.\n",
      ),
    ).split("\n");
    const timeline = lines.slice(lines.findIndex((line) => line.startsWith("Timeline")) + 1);
    const dated = timeline.slice(0, timeline.indexOf("")).filter((line) => /\d{4}-\d\d-\d\d \d\d:\d\d /.test(line));
    expect(dated.map((line) => line.trim().slice(0, 16))).toEqual(
      [...dated.map((line) => line.trim().slice(0, 16))].sort(),
    );
    expect(dated.filter((line) => /10:10 +onset/.test(line)).length).toBe(1);
    expect(timeline.join("\n")).toContain("The failures begin.");
    expect(timeline.join("\n")).not.toContain("[2024-05-06");
  });

  it("says so when nothing dated is found, and prints no control characters", () => {
    expect(statementText(parseStatement("Es gab eine Störung."))).toContain("nothing dated found");
    expect(statementText(parseStatement("Outage \u001b[31mreport at 10:00"))).not.toContain("\u001b");
  });
});

describe("odd input", () => {
  it("reads 150 mutated statements without a crash", () => {
    const stream = seededRandom(7);
    for (let index = 0; index < 150; index++) {
      const statement = parseStatement(mutatedStatement(index % 2 === 0 ? TEXT : FINAL, () => stream.next()));
      for (const { at } of statement.events) expect(at === null || !Number.isNaN(Date.parse(at))).toBe(true);
    }
  });
});

describe("the cause in two versions", () => {
  const report = (cause: string): string =>
    `Outage of forms on 9 July 2025 (UTC)\n\nForms failed from 11:04 to 11:52. ${cause}\n`;
  const causes = (before: string, after: string): (string | null)[][] =>
    compareStatements(parseStatement(report(before)), parseStatement(report(after)))
      .changes.filter(({ part }) => part === "cause")
      .map(({ kind, before: one, after: other }) => [kind, one, other]);

  it("is changed where another is named in its place", () => {
    expect(causes("The root cause was a full disk.", "The root cause was a mistyped route.")).toEqual([
      ["changed", "a full disk", "a mistyped route"],
    ]);
  });

  it("is added where none was named, and withdrawn where none is any more", () => {
    expect(causes("We are sorry.", "This was caused by a full disk.")).toEqual([["added", null, "a full disk"]]);
    expect(causes("This was caused by a full disk.", "We are sorry.")).toEqual([["withdrawn", "a full disk", null]]);
  });

  it("is the same where it is told in other words or in more detail", () => {
    expect(
      causes("The root cause was a full disk.", "The failure was due to a disk that a nightly copy had left full."),
    ).toEqual([]);
    expect(causes("The root cause was a full disk.", "\n\n## Root cause\n\nA full disk on the second server.")).toEqual(
      [],
    );
  });
});

it("takes no heading that is new for a change of a window, nor lines that are wrapped anew", () => {
  const plain =
    "Outage of 9 July 2025 (UTC)\n\nForms failed from 11:04 to 11:52. About 20 percent of the forms were lost.\n";
  const anew =
    "# Outage of 9 July 2025 (UTC)\n\n## Summary\n\nForms failed from 11:04 to 11:52.\nAbout 20 percent of the forms\nwere lost.\n";
  expect(compareStatements(parseStatement(plain), parseStatement(anew)).changes).toEqual([]);
});
