import { describe, expect, it } from "vitest";
import { dataOf, totals, unaccounted } from "./incident-folder.js";

const at = (minute: number): string => `${new Date(Date.UTC(2026, 2, 12, 8, minute)).toISOString().slice(0, 19)}Z`;
const table = (header: string, count: number, row: (minute: number) => string | null): string =>
  `${header}\n${Array.from({ length: count }, (_row, minute) => row(minute))
    .filter((line) => line !== null)
    .join("\n")}\n`;
/** 120 minutes, of which 40 … 59 fail 40 of 100. */
const bad = (minute: number): number => (minute >= 40 && minute < 60 ? 40 : 0);

describe("two sides of counts", () => {
  const sides = (failures: string, attempts: string, more = ""): string =>
    `id: t\nsources:\n  m:\n    kind: counts\n    time: { column: time, zone: UTC }\n    failures: ${failures}\n    attempts: ${attempts}\n${more}`;

  it("stand in two files; where a point of failures is absent, nothing failed", async () => {
    const data = await dataOf({
      "incident.yaml": sides("{ file: e.csv, value: Value }", "{ file: r.csv }"),
      "e.csv": table("time,Value", 120, (minute) => (bad(minute) > 0 ? `${at(minute)},${bad(minute)}` : null)),
      "r.csv": table("time,count", 120, (minute) => `${at(minute)},100`),
    });
    expect(await totals(data, "m")).toEqual({ failures: 800, attempts: 12_000 });
    expect(data.source("m").quality).toMatchObject({ seen: 142, loaded: 140, header: 2, filtered: 0, balanced: true });
    expect(data.source("m").quality.notes.join(" ")).toContain(
      "At 100 times attempts are known and Value has no point: they count as 0 failures.",
    );
  });

  it("are two selections of one long table, its series summed, its other rows filtered", async () => {
    const rows = (minute: number): string =>
      [
        `${at(minute)},http_reqs,eu,60`,
        `${at(minute)},http_reqs,us,40`,
        `${at(minute)},vus,,7`,
        ...(bad(minute) > 0 ? [`${at(minute)},http_errors,eu,${bad(minute)}`] : []),
      ].join("\n");
    const data = await dataOf({
      "incident.yaml": sides(
        "{ value: v, where: \"metric = 'http_errors'\" }",
        "{ value: v, where: \"metric = 'http_reqs'\" }",
        "    file: long.csv\n",
      ),
      "long.csv": table("time,metric,region,v", 120, rows),
    });
    expect(await totals(data, "m")).toEqual({ failures: 800, attempts: 12_000 });
    expect(data.source("m").quality).toMatchObject({ loaded: 260, filtered: 120, balanced: true });
    expect(unaccounted(data, "m")).toBe(0);
  });

  it("are paired by the nearest time where one series is read some seconds later", async () => {
    const data = await dataOf({
      "incident.yaml": sides("{ file: e.csv, value: Value }", "{ file: r.csv }"),
      "e.csv": table("time,Value", 120, (minute) => `${at(minute).replace(":00Z", ":07Z")},${bad(minute)}`),
      "r.csv": table("time,count", 120, (minute) => `${at(minute)},100`),
    });
    const { failures, attempts } = await data.source("m").outcomes(60);
    expect(failures).toEqual(Array.from({ length: 120 }, (_bin, minute) => bad(minute)));
    expect(attempts).toEqual(new Array(120).fill(100));
    expect(data.source("m").quality.notes.join(" ")).toContain("each is paired with the nearest, at most 30 s away");
  });

  it("are summed over the wider steps of the other", async () => {
    const fives = (value: (minute: number) => string | null) => (minute: number) =>
      minute % 5 === 0 ? value(minute) : null;
    const failuresFiner = await dataOf({
      "incident.yaml": sides("{ file: e.csv, value: Value }", "{ file: r.csv }"),
      "e.csv": table("time,Value", 120, (minute) => (bad(minute) > 0 ? `${at(minute)},${bad(minute)}` : null)),
      "r.csv": table(
        "time,count",
        120,
        fives((minute) => `${at(minute)},500`),
      ),
    });
    const attemptsFiner = await dataOf({
      "incident.yaml": sides("{ file: e.csv, value: Value }", "{ file: r.csv }"),
      "e.csv": table(
        "time,Value",
        120,
        fives((minute) => `${at(minute)},${5 * bad(minute)}`),
      ),
      "r.csv": table("time,count", 120, (minute) => `${at(minute)},100`),
    });
    for (const data of [failuresFiner, attemptsFiner]) {
      const { failures, attempts } = await data.source("m").outcomes(300);
      expect(failures).toEqual(Array.from({ length: 24 }, (_bin, five) => 5 * bad(5 * five)));
      expect(attempts).toEqual(new Array(24).fill(500));
    }
  });

  it("name the file that lacks what they name", async () => {
    await expect(
      dataOf({
        "incident.yaml": sides("{ file: e.csv, value: Valu }", "{ file: r.csv }"),
        "e.csv": "time,Value\n2026-03-12T08:00:00Z,1\n",
        "r.csv": "time,count\n2026-03-12T08:00:00Z,1\n",
      }),
    ).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/^incident\.yaml line 6: file "e\.csv" requires the column "Valu"/) as unknown,
    });
  });
});

describe("empty cells of failures beside known attempts", () => {
  const read = async (cell: (minute: number) => string) => {
    const data = await dataOf({
      "incident.yaml": "id: t\nsources:\n  m: { file: m.csv, kind: counts, time: time, failures: e, attempts: r }\n",
      "m.csv": table("time,e,r", 120, (minute) => `${at(minute)},${cell(minute)},100`),
    });
    return { totals: await totals(data, "m"), notes: data.source("m").quality.notes };
  };

  it("are 0 where the column holds no 0 anywhere, and it is said", async () => {
    const { totals: sums, notes } = await read((minute) => (bad(minute) > 0 ? "40" : ""));
    expect(sums).toEqual({ failures: 800, attempts: 12_000 });
    expect(notes.join(" ")).toMatch(/100 values of e are empty beside known attempts and count as 0 failures/);
  });

  it("are missing where zeros are written elsewhere", async () => {
    const { totals: sums, notes } = await read((minute) => (bad(minute) > 0 ? "40" : minute < 20 ? "" : "0"));
    expect(sums).toEqual({ failures: 800, attempts: 10_000 });
    expect(notes.join(" ")).toContain("20 values of e are empty and count as missing.");
  });
});

describe("running totals", () => {
  const totalsCsv = (resetAt: number): string => {
    let [requests, errors] = [0, 0];
    return table("time,requests,errors", 121, (minute) => {
      const line = `${at(minute)},${requests},${errors}`;
      if (minute === resetAt) [requests, errors] = [0, 0];
      requests += 100;
      errors += bad(minute);
      return line;
    });
  };
  const yaml = (more = ""): string =>
    `id: t\nsources:\n  m: { file: m.csv, kind: counts, cumulative: true, time: time, failures: errors, attempts: requests${more} }\n`;

  it("count from the first of two readings on, and start anew where they fall", async () => {
    for (const resetAt of [-1, 50]) {
      const data = await dataOf({ "incident.yaml": yaml(), "m.csv": totalsCsv(resetAt) });
      const { failures, attempts } = await data.source("m").outcomes(60);
      expect(failures.slice(0, 120)).toEqual(Array.from({ length: 120 }, (_bin, minute) => bad(minute)));
      expect(attempts.slice(0, 120)).toEqual(new Array(120).fill(100));
      expect(data.source("m").quality).toMatchObject({ loaded: 121, balanced: true });
      expect(data.source("m").quality.notes.join(" ")).toMatch(
        resetAt < 0 ? /running totals: .* from the first of them on\./ : /they started anew 1 time\./,
      );
    }
  });

  it("that begin with the first row count in each row what its own step added", async () => {
    let [requests, errors] = [0, 0];
    const lines = table("time,requests,errors", 120, (minute) => {
      requests += 100;
      errors += bad(minute);
      return `${at(minute)},${requests},${errors}`;
    });
    const data = await dataOf({ "incident.yaml": yaml(), "m.csv": lines });
    const { failures, attempts } = await data.source("m").outcomes(60);
    expect(failures).toEqual(Array.from({ length: 120 }, (_bin, minute) => bad(minute)));
    expect(attempts).toEqual(new Array(120).fill(100));
    expect(data.source("m").quality.notes.join(" ")).toContain("they begin with the first row");
  });

  it("spread over a gap in the readings what was added in it", async () => {
    const lines = totalsCsv(-1)
      .split("\n")
      .filter((_line, row) => row < 31 || row > 61);
    const data = await dataOf({ "incident.yaml": yaml(), "m.csv": lines.join("\n") });
    const { failures, attempts } = await data.source("m").outcomes(60);
    expect(attempts.slice(0, 120)).toEqual(new Array(120).fill(100));
    expect(failures.reduce((sum, n) => sum + n, 0)).toBe(800);
    expect(Math.max(...failures.slice(29, 60))).toBe(25);
    expect(data.source("m").quality.notes.join(" ")).toContain("Over 1 gap in the readings");
  });

  it("run apart in each series that `dimensions` tells apart", async () => {
    const lines = totalsCsv(-1)
      .trim()
      .split("\n")
      .flatMap((line, row) => (row === 0 ? [`${line},pod`] : [`${line},a`, `${line.replace(/,(\d+),/, ",5$1,")},b`]));
    const data = await dataOf({ "incident.yaml": yaml(", dimensions: pod"), "m.csv": lines.join("\n") });
    const { failures } = await data.source("m").outcomes(60);
    expect(failures.slice(0, 120)).toEqual(Array.from({ length: 120 }, (_bin, minute) => 2 * bad(minute)));
  });
});

describe("the step of a row of counts", () => {
  const daily = (hour: number, days = 40): string =>
    table("date,calls,failed", days, (day) => {
      const time = `2026-03-${String(day + 1).padStart(2, "0")}`;
      const date = day < 31 ? time : `2026-04-${String(day - 30).padStart(2, "0")}`;
      return `${date} ${String(hour).padStart(2, "0")}:00,1000,${day >= 30 && day < 33 ? 900 : 1}`;
    });
  const yaml = (zone: string, more = ""): string =>
    `id: t\nsources:\n  m: { file: m.csv, kind: counts, time: { column: date, zone: ${zone} }, failures: failed, attempts: calls${more} }\n`;

  it("is the rows' own spacing, and its bins begin where rows do, over a clock change too", async () => {
    const data = await dataOf({ "incident.yaml": yaml("Europe/Berlin"), "m.csv": daily(0) });
    const source = data.source("m");
    expect(source.stepSeconds).toBe(86_400);
    const { failures, attempts, startMs } = await source.outcomes(86_400);
    expect(new Date(startMs).toISOString()).toBe("2026-02-28T23:00:00.000Z");
    expect(attempts).toEqual(new Array(40).fill(1000));
    expect(failures.map((n, day) => (n > 100 ? day : -1)).filter((day) => day >= 0)).toEqual([30, 31, 32]);
    expect(source.range).toEqual({ from: "2026-02-28T23:00:00Z", to: "2026-04-09T23:00:00Z" });
    expect(await source.clusters({ from: "2026-03-30T23:00:00Z", to: "2026-04-02T23:00:00Z" })).toEqual([
      { attempts: 1, failures: 0, n: 300 },
      { attempts: 1, failures: 1, n: 2700 },
    ]);
  });

  it("is what `step` says where rows are too few or too uneven to tell", async () => {
    const data = await dataOf({ "incident.yaml": yaml("UTC", ", step: 1d"), "m.csv": daily(0, 3) });
    expect(data.source("m").stepSeconds).toBe(86_400);
    expect(data.source("m").range?.to).toBe("2026-03-04T00:00:00Z");
  });
});
