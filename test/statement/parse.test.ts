import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseStatement } from "../../src/statement/parse.js";
import type { Statement } from "../../src/statement/statement.js";
import type { CarrierFigures } from "./carrier-text.js";
import { carrierText } from "./carrier-text.js";
import { referenceFolder } from "../reference-folder.js";

const reference = referenceFolder("statements");

const FIRST: CarrierFigures = {
  year: 2023,
  vendor: "Northwind",
  share: "30",
  drops: "12.7",
  zoneLabel: "UTC",
  longDay: "June 7, 2023",
  isoDay: "2023-06-07",
  isoNextDay: "2023-06-08",
  clocks: ["09:04", "09:05", "09:08", "09:20", "10:15", "10:22", "10:31", "10:40", "10:41", "10:52", "15:03", "02:11"],
};
const SHIFTED: CarrierFigures = {
  year: 2024,
  vendor: "Acme",
  share: "41",
  drops: "20.4",
  zoneLabel: "PST",
  longDay: "January 17, 2024",
  isoDay: "2024-01-17",
  isoNextDay: "2024-01-18",
  clocks: ["11:14", "11:16", "11:19", "11:33", "12:29", "12:40", "12:51", "12:58", "13:00", "13:09", "17:21", "03:02"],
};

const instants = ({ events }: Statement): (string | null)[] => events.map(({ at }) => at);
const roles = ({ events }: Statement): string[] => events.map(({ role }) => role);
const codes = ({ inconsistencies }: Statement): string[] => inconsistencies.map(({ code }) => code).sort();
const utc = (day: string, clock: string, hours: number): string =>
  new Date(Date.parse(`${day}T${clock}:00Z`) + hours * 3_600_000).toISOString().replace(".000Z", "Z");

describe("parseStatement on a carrier's account", () => {
  const [first, shifted] = [parseStatement(carrierText(FIRST)), parseStatement(carrierText(SHIFTED))];

  it("reads every entry with its role", () => {
    expect(roles(first)).toEqual([
      "onset",
      "recovered",
      "onset",
      "detected",
      "investigating",
      "mitigation-start",
      "communicated",
      "mitigation-end",
      "identified",
      "recovery-start",
      "recovered",
      "prevention-start",
      "prevention-end",
      "onset",
      "recovered",
      "mitigation-end",
      "prevention-end",
    ]);
    expect([first.reference, first.status, first.zone]).toEqual(["40217", "preliminary", "UTC"]);
    expect(first.events[2]?.precision).toBe("minute");
    expect(first.events[0]?.precision).toBe("second");
  });

  it("gives shifted answers to a copy with every date, figure, zone and name changed", () => {
    expect(roles(shifted)).toEqual(roles(first));
    expect(codes(shifted)).toEqual(codes(first));
    const days = [
      ...Array<string>(12).fill(SHIFTED.isoDay),
      SHIFTED.isoNextDay,
      SHIFTED.isoDay,
      SHIFTED.isoDay,
      SHIFTED.isoDay,
      SHIFTED.isoNextDay,
    ];
    const order = [0, 8, 0, 2, 3, 4, 5, 6, 7, 7, 9, 10, 11, 1, 7, 9, 11];
    expect(instants(shifted)).toEqual(
      order.map((clock, index) => utc(days[index] as string, SHIFTED.clocks[clock] as string, 8)),
    );
    expect(shifted.percentages.map(({ low, hedged }) => [low, hedged])).toEqual([
      [0.41, true],
      [0.204, true],
    ]);
    expect(shifted.percentages.map(({ denominator }) => denominator)).toEqual(["menu steps", "phone calls"]);
  });

  it("finds all windows and every inconsistency, each with quotes that stand in the text", () => {
    expect(first.windows.map(({ section, start, end }) => [section, start?.slice(11, 16), end?.slice(11, 16)])).toEqual(
      [
        ["summary", "09:04", "10:41"],
        ["impact", "09:05", "10:40"],
        ["timeline", "09:04", "10:52"],
        ["timeline", "09:04", "10:40"],
      ],
    );
    expect(new Set(codes(first))).toEqual(
      new Set([
        "windows-differ",
        "ends-at-recovery-start",
        "order",
        "simultaneous",
        "action-differs",
        "scope-differs",
        "rates-conflict",
        "no-denominator",
        "false-precision",
        "silent-stretch",
        "lost-words",
        "undated-promise",
      ]),
    );
    const text = carrierText(FIRST).replace(/\s+/g, " ");
    for (const { evidence, question } of first.inconsistencies) {
      expect(question).toMatch(/\?$/);
      for (const quote of evidence) expect(text).toContain(quote);
    }
  });

  it("says where in the text an event stands", () => {
    const [start, end] = first.events[3]?.textSpan as readonly [number, number];
    expect(carrierText(FIRST).slice(start, end)).toContain("Monitors detect high load");
  });

  it.skipIf(!existsSync(reference))("matches the gold of the bundled case in full (needs POSTMORTEM_REFERENCE)", () => {
    const name = join(reference, "rfo-00-seed-twilio-13002-motioncx");
    const gold = JSON.parse(readFileSync(`${name}.gold.json`, "utf8")) as Statement;
    const parsed = parseStatement(readFileSync(`${name}.txt`, "utf8").replace(/^[^\n]*\n/, ""));
    expect(parsed.events.map(({ at, precision, hedged, role }) => ({ at, precision, hedged, role }))).toEqual(
      gold.events.map(({ at, precision, hedged, role }) => ({ at, precision, hedged, role })),
    );
    expect(
      parsed.windows.map(({ start, end, section, statedMinutes }) => ({ start, end, section, statedMinutes })),
    ).toEqual(gold.windows);
    expect(parsed.percentages.map(({ low, high, hedged }) => ({ low, high, hedged }))).toEqual(
      gold.percentages.map(({ low, high, hedged }) => ({ low, high, hedged })),
    );
  });

  it.skipIf(!existsSync("data/twilio-13002/statement.md"))(
    "reads the project's own restated copy like the original",
    () => {
      const own = parseStatement(readFileSync("data/twilio-13002/statement.md", "utf8"));
      expect(own.events).toHaveLength(17);
      expect(own.windows).toHaveLength(4);
      expect(new Set(codes(own))).toEqual(new Set(codes(first)));
    },
  );
});
