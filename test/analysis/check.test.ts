import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Assertion, type Checked, check } from "../../src/index.js";
import { checkSarif, checkText, placeOf } from "../../src/analysis/check-text.js";

/** One day of a made service: 30 orders a minute, 1 % fail, 40 % from 12:00 to 13:00, in the north only 1 %. */
function orders(): string {
  const lines = ["id,at,code,area"];
  for (let minute = 0; minute < 1440; minute += 1)
    for (let one = 0; one < 30; one += 1) {
      const north = one % 3 === 0;
      const inside = minute >= 720 && minute < 780 && !north;
      // A spread without a pattern that any span could meet: the golden ratio's multiples.
      const fails = ((minute * 30 + one) * 0.6180339887) % 1 < (inside ? 0.6 : 0.01);
      const at = new Date(Date.UTC(2026, 0, 5, 0, minute, one * 2)).toISOString();
      lines.push(`o${minute * 30 + one},${at},${fails ? 500 : 200},${north ? "north" : "south"}`);
    }
  return `${lines.join("\n")}\n`;
}

const YAML = `id: orders
title: Failed orders
zone: UTC
sources:
  orders:
    file: orders.csv
    kind: outcomes
    time: { column: at, zone: UTC }
    id: id
    failed: { code: ["500"] }
    dimensions: [area]
`;

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "check-"));
  writeFileSync(join(folder, "orders.csv"), orders());
  writeFileSync(join(folder, "incident.yaml"), YAML);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HEAD = "# Failed orders\n\n**Date:** 5 January 2026 (all times UTC)\n\n";
const TRUE = [
  "Orders began to fail at 12:00.",
  "The outage lasted one hour.",
  "Before the outage, 1% of orders failed.",
  "During the outage, 40% of orders failed.",
  "The error rate rose from 1% to 40%.",
  "From 12:00 to 13:00, 733 orders failed.",
  "After recovery, 1% of orders failed.",
  "The north was not affected.",
  "By 13:05 the error rate was back to normal.",
];
const FALSE = [
  "Orders began to fail at 10:30.",
  "The outage lasted 20 minutes.",
  "Before the outage, 6% of orders failed.",
  "During the outage, 12% of orders failed.",
  "The error rate rose from 1% to 85%.",
  "From 12:00 to 13:00, 2,300 orders failed.",
  "After recovery, 9% of orders failed.",
  "The south was not affected.",
  "By 12:20 the error rate was back to normal.",
  "Service was back to normal at 13:55 UTC on 2026-01-05.",
];
const OPEN = [
  "1,200 customers were affected.",
  "The outage cost 40,000 USD.",
  "No orders failed in Lisbon.",
  "The root cause was an expired certificate.",
  "On 3 November 2025 a similar outage lasted 45 minutes.",
  "CPU usage on the database reached 97%.",
  "Monitoring raised an alert at 12:03.",
];

const of = ({ assertions }: Checked, text: string, sentence: string): readonly Assertion[] => {
  const from = text.indexOf(sentence);
  return assertions.filter(({ at }) => at[0] < from + sentence.length && from < at[1]);
};

describe("check", () => {
  it("decides what the rows hold, and lists what they do not", async () => {
    const text = HEAD + [...TRUE, ...FALSE, ...OPEN].map((sentence) => `- ${sentence}\n`).join("");
    const checked = await check(text, folder);
    for (const sentence of TRUE)
      expect(
        of(checked, text, sentence).map(({ verdict }) => verdict),
        sentence,
      ).toEqual(["supported"]);
    for (const sentence of FALSE)
      expect(
        of(checked, text, sentence).map(({ verdict }) => verdict),
        sentence,
      ).toEqual(["contradicted"]);
    for (const sentence of OPEN) {
      const own = of(checked, text, sentence);
      expect(own.length, sentence).toBeGreaterThan(0);
      for (const { verdict } of own) expect(["unchecked", "not-testable"], sentence).toContain(verdict);
    }
    expect(checked.unread).toBe(0);
    for (const { quote, at, readAs, needs, verdict } of checked.assertions) {
      expect(text.slice(...at).replace(/\s+/g, " ")).toContain(quote.slice(0, 20));
      expect(readAs).not.toBe("");
      expect(needs === null).toBe(verdict === "supported" || verdict === "contradicted");
    }
  });

  it("prints a line an assertion and says by its exit code whether one is contradicted", () => {
    const file = join(folder, "report.md");
    const run = (text: string, ...more: string[]) => {
      writeFileSync(file, text);
      return spawnSync(process.execPath, ["dist/cli.js", "check", file, folder, ...more], { encoding: "utf8" });
    };
    const bad = run(`${HEAD}${FALSE[3]}\n`);
    expect(bad.status).toBe(5);
    expect(bad.stdout).toMatch(/report\.md:5:1: contradicted: "During the outage, 12% of orders failed\."/);
    const good = run(`${HEAD}${TRUE[3]}\n`, "--json");
    expect(good.status).toBe(0);
    expect(JSON.parse(good.stdout)).toMatchObject({ assertions: [{ verdict: "supported" }], unread: 0 });
    expect(JSON.parse(run(`${HEAD}${FALSE[3]}\n`, "--sarif").stdout)).toMatchObject({ version: "2.1.0" });
  });

  it("warns of a language that it does not read, and lists its figures", async () => {
    const german =
      "Am 5. Januar 2026 kam es zwischen 12:00 und 13:00 Uhr zu einer Störung. Dabei wurden 40 % der Bestellungen nicht angenommen, und es waren 733 Kunden betroffen. Wir entschuldigen uns für die Unannehmlichkeiten und haben mit den Arbeiten an der Ursache sofort begonnen, die von einem Fehler in der Datenbank ausging.";
    const { assertions, warnings } = await check(german, folder);
    expect(warnings).toHaveLength(1);
    expect(assertions.length).toBeGreaterThan(0);
    for (const { verdict } of assertions) expect(verdict).toBe("unchecked");
  });
});

describe("lines and SARIF", () => {
  const one: Assertion = {
    id: "a1",
    claim: null,
    quote: "40% failed\u001b[31m\nreport.md:1:1: supported",
    at: [6, 16],
    kind: "share",
    stated: "40%",
    readAs: "failure share",
    measured: null,
    verdict: "contradicted",
    why: "12 % failed.",
    needs: null,
  };
  const checked: Checked = { assertions: [one], unread: 0, warnings: [] };

  it("keep to one line an assertion, whatever the words hold", () => {
    const lines = checkText(checked, "Hello\n40% failed", "report.md").split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^report\.md:2:1: contradicted: /);
    expect(lines[0]).not.toContain("\u001b");
    const { runs } = JSON.parse(checkSarif(checked, "Hello\n40% failed", "a b.md", "1.0.0"));
    expect(runs[0].results[0]).toMatchObject({ ruleId: "contradicted", level: "error" });
    expect(runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe("a%20b.md");
  });

  it("count lines and columns from one", () => {
    expect(placeOf("ab\ncd", 4)).toEqual({ line: 2, column: 2 });
  });
});
