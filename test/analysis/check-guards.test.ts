import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Checked, check } from "../../src/index.js";

const FIRST = Date.UTC(2026, 4, 6, 7);
const at = (minute: number, second = 0): string => new Date(FIRST + minute * 60_000 + second * 1000).toISOString();
/** Minutes after 07:00 between which half the parcels of the north depot are refused. */
const [FROM, TO] = [150, 190];

/** Five hours of scans: 40 a minute, one in two hundred is refused; from 09:30 to 10:10 half of those of the north depot. */
function scans(): string {
  const lines = ["id,time,code,took_ms,depot"];
  for (let minute = 0; minute < 300; minute += 1)
    for (let one = 0; one < 40; one += 1) {
      const spread = ((minute * 40 + one) * 0.6180339887) % 1;
      const hit = one % 4 === 0 && minute >= FROM && minute < TO;
      const took = Math.round(60 + 40 * ((one * 0.414 + minute * 0.732) % 1));
      const depot = one % 4 === 0 ? "north" : one % 4 === 1 ? "south" : "west";
      lines.push(`s${minute}-${one},${at(minute, one)},${spread < (hit ? 0.5 : 0.005) ? 500 : 200},${took},${depot}`);
    }
  return `${lines.join("\n")}\n`;
}

const YAML = `id: scans
title: Refused scans
zone: UTC
sources:
  scans:
    file: scans.csv
    kind: outcomes
    time: { column: time, zone: UTC }
    id: id
    failed: { code: ["500"] }
    latency: took_ms
    dimensions: [depot]
  changes: { file: changes.csv, kind: events, role: change, time: { column: time, zone: UTC }, id: id, what: what }
  alerts: { file: alerts.csv, kind: events, time: { column: time, zone: UTC } }
outcome: scans
`;

/** What no data of attempts can deny, whatever figures or clocks stand in it. */
const NOT_DENIED = [
  "The nightly import ran from 09:00 to 10:30.",
  "No scans failed on 3 December.",
  "70 % of requests for leave were refused.",
  "Fewer than 12 scans were lost for good.",
  "We count 31 lost parcels worth 900 EUR.",
  "By the time anybody looked, 90 scans had failed.",
  "Eleven of you saw repeated failures.",
  "Failure rates are down 2 percentage points year on year.",
  "Whether the flag brought about a second wave, we cannot say.",
  "Incident manager named at 09:50, bridge opened.",
  "Failed scans at the other depots: more than 90.",
  "No effect on latency was visible.",
  "At 09:50 we began a rollback of the scanners.",
  "At 09:55 it started to move traffic away from the depot.",
];

const HOLD = [
  "The depot flag was switched on at 09:29. Failures began within a couple of minutes of the switch.",
  "The alert was resolved at 10:15, five minutes after the last of the errors.",
  "The north depot normally carries a quarter of our scans.",
  "In the north half of the scans failed, and the south had no more failures than usual.",
];

const FAIL = [
  "The depot flag had been switched on the evening before.",
  "The depot flag was switched off at 10:09. Failures stopped twenty minutes earlier.",
  "The flag was already live when the first parcels of the day failed at 07:10, and the outage was over within a few minutes.",
  "The alert did not fire until the failures had ended.",
  "Most of the failures occurred within the first five minutes.",
  "The south lost more scans than the north.",
  "Between the two waves everything was back to normal.",
];

describe("check guards its contradictions", () => {
  const folder = mkdtempSync(join(tmpdir(), "scans-"));
  beforeAll(() => {
    writeFileSync(join(folder, "incident.yaml"), YAML);
    writeFileSync(join(folder, "scans.csv"), scans());
    writeFileSync(
      join(folder, "changes.csv"),
      `time,id,what\n${at(FROM - 1)},flag-7,depot flag on\n${at(TO - 1)},flag-8,depot flag off\n`,
    );
    writeFileSync(
      join(folder, "alerts.csv"),
      `time,alert,severity\n${at(FROM + 4)},ScanErrors,page\n${at(TO + 5)},ScanErrors resolved,info\n`,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const verdicts = async (text: string): Promise<readonly string[]> => {
    const { assertions }: Checked = await check(text, folder);
    return assertions.map(({ verdict }) => verdict);
  };

  it.each(NOT_DENIED)("does not deny: %s", async (text) => {
    const found = await verdicts(text);
    expect(found).not.toContain("contradicted");
    expect(found.length).toBeGreaterThan(0);
  });
  it.each(HOLD)("bears out: %s", async (text) => {
    const found = await verdicts(text);
    expect(found).not.toContain("contradicted");
    expect(found).toContain("supported");
  });
  it.each(FAIL)("denies: %s", async (text) => expect(await verdicts(text)).toContain("contradicted"));

  it("reads notes line by line and leaves footnotes alone", async () => {
    const { assertions } = await check("about 80 scans failed [3]\nnorth depot only\n0934 page\nsee table 4\n", folder);
    const quotes = assertions.map(({ quote }) => quote);
    expect(quotes.some((quote) => quote.includes("[3]") && quote.includes("north"))).toBe(false);
    expect(assertions.map(({ stated }) => stated)).not.toContain("3");
    expect(assertions.map(({ stated }) => stated)).not.toContain("4");
  });
  it("warns of a short text in another language", async () => {
    const { warnings } = await check(
      "Der Dienst war von 09:30 bis 10:10 nicht erreichbar und wurde neu gestartet.",
      folder,
    );
    expect(warnings.join()).toMatch(/not in English/);
  });
});
