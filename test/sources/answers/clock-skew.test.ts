import { describe, expect, it } from "vitest";
import type { ClockSkew, DataQuality } from "../../../src/sources/incident-data.js";
import { dataOf } from "../incident-folder.js";

const time = (second: number): string => new Date(Date.UTC(2025, 2, 31, 12, 0, second)).toISOString().slice(0, 19);
const CALLS = 60;
/** A call every 40 s that lasts 30 s; its first verb one second after its start, its last one five seconds before its end. */
const verbs = (skew: number): string =>
  `at,code,call\n${Array.from({ length: CALLS }, (_call, n) => [1, 12, 25].map((after) => `${time(40 * n + after + skew)}Z,${n === 0 && after === 1 ? 500 : 200},c${n}`).join("\n")).join("\n")}\n`;
const calls = `sid,started,seconds,dropped\n${Array.from({ length: CALLS }, (_call, n) => `c${n},${time(40 * n)}Z,30,no`).join("\n")}\n`;
/** Every second call is marked when it ends. */
const alerts = (skew: number): string =>
  `at,call,code\n${Array.from({ length: CALLS / 2 }, (_call, n) => `${time(80 * n + 30 + skew)}Z,c${2 * n},11200`).join("\n")}\n`;

async function between(skew: number, duration: boolean): Promise<{ skew: ClockSkew | undefined; notes: string }> {
  const yaml = `id: t
sources:
  verbs: { file: verbs.csv, time: { column: at }, failed: { code: ["500"] }, cluster: call }
  calls: { file: calls.csv, time: { column: started }, failed: { dropped: ["yes"] }, id: sid${duration ? ", duration: seconds" : ""} }
exposure: { of: calls, by: verbs }
`;
  const { quality } = (await dataOf({ "incident.yaml": yaml, "verbs.csv": verbs(skew), "calls.csv": calls })).source(
    "verbs",
  );
  return { skew: quality.clockSkew?.[0], notes: quality.notes.join(" ") };
}

describe("clock skew between sources", () => {
  it("is nought, within the bounds that the calls set, when clocks agree", async () => {
    const { skew, notes } = await between(0, true);
    expect(skew).toEqual({ against: "calls", seconds: { value: 0, low: -5, high: 1 }, units: CALLS });
    expect(notes).toBe("");
  });

  it.each([
    [-23, -22, "at least 22 s behind that of calls"],
    [23, 18, "at least 18 s ahead of that of calls"],
  ])("of %i s is estimated from below and told", async (truth, value, told) => {
    const { skew, notes } = await between(truth, true);
    expect(skew?.seconds).toEqual({ value, low: truth - 5, high: truth + 1 });
    expect(notes).toContain(told);
    expect(notes).toContain(`${CALLS} compared`);
  });

  it("ahead cannot be told from a delay where nothing says when calls end", async () => {
    expect(await between(23, false)).toMatchObject({
      skew: { seconds: { value: 0, low: null, high: 24 } },
      notes: expect.stringContaining("may differ by that much") as unknown,
    });
    expect((await between(300, false)).notes).toContain("never come earlier than 301 s after the calls");
  });

  it("is found for rows that mark others, as a delay or a clock", async () => {
    const yaml = `id: t
sources:
  calls: { file: calls.csv, time: { column: started }, failed: { from: alerts, on: { sid: call }, where: { code: ["11200"] } }, id: sid, duration: seconds }
  alerts: { file: alerts.csv, kind: events, time: { column: at } }
`;
    const qualityOf = async (skew: number): Promise<DataQuality> =>
      (await dataOf({ "incident.yaml": yaml, "calls.csv": calls, "alerts.csv": alerts(skew) })).source("alerts")
        .quality;
    expect((await qualityOf(0)).notes).toEqual([]);
    const late = await qualityOf(45);
    expect(late.clockSkew).toEqual([{ against: "calls", seconds: { value: 45, low: 45, high: 75 }, units: CALLS / 2 }]);
    expect(late.notes.join(" ")).toContain("at least 45 s after the end of the calls that they mark");
    expect((await qualityOf(-40)).notes.join(" ")).toContain("at least 10 s behind that of calls");
  });
});

describe("sources that name no rows of each other", () => {
  const minute = (at: number): string =>
    new Date(Date.UTC(2025, 2, 31, 8, at)).toISOString().slice(0, 16).replace("T", " ");
  const failures = (at: number): number => (at >= 200 && at < 245 ? 20 + ((at * 7) % 5) : (at * 13) % 3);
  const counts = (zone: string, shift = 0): Promise<DataQuality> => {
    const csv = (move: number): string =>
      `at,bad,all\n${Array.from({ length: 600 }, (_row, at) => `${minute(at + move)},${failures(at)},100`).join("\n")}\n`;
    const source = (file: string, named: string): string =>
      `{ file: ${file}, kind: counts, time: { column: at, zone: ${named} }, failures: bad, attempts: all }`;
    const yaml = `id: t\nsources:\n  one: ${source("a.csv", "UTC")}\n  two: ${source("b.csv", zone)}\noutcome: one\n`;
    return dataOf({ "incident.yaml": yaml, "a.csv": csv(0), "b.csv": csv(shift) }).then(
      (data) => data.source("two").quality,
    );
  };

  it("agree when their zones are right", async () => {
    expect(await counts("UTC")).toMatchObject({ notes: [] });
    expect(await counts("Europe/Berlin", 120)).toMatchObject({ notes: [] });
  });

  it.each([
    ["Europe/Berlin", 0, -120, "120 minutes forward"],
    ["UTC", 60, 60, "60 minutes back"],
    ["Asia/Kolkata", 0, -330, "330 minutes forward"],
    ["UTC", 7, 7, "7 minutes back"],
  ])("in %s, written %i minutes later, are found to be %i minutes ahead", async (zone, shift, ahead, told) => {
    const { clockSkew, notes } = await counts(zone, shift);
    expect(clockSkew?.[0]?.seconds).toEqual({ value: 60 * ahead, low: 60 * (ahead - 1), high: 60 * (ahead + 1) });
    expect(notes.join(" ")).toContain(told);
  });

  it("say nothing when nothing happened", async () => {
    const quiet = `at,bad,all\n${Array.from({ length: 600 }, (_row, at) => `${minute(at)},${(at * 13) % 3},100`).join("\n")}\n`;
    const other = `at,bad,all\n${Array.from({ length: 600 }, (_row, at) => `${minute(at)},${(at * 11 + Math.floor(at / 7)) % 4},100`).join("\n")}\n`;
    const source = (file: string): string =>
      `{ file: ${file}, kind: counts, time: { column: at, zone: UTC }, failures: bad, attempts: all }`;
    const data = await dataOf({
      "incident.yaml": `id: t\nsources:\n  one: ${source("a.csv")}\n  two: ${source("b.csv")}\n`,
      "a.csv": quiet,
      "b.csv": other,
    });
    expect(data.source("two").quality.clockSkew).toBeUndefined();
  });
});
