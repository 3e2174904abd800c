import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Checked, check } from "../../src/index.js";

const FIRST = Date.UTC(2026, 2, 9, 6);
const at = (minute: number, second = 0): string => new Date(FIRST + minute * 60_000 + second * 1000).toISOString();
/** Minutes after 06:00 between which every second booking at the harbour fails. */
const [FROM, TO] = [120, 150];

/** Four hours of bookings: 30 a minute, one in a hundred fails; from 08:00 to 08:30 half of those at the harbour. */
function bookings(): string {
  const lines = ["id,time,code,took_ms,depot"];
  for (let minute = 0; minute < 240; minute += 1)
    for (let one = 0; one < 30; one += 1) {
      const spread = (((minute * 30 + one) * 0.6180339887) % 1) + 0;
      const harbour = one % 2 === 0;
      const hit = harbour && minute >= FROM && minute < TO;
      const took = Math.round(80 + 60 * ((one * 0.414 + minute * 0.732) % 1));
      lines.push(
        `b${minute}-${one},${at(minute, one * 2)},${spread < (hit ? 0.5 : 0.01) ? 500 : 200},${took},${harbour ? "harbour" : "inland"}`,
      );
    }
  return `${lines.join("\n")}\n`;
}

const backlog = (): string =>
  `time,depth\n${Array.from({ length: 240 }, (_, minute) => `${at(minute)},${minute >= FROM && minute < TO ? Math.min(400, 40 + 24 * (minute - FROM + 1)) : 40 + (minute % 5)}`).join("\n")}\n`;

const YAML = `id: bookings
title: Failed bookings
zone: UTC
sources:
  bookings:
    file: bookings.csv
    kind: outcomes
    time: { column: time, zone: UTC }
    id: id
    failed: { code: ["500"] }
    latency: took_ms
    dimensions: [depot]
  backlog_depth: { file: backlog.csv, kind: gauge, time: { column: time, zone: UTC }, value: depth }
  changes: { file: changes.csv, kind: events, role: change, time: { column: time, zone: UTC }, id: id, what: what }
  alerts: { file: alerts.csv, kind: events, time: { column: time, zone: UTC } }
outcome: bookings
`;

const HOLD = [
  "The key rotation rot-12 ran a quarter of an hour before the first failures.",
  "Our alarm went off six minutes after the failures began.",
  "The alarm came before the rollback.",
  "Inland bookings worked perfectly well.",
  "It was bad for half an hour.",
  "Response times did not move.",
  "Demand was no different from usual.",
  "The backlog reached a high of 400.",
  "The failures began abruptly.",
  "At the harbour one booking in two failed.",
  "Outside that half hour all was well: 99 of 100 bookings went through.",
];
const FAIL = [
  "The key rotation rot-12 ran two minutes before the first failures.",
  "Our alarm went off within a minute of the first failure.",
  "The rollback preceded the alarm.",
  "Harbour bookings worked perfectly well.",
  "The whole thing was a five minute wobble.",
  "Response times doubled.",
  "Demand was up by half on the hours before.",
  "The backlog reached a high of 2,000.",
  "There was a second, smaller wave later on.",
  "The failures built up slowly over twenty minutes.",
  "No alert of ours fired.",
  "At 08:15 there was not a single failed booking.",
];
const OPEN = [
  "Forty per cent of the staff were away.",
  "Our agreement promises that 99 % of bookings succeed.",
  "The desk in the hall had a queue for ten minutes.",
  "The line card in the exchange was old.",
  "It is not true that the outage lasted two hours.",
  "Another company's outage lasted nine hours.",
  "Had the outage lasted five hours, we would have told the press.",
  "We expect the new release to halve the 30 % of failures.",
  "Restoring the backup took three hours.",
  "The dashboard was down for 25 minutes.",
  "We raised the client timeout to 95 seconds.",
  "Revenue fell by 60 %.",
];

let checked: Checked;
let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "composed-"));
  const files = {
    "bookings.csv": bookings(),
    "backlog.csv": backlog(),
    "changes.csv": `time,id,what\n${at(105)},rot-12,rotate signing key\n${at(149)},rel-9,roll back booking-api to 2.4.0\n`,
    "alerts.csv": `time,alert\n${at(126)},BookingFailures page\n`,
    "incident.yaml": YAML,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const head = "# Failed bookings\n\n**Date:** 9 March 2026 (all times UTC)\n\n";
  checked = await check(head + [...HOLD, ...FAIL, ...OPEN].join("\n\n"), folder);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const verdicts = (sentence: string): readonly string[] =>
  checked.assertions
    .filter(({ quote }) => sentence.includes(quote) || quote.includes(sentence))
    .map(({ verdict }) => verdict);
const said = (sentence: string): string =>
  `${sentence} ${JSON.stringify(checked.assertions.filter(({ quote }) => sentence.includes(quote)).map(({ verdict, readAs, why }) => [verdict, readAs, why]))}`;

describe("check composes what a sentence says from its parts", () => {
  it.each(HOLD)("bears out: %s", (sentence) => {
    expect(verdicts(sentence), said(sentence)).toContain("supported");
    expect(verdicts(sentence), said(sentence)).not.toContain("contradicted");
  });
  it.each(FAIL)("contradicts: %s", (sentence) => {
    expect(verdicts(sentence), said(sentence)).toContain("contradicted");
  });
  it.each(OPEN)("leaves open: %s", (sentence) => {
    expect(verdicts(sentence), said(sentence)).not.toContain("contradicted");
    expect(verdicts(sentence), said(sentence)).not.toContain("supported");
  });
});
