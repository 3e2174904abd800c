import { describe, expect, it } from "vitest";
import { dataOf, totals, unaccounted, verbsCsv } from "./incident-folder.js";

const at = (minute: number): string => new Date(Date.UTC(2026, 2, 12, 8, minute)).toISOString();
const csv = (header: string, count: number, row: (minute: number) => string): string =>
  `${header}\n${Array.from({ length: count }, (_row, minute) => `${at(minute)},${row(minute)}`).join("\n")}\n`;
const source = (more: string): string =>
  `id: t\nsources:\n  verbs:\n    file: v.csv\n    time: { column: at, zone: UTC }\n${more}`;

describe("rows outside `where`", () => {
  it("are filtered, counted apart, and balance with all others", async () => {
    const rows = verbsCsv(60).replace("2025-03-31T12:00:05.000Z", "not a time");
    const yaml = source("    failed: \"code = '500'\"\n    where: \"call <> 'call3' and call not like 'call1_'\"\n");
    const data = await dataOf({ "incident.yaml": yaml, "v.csv": rows });
    expect(data.source("verbs").quality).toMatchObject({ seen: 61, loaded: 26, rejected: 1, filtered: 33, header: 1 });
    expect(data.rejects).toMatchObject([{ line: 7 }]);
    expect(unaccounted(data)).toBe(0);
    expect(await totals(data)).toMatchObject({ attempts: 26 });
  });

  it("are no rejects, whatever their time and their numbers are", async () => {
    const table = csv("at,kind,n,all", 30, (minute) => (minute % 6 > 0 ? "total,1,10" : "note,n/a,x")).replaceAll(
      /^.*,note,/gm,
      "later,note,",
    );
    const yaml = source("    kind: counts\n    failures: n\n    attempts: all\n    where: \"kind = 'total'\"\n");
    const data = await dataOf({ "incident.yaml": yaml, "v.csv": table });
    expect(data.source("verbs").quality).toMatchObject({ loaded: 25, rejected: 0, filtered: 5 });
    expect(await totals(data)).toEqual({ failures: 25, attempts: 250 });
  });
});

describe("expressions", () => {
  it.each([
    ["status >= 500 or success = 'false' or ms > 3000", 28],
    ["status between 500 and 599", 10],
    ["success = false", 12],
    ["not cast(success as boolean)", 12],
    ["note is null", 25],
    ["note = ''", 25],
    ["note <> ''", 35],
    ["STATUS in (503, '404')", 10],
    ["status in (503) and regexp_matches(note, '^x')", 5],
    ["case when ms > 3000 then 'slow' else 'fine' end = 'slow'", 15],
    ["length(trim(note)) = 2 and upper(substring(note, 1, 1)) = 'X'", 35],
    ["ms / 1000 - 1 > least(2, 5)", 15],
    ["round(ms / 1000, 0) = 4", 15],
    ["ms % 4 = 0 and abs(0 - ms) > 100", 15],
    [String.raw`epoch(\"at\") - epoch(strptime('2026-03-12 08:50', '%Y-%m-%d %H:%M')) >= 0`, 10],
    ["coalesce(note, 'none') || status = 'none503'", 5],
    ["status > ms", 45],
  ])("%s", async (failed, failures) => {
    const table = csv("at,status,success,ms,note", 60, (minute) =>
      [
        minute % 6 === 0 ? 503 : 200,
        minute % 5 === 0 ? "false" : "true",
        minute % 4 === 0 ? 4000 : 20,
        minute % 12 === 0 || minute % 12 > 8 ? "" : minute % 12 === 3 ? "" : "x1",
      ].join(","),
    );
    const data = await dataOf({ "incident.yaml": source(`    failed: "${failed}"\n`), "v.csv": table });
    expect(await totals(data)).toEqual({ failures, attempts: 60 });
  });

  it("make counts of columns, rounded, and a column of that very name goes first", async () => {
    const table = csv("at,total,ok,share,total - ok", 10, () => "200,190,0.051,7");
    const read = async (failures: string, attempts = "total"): Promise<unknown> =>
      totals(
        await dataOf({
          "incident.yaml": source(`    failures: "${failures}"\n    attempts: ${attempts}\n`),
          "v.csv": table,
        }),
      );
    expect(await read("total-ok")).toEqual({ failures: 100, attempts: 2000 });
    expect(await read("share * total")).toEqual({ failures: 100, attempts: 2000 });
    expect(await read("total - ok")).toEqual({ failures: 70, attempts: 2000 });
    expect(await read("'0'")).toEqual({ failures: 0, attempts: 2000 });
  });

  it("read columns whose names are status codes, in double quotes", async () => {
    const table = csv("at,200,404,503", 10, (minute) => (minute < 5 ? "99,1,0" : "60,1,40"));
    const yaml = source('    failures: "503"\n    attempts: \'"200" + "404" + "503"\'\n    dialect: { header: 1 }\n');
    expect(await totals(await dataOf({ "incident.yaml": yaml, "v.csv": table }))).toEqual({
      failures: 200,
      attempts: 1005,
    });
  });

  it("reject counts that come out below 0, by line", async () => {
    const table = csv("at,total,ok", 10, (minute) => (minute === 4 ? "10,12" : "10,9"));
    const yaml = source("    failures: total - ok\n    attempts: total\n");
    const data = await dataOf({ "incident.yaml": yaml, "v.csv": table });
    expect(data.rejects).toMatchObject([{ line: 6 }]);
  });

  it("name the place of a column that is not there, and why a text is neither column nor expression", async () => {
    const failing = async (more: string): Promise<string> =>
      dataOf({ "incident.yaml": source(more), "v.csv": csv("at,a", 2, () => "1") }).then(
        () => "",
        (error: Error) => error.message,
      );
    expect(await failing('    failed: "a > 1 and statuss >= 500"\n')).toMatch(
      /^incident\.yaml line 6 column 24: file "v\.csv" requires the column "statuss" .*got the columns at, a/,
    );
    expect(await failing("    failures: sum(a)\n    attempts: a\n")).toMatch(
      /^incident\.yaml line 6 column 15: sources\.verbs\.failures "sum\(a\)" is no column .*the function sum is not allowed/,
    );
  });

  it("say what marks failures elsewhere, and what a change was", async () => {
    const yaml = `id: t
sources:
  verbs: { file: v.csv, time: { column: at, zone: UTC }, failed: { from: alerts, on: { call: sid }, where: "level >= 3 and kind <> 'test'" } }
  alerts: { file: a.csv, kind: events, time: at }
  deploys: { file: d.csv, kind: events, role: change, time: at, id: sha, what: "service || ' ' || version" }
`;
    const data = await dataOf({
      "incident.yaml": yaml,
      "v.csv": verbsCsv(30),
      "a.csv":
        "at,sid,level,kind\n2025-03-31T12:00:00Z,call1,4,real\n2025-03-31T12:00:00Z,call2,4,test\n2025-03-31T12:00:00Z,call3,1,real\n",
      "d.csv": "at,sha,service,version\n2025-03-31T12:00:00Z,ab12,api,v7\n2025-03-31T12:05:00Z,cd34,web,\n",
    });
    expect(await totals(data)).toEqual({ failures: 3, attempts: 30 });
    const rows = await data.source("deploys").rows({ from: "2025-03-31T00:00:00Z", to: "2025-04-01T00:00:00Z" }, 5);
    expect(rows.map(({ what }) => what)).toEqual(["api v7", "web "]);
  });

  it("that ask for values which no row holds are said to", async () => {
    const table = csv("at,state", 30, (minute) => (minute % 3 === 0 ? "failed" : "ok"));
    const unseen = async (failed: string): Promise<string | undefined> =>
      (await dataOf({ "incident.yaml": source(`    failed: "${failed}"\n`), "v.csv": table })).source("verbs").quality
        .failureUnseen?.text;
    expect(await unseen("state = 'Fehler'")).toContain(
      "Fehler occurs in no row of column state of verbs; seen failed, ok",
    );
    expect(await unseen("state in ('Fehler', 'failed')")).toBeUndefined();
    expect(await unseen("state = 'Fehler' or length(state) > 20")).toBeUndefined();
  });

  it("weigh sampled rows, and reject those without a weight", async () => {
    const table = csv("at,code,rate", 40, (minute) => `${minute % 4 === 0 ? 500 : 200},${minute === 7 ? "" : 10}`);
    const yaml = source('    failed: "code = 500"\n    weight: rate\n');
    const data = await dataOf({ "incident.yaml": yaml, "v.csv": table });
    expect(await totals(data)).toEqual({ failures: 100, attempts: 390 });
    expect(data.rejects).toMatchObject([{ line: 9 }]);
    expect(await data.source("verbs").clusters({ from: at(0), to: at(40) })).toEqual([
      { attempts: 10, failures: 0, n: 29 },
      { attempts: 10, failures: 10, n: 10 },
    ]);
  });
});
