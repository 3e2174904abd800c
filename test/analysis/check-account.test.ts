import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Checked, check } from "../../src/index.js";

const FIRST = Date.UTC(2026, 4, 6, 7);
const at = (minute: number, second = 0): string => new Date(FIRST + minute * 60_000 + second * 1000).toISOString();
/** Minutes after 07:00 between which half the tickets of the Chilean shop are refused. */
const [FROM, TO] = [150, 190];

/** Five hours of sales: 60 a minute over three shops and ten desks; one in two hundred is refused, from 09:30 to 10:10 half of the Chilean ones. */
function sales(): string {
  const lines = ["id,time,code,took_ms,shop,desk"];
  for (let minute = 0; minute < 300; minute += 1)
    for (let one = 0; one < 60; one += 1) {
      const shop = one % 3 === 0 ? "cl" : one % 3 === 1 ? "br" : "ar";
      const spread = ((minute * 60 + one) * 0.6180339887) % 1;
      const hit = shop === "cl" && minute >= FROM && minute < TO;
      const took = Math.round(60 + 40 * ((one * 0.414 + minute * 0.732) % 1));
      const code = spread < (hit ? 0.5 : 0.005) ? 500 : 200;
      lines.push(`s${minute}-${one},${at(minute, one)},${code},${took},${shop},desk-${Math.floor(one / 6)}`);
    }
  return `${lines.join("\n")}\n`;
}

const YAML = `id: sales
title: Refused sales
zone: UTC
sources:
  sales:
    file: sales.csv
    kind: outcomes
    time: { column: time, zone: UTC }
    id: id
    failed: { code: ["500"] }
    latency: took_ms
    dimensions: [shop]
  changes: { file: changes.csv, kind: events, role: change, time: { column: time, zone: UTC }, id: id, what: what }
  alerts: { file: alerts.csv, kind: events, time: { column: time, zone: UTC } }
outcome: sales
affected: [desk]
`;

/** Clauses that are taken up whole, with what the sales say of them: each with one that turns it round. */
const DECIDED: readonly (readonly [words: string, verdict: "supported" | "contradicted"])[] = [
  ["The Chilean shop failed far more often than the Brazilian one.", "supported"],
  ["Chile and Brazil showed elevated failures too.", "contradicted"],
  ["Chile did not lose a single sale during the outage.", "contradicted"],
  ["Practically every failed sale came from Chile.", "supported"],
  ["Practically every failed sale came from Brazil.", "contradicted"],
  ["The Brazilian shop kept its usual volume.", "supported"],
  ["The Brazilian shop carried practically no sales during the outage.", "contradicted"],
  ["Sales volume dipped by half, which eased the load.", "contradicted"],
  ["Detection took under five minutes.", "supported"],
  ["Detection took more than half an hour.", "contradicted"],
  ["A single alert covered the entire event.", "contradicted"],
  ["Two alerts fired during the outage.", "supported"],
  ["RefusedSalesPage was the first alarm to go off.", "contradicted"],
  ["RefusedSalesWarn was the first alarm to go off.", "supported"],
  ["The till-flag was switched on minutes before the failures set in.", "supported"],
  ["The price-list release was installed minutes before the failures set in.", "contradicted"],
];

/** What more is said than a reading takes up, or what another quantity bears out: never denied. */
const NOT_DENIED = [
  "Some 60 sales a minute were being offered and fewer than one in a hundred failed.",
  "Normally we are under 100 ms.",
  "In Chile the slowest 5 % of sales took about as long as usual.",
  "A price list had been installed ninety seconds before the shop slowed.",
  "Sales attempts went from 60 to 61 a minute, nearly all of it from Chile.",
  "Brazil's printers failed twice as often as Chile's scanners.",
];

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sales-"));
  writeFileSync(join(folder, "incident.yaml"), YAML);
  writeFileSync(join(folder, "sales.csv"), sales());
  writeFileSync(
    join(folder, "changes.csv"),
    `id,time,what\nprice-list,${at(20)},release price-list 4.1\ntill-flag,${at(149)},flag till-flag on\ntill-flag-off,${at(189)},flag till-flag off\n`,
  );
  writeFileSync(
    join(folder, "alerts.csv"),
    `time,event\n${at(153)},RefusedSalesWarn warning\n${at(158)},RefusedSalesPage page\n`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const verdictsOf = (found: Checked, text: string, words: string): readonly string[] => {
  const from = text.indexOf(words);
  return found.assertions
    .filter(({ at: [start, end] }) => start < from + words.length && end > from)
    .map(({ verdict }) => verdict);
};

describe("clauses that are taken up whole", () => {
  it.each(DECIDED)("%s is %s", async (words, verdict) => {
    const found = await check(words, folder);
    expect(verdictsOf(found, words, words)).toContain(verdict);
    const other = verdict === "supported" ? "contradicted" : "supported";
    expect(verdictsOf(found, words, words)).not.toContain(other);
  });

  it.each(NOT_DENIED)("does not deny: %s", async (words) => {
    expect(verdictsOf(await check(words, folder), words, words)).not.toContain("contradicted");
  });
});
