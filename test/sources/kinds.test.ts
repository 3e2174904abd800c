import { describe, expect, it } from "vitest";
import { dataOf, unaccounted } from "./incident-folder.js";

const SPAN = { from: "2025-03-31T12:00:00Z", to: "2025-03-31T13:00:00Z" };

describe("failures recorded in another source", () => {
  const alerts =
    "at,code,sid\n2025-03-31T12:00:10Z,11200,a\n2025-03-31T12:20:00Z,11200,b\n2025-03-31T12:02:05Z,12100,c\n2025-03-31T12:03:00Z,11200,\n";
  const calls =
    "sid,at\na,2025-03-31T12:00:00Z\nb,2025-03-31T12:01:00Z\nc,2025-03-31T12:02:00Z\n,2025-03-31T12:03:00Z\n";
  const yaml = (within: string): string => `id: t
sources:
  calls:
    file: calls.csv
    kind: outcomes
    id: sid
    failed: { from: alerts, on: { sid: sid }, where: { code: [11200] }${within} }
  alerts: { file: alerts.csv, kind: events }
`;

  it.each([
    ["", [1, 1, 0, 0]],
    [", within: 30s", [1, 0, 0, 0]],
  ])("are joined on equal values that are not empty%s", async (within, failures) => {
    const data = await dataOf({ "incident.yaml": yaml(within), "calls.csv": calls, "alerts.csv": alerts });
    expect((await data.source("calls").outcomes(60)).failures).toEqual(failures);
  });

  it("shows dated rows in time order, capped", async () => {
    const data = await dataOf({ "incident.yaml": yaml(""), "calls.csv": calls, "alerts.csv": alerts });
    expect(await data.source("alerts").rows(SPAN, 2)).toEqual([
      {
        at: "2025-03-31T12:00:10Z",
        fields: [
          ["at", "2025-03-31T12:00:10Z"],
          ["code", "11200"],
          ["sid", "a"],
        ],
      },
      {
        at: "2025-03-31T12:02:05Z",
        fields: [
          ["at", "2025-03-31T12:02:05Z"],
          ["code", "12100"],
          ["sid", "c"],
        ],
      },
    ]);
    await expect(data.source("alerts").outcomes(60)).rejects.toMatchObject({ code: "data" });
  });

  it("names the column that the other source lacks", async () => {
    const files = {
      "incident.yaml": yaml("").replace("sid: sid", "sid: call"),
      "calls.csv": calls,
      "alerts.csv": alerts,
    };
    await expect(dataOf(files)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('"call"') as unknown,
    });
  });
});

describe("units and what they attempted", () => {
  const yaml = `id: t
sources:
  verbs: { file: verbs.csv, time: { column: at, zone: UTC }, failed: { code: [500] }, cluster: call }
  calls: { file: calls.csv, time: { column: at, zone: UTC }, failed: { dropped: ["yes"] }, id: sid }
`;

  it("are counted by attempts, failures and their own failure", async () => {
    const verbs =
      "at,code,call\n2025-03-31T12:00:00Z,200,a\n2025-03-31T12:00:01Z,500,a\n2025-03-31T12:00:02Z,200,b\n2025-03-31T12:00:03Z,500,gone\n";
    const calls =
      "sid,at,dropped\na,2025-03-31T12:00:00Z,yes\nb,2025-03-31T12:00:00Z,no\nc,2025-03-31T12:00:00Z,no\nd,2025-03-31T14:00:00Z,no\n";
    const data = await dataOf({ "incident.yaml": yaml, "verbs.csv": verbs, "calls.csv": calls });
    expect(await data.profiles("calls", "verbs", SPAN)).toEqual([
      { attempts: 0, failures: 0, failed: false, n: 1 },
      { attempts: 1, failures: 0, failed: false, n: 1 },
      { attempts: 2, failures: 1, failed: true, n: 1 },
    ]);
    await expect(data.profiles("verbs", "calls", SPAN)).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe("aggregated sources", () => {
  it("sums counts, leaving out rows of which one side is missing and rejecting those that hold no count", async () => {
    const csv =
      "Time,errors,requests\n2025-03-31 13:59,0,0\n2025-03-31 14:00,3,100\n2025-03-31 14:01,,100\n2025-03-31 14:02,4,200\n2025-03-31 14:03,n/a,50\n";
    const yaml =
      "id: t\nsources:\n  m:\n    file: m.csv\n    kind: counts\n    time: { column: Time, zone: Europe/Berlin }\n    failures: errors\n    attempts: requests\n";
    const data = await dataOf({ "incident.yaml": yaml, "m.csv": csv });
    const { failures, attempts, startMs } = await data.source("m").outcomes(60);
    expect(new Date(startMs).toISOString()).toBe("2025-03-31T11:59:00.000Z");
    expect({ failures, attempts }).toEqual({ failures: [0, 3, 0, 4], attempts: [0, 100, 0, 200] });
    expect(data.source("m").quality.notes).toEqual(["1 values of errors are empty and count as missing."]);
    expect(data.rejects).toEqual([
      { file: "m.csv", line: 6, reason: 'errors "n/a" is no number', raw: "2025-03-31 14:03,n/a,50" },
    ]);
    expect(await data.source("m").clusters(SPAN)).toEqual([
      { attempts: 1, failures: 0, n: 293 },
      { attempts: 1, failures: 1, n: 7 },
    ]);
    expect(unaccounted(data, "m")).toBe(0);
  });

  it("averages a gauge per bin, null where there is no sample, and finds missing steps", async () => {
    const minutes = [0, 1, 2, 3, 4, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19];
    const csv = `time,units\n${minutes.map((minute) => `2025-03-31T12:${String(minute).padStart(2, "0")}:00Z,${minute < 9 ? 10 : 20}`).join("\n")}\n2025-03-31T12:19:30Z,40\n`;
    const verbs = "at,code\n2025-03-31T12:00:00Z,500\n";
    const yaml =
      "id: t\nsources:\n  verbs: { file: v.csv, failed: { code: [500] } }\n  capacity: { file: m.csv, kind: gauge, value: units }\n";
    const data = await dataOf({ "incident.yaml": yaml, "m.csv": csv, "v.csv": verbs });
    const { values } = await data.source("capacity").values(60);
    expect(values).toEqual([10, 10, 10, 10, 10, null, null, null, 10, ...new Array<number>(10).fill(20), 30]);
    expect(data.source("capacity").quality.gaps).toEqual([
      { from: "2025-03-31T12:05:00Z", to: "2025-03-31T12:08:00Z" },
    ]);
    expect(data.source("capacity").quality.coverage).toBeCloseTo(17 / 20, 12);
  });

  it("turns a counter into a rate a second and handles its reset", async () => {
    const csv =
      "time,total\n2025-03-31T12:00:00Z,100\n2025-03-31T12:01:00Z,160\n2025-03-31T12:02:00Z,220\n2025-03-31T12:03:00Z,30\n2025-03-31T12:04:00Z,90\n";
    const yaml =
      "id: t\nsources:\n  verbs: { file: v.csv, failed: { code: [500] } }\n  c: { file: m.csv, kind: counter, value: total }\n";
    const data = await dataOf({ "incident.yaml": yaml, "m.csv": csv, "v.csv": "at,code\n2025-03-31T12:00:00Z,500\n" });
    expect((await data.source("c").values(60)).values).toEqual([null, 1, 1, 0.5, 1]);
  });

  it("counts a unit in every minute that it spans when asked to", async () => {
    const csv =
      "at,code,seconds\n2025-03-31T12:00:30Z,500,90\n2025-03-31T12:01:00Z,200,60\n2025-03-31T12:02:00Z,200,\n";
    const yaml =
      "id: t\nsources:\n  calls: { file: c.csv, failed: { code: [500] }, count: overlap, duration: seconds }\n";
    const data = await dataOf({ "incident.yaml": yaml, "c.csv": csv });
    expect(await data.source("calls").outcomes(60)).toMatchObject({ attempts: [1, 2, 1], failures: [1, 1, 0] });
  });
});
