import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { initIncident } from "../../src/draft/init-incident.js";
import type { InitResult } from "../../src/draft/init-incident.js";
import { openIncident } from "../../src/incident/yaml/open.js";
import { openData } from "../../src/sources/open-data.js";
import { folderWith, totals } from "../sources/incident-folder.js";

const ROWS = 120;
const at = (row: number): string => new Date(Date.UTC(2026, 1, 3, 9, row)).toISOString().replace(".000Z", "Z");
/** Rows 60 to 79 fail. */
const fails = (row: number): boolean => row >= 60 && row < 80;
const table = (head: string, row: (row: number) => string, rows = ROWS): string =>
  `${head}\n${Array.from({ length: rows }, (_row, index) => row(index)).join("\n")}\n`;

interface Source {
  readonly kind: string;
  readonly failed?: unknown;
  readonly [key: string]: unknown;
}

async function opened(
  files: Readonly<Record<string, string | Buffer>>,
  answers: Readonly<Record<string, string>> = {},
) {
  const folder = folderWith({});
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const result = await initIncident(folder, { terminal: false, answers: new Map(Object.entries(answers)) });
  const sources = ((result.incident as { sources?: Record<string, Source> } | null)?.sources ?? {}) as Record<
    string,
    Source
  >;
  return { folder, result, sources, first: Object.values(sources)[0] };
}

const settings = ({ questions }: InitResult): string[] => questions.map(({ setting }) => setting);

describe("every file of the folder is spoken of", () => {
  it("in sub-folders, rotated, packed, without an ending, and those that are no data", async () => {
    const line = (row: number): string =>
      `203.0.113.9 - - [03/Feb/2026:09:${String(row % 60).padStart(2, "0")}:00 +0000] "GET / HTTP/1.1" ${fails(row) ? 502 : 200} 9 "-" "curl"`;
    const part = (from: number): string => `${[0, 1, 2, 3, 4].map((row) => line(from + row)).join("\n")}\n`;
    const { result, sources } = await opened({
      "web/access_log": part(0),
      "web/access_log-20260202": part(60),
      "web/access_log-20260201.gz": gzipSync(part(20)),
      "calls/export": table("time,result", (row) => `${at(row)},${fails(row) ? "failed" : "answered"}`),
      "notes/diary.txt": "Rang them twice.\n",
      "picture.png": Buffer.from("\u0089PNG\r\n", "latin1"),
      "odd.csv": table("when,errors", (row) => `day ${row} of the month,${row}`, 5),
    });
    const used = Object.fromEntries(result.files.map(({ file, used: as }) => [file, as]));
    expect(used).toEqual({
      "calls/export": "export",
      "notes/diary.txt": null,
      "odd.csv": null,
      "picture.png": null,
      "web/access_log": "access_log",
      "web/access_log-20260201.gz": "access_log",
      "web/access_log-20260202": "access_log",
    });
    expect(result.files.find(({ file }) => file === "odd.csv")?.why).toContain(
      'column "when" holds "day 0 of the month"',
    );
    expect(sources["access_log"]).toMatchObject({ file: "web/access_log*", kind: "outcomes" });
  });

  it("and gauges, logs and changes open without a question, each series by its condition", async () => {
    const { result, sources } = await opened({
      "hosts.csv": table("time,host,cpu", (row) => `${at(row >> 1)},web${row % 2},${20 + (row % 7)}`),
      "long.csv": table(
        "time,metric,value",
        (row) => `${at(row >> 1)},${row % 2 ? "queue" : "memory"},${5 + (row % 9)}`,
      ),
      "app.log": table(`${at(0)} INFO started`, (row) => `${at(row)} ${fails(row) ? "ERROR" : "INFO"} job ${row}`),
      "deploys.csv": table(
        "deployed_at,service,version,commit_sha",
        (row) => `${at(row)},cart,1.${row},${"abc".repeat(5)}${row}`,
        3,
      ),
    });
    expect(result.questions).toEqual([]);
    expect(result.incident).not.toHaveProperty("outcome");
    expect(sources).toMatchObject({
      web0_hosts: { kind: "gauge", where: "host = 'web0'", value: "cpu" },
      queue: { kind: "gauge", where: "metric = 'queue'", value: "value" },
      app: { kind: "events" },
      deploys: { kind: "events", role: "change", id: "commit_sha" },
    });
    expect(result.files.find(({ file }) => file === "app.log")?.why).toContain("--answer app.failed=level:ERROR");
  });
});

describe("what failed is found or asked, never guessed", () => {
  const two = (name: string, good: string, bad: string): string =>
    table(`time,${name}`, (row) => `${at(row)},${fails(row) ? bad : good}`);

  it.each([
    ["success", "true", "false", ["false"]],
    ["isUp", "1", "0", ["0"]],
    ["answered", "yes", "no", ["no"]],
    ["result", "PASS", "FAIL", ["FAIL"]],
    ["disposition", "ANSWERED", "CONGESTION", ["CONGESTION"]],
    ["exit_code", "0", "137", ["137"]],
    ["grpc_status", "0", "14", ["14"]],
    ["hangup_cause", "NORMAL_CLEARING", "RECOVERY_ON_TIMER_EXPIRE", ["RECOVERY_ON_TIMER_EXPIRE"]],
    ["Ergebnis", "erfolgreich", "fehlgeschlagen", ["fehlgeschlagen"]],
    ["erreichbar", "ja", "nein", ["nein"]],
    ["statut", "réussi", "échec", ["échec"]],
    ["resultado", "exitoso", "fallido", ["fallido"]],
    ["situação", "sucesso", "falhou", ["falhou"]],
    ["sucesso", "sim", "não", ["não"]],
  ])("%s: %s or %s", async (name, good, bad, expected) => {
    const { result, first } = await opened({ "rows.csv": two(name, good, bad) });
    expect(result.questions).toEqual([]);
    expect(first?.failed).toEqual({ [name]: expected });
  });

  it("an error text that is empty on success, and a status of 0 where nobody answered", async () => {
    const text = table("time,error", (row) => `${at(row)},${fails(row) ? `refused ${row}` : ""}`);
    const none = two("status_code", "200", "000");
    expect((await opened({ "rows.csv": text })).first?.failed).toEqual({ error: { not: [] } });
    expect((await opened({ "rows.csv": none })).first?.failed).toEqual({ status_code: ["5xx", "000"] });
  });

  it.each([
    ["0 and 1 under a name that says neither", two("status", "1", "0"), ["status:0", "status:1"]],
    ["visitors' errors alone", two("status_code", "200", "404"), ["status_code:404", "status_code:200"]],
    ["words that nobody knows", two("phase", "fine", "aborted"), ["phase:aborted", "phase:fine"]],
    [
      "several columns",
      table("time,sip_code,success", (row) => `${at(row)},${fails(row) ? 503 : 200},${!fails(row)}`),
      ["sip_code:503", "success:false"],
    ],
  ])("%s: a question with answers that can be pasted", async (_what, content, candidates) => {
    const { result } = await opened({ "rows.csv": content });
    expect(settings(result)).toEqual(["sources.rows.failed"]);
    expect(result.questions[0]?.candidates).toEqual(candidates);
    const answered = await opened({ "rows.csv": content }, { "rows.failed": candidates[0] as string });
    expect(answered.result.questions).toEqual([]);
    const data = await openData(await openIncident(answered.folder));
    expect(await totals(data, "rows")).toEqual({ failures: 20, attempts: ROWS });
    await data.close();
  });

  it("milliseconds and countries are no statuses", async () => {
    const { first } = await opened({
      "pings.csv": table("time,url,response", (row) => `${at(row)},https://a,${90 + ((row * 37) % 900)}`),
    });
    expect(first).toMatchObject({ kind: "gauge", value: "response" });
    const { result } = await opened({ "rows.csv": two("code", "DE", "FR") });
    expect(settings(result)).toEqual(["sources.rows.failed"]);
  });

  it("no `id` where repeated rows differ, no persons among the dimensions, no time that is 0 on failures", async () => {
    const rows = table(
      "connected,placed,order_id,user,region,result",
      (row) =>
        `${fails(row) ? 0 : Date.parse(at(row)) / 1000 + 9},${Date.parse(at(row)) / 1000},O${row === 77 ? 60 : row},u${row % 4},${row % 2 ? "eu" : "us"},${fails(row) ? "failed" : "ok"}`,
    );
    const { first } = await opened({ "orders.csv": rows });
    expect(first).toMatchObject({ time: { column: "placed" }, dimensions: ["region"] });
    expect(first).not.toHaveProperty("id");
  });
});

describe("a text that says what failed", () => {
  const lines = table(
    "time,message",
    (row) => `${at(row)},${fails(row) ? `ERROR invoice ${row} timed out` : `INFO invoice ${row} sent`}`,
  );

  it.each(["message:ERROR", "error", "message:timed out", "message like '%timed out%'"])(
    "is searched for the word of an answer: %s",
    async (answer) => {
      const { folder, result } = await opened({ "app.csv": lines }, { "app.failed": answer });
      expect(result.questions).toEqual([]);
      const data = await openData(await openIncident(folder));
      expect(await totals(data, "app")).toEqual({ failures: 20, attempts: ROWS });
      await data.close();
    },
  );

  it("is not searched for what no row has", async () => {
    await expect(opened({ "app.csv": lines }, { "app.failed": "message:PANIC" })).rejects.toMatchObject({
      exitCode: 2,
    });
  });
});

describe("counts", () => {
  const counts = (head: string, row: (row: number) => string): Readonly<Record<string, string>> => ({
    "m.csv": table(head, row),
  });

  it.each([
    [
      "running totals",
      counts(
        "time,requests,errors",
        (row) => `${at(row)},${(row + 1) * 50},${Math.max(0, Math.min(20, row - 59)) * 40}`,
      ),
      { failures: "errors", attempts: "requests", cumulative: true },
    ],
    [
      "rising now and then",
      counts("time,requests,errors", (row) => `${at(row)},${1200 + (row % 80)},${fails(row) ? 900 : 3}`),
      { failures: "errors", attempts: "requests" },
    ],
    [
      "total and success",
      counts("time,total,success", (row) => `${at(row)},50,${fails(row) ? 10 : 50}`),
      { failures: "total - success", attempts: "total" },
    ],
    [
      "failed and answered",
      counts("time,answered,failed", (row) => `${at(row)},${fails(row) ? 10 : 50},${fails(row) ? 40 : 0}`),
      { failures: "failed", attempts: "answered + failed" },
    ],
    [
      "short words",
      counts("ts,throughput,succ,fail", (row) => `${at(row)},50,${fails(row) ? 10 : 50},${fails(row) ? 40 : 0}`),
      { failures: "fail", attempts: "succ + fail" },
    ],
    [
      "a platform's names of status classes",
      counts("time,Requests,Http5xx", (row) => `${at(row)},50,${fails(row) ? 40 : 0}`),
      { failures: "Http5xx", attempts: "Requests" },
    ],
    [
      "statuses under an underlined time, empty where there were none",
      counts(
        "_time,200,404,503,_span",
        (row) => `${at(row)},${fails(row) ? 10 : 50},${row % 3 || ""},${fails(row) ? 40 : ""},60`,
      ),
      { failures: "503", attempts: '"200" + coalesce("404", 0) + coalesce("503", 0)' },
    ],
    [
      "statuses beside seconds since 1970",
      counts(
        "time,200,503",
        (row) => `${Date.parse(at(row)) / 1000},${fails(row) ? 10 : 50},${fails(row) ? 40 : row % 2}`,
      ),
      { failures: "503", attempts: '"200" + "503"' },
    ],
    [
      "availability in per cent",
      counts("time,requests,availability_pct", (row) => `${at(row)},50,${fails(row) ? 20 : 100}`),
      { failures: "(1 - availability_pct / 100) * requests", attempts: "requests" },
    ],
    [
      "a share of errors",
      counts("time,requests,error_rate", (row) => `${at(row)},50,${fails(row) ? 0.8 : 0}`),
      { failures: "error_rate * requests", attempts: "requests" },
    ],
    [
      "a metric a row",
      {
        "m.csv": table(
          "time,metric,value",
          (row) => `${at(row >> 1)},${row % 2 ? "errors" : "requests"},${row % 2 ? row % 3 : 50 + (row % 5)}`,
        ),
      },
      {
        failures: { file: "m.csv", value: "value", where: "metric = 'errors'" },
        attempts: { file: "m.csv", value: "value", where: "metric = 'requests'" },
      },
    ],
    [
      "a status a row",
      {
        "m.csv": table(
          "time,code,value",
          (row) => `${at(row >> 1)},${row % 2 ? 503 : 200},${row % 2 ? row % 3 : 50 + (row % 5)}`,
        ),
      },
      {
        failures: { file: "m.csv", value: "value", where: "code = '503'" },
        attempts: { file: "m.csv", value: "value" },
      },
    ],
    [
      "two files",
      {
        "errors.csv": table("time,value", (row) => `${at(row)},${row % 3}`),
        "requests.csv": table("time,value", (row) => `${at(row)},${50 + (row % 5)}`),
      },
      { failures: { file: "errors.csv", value: "value" }, attempts: { file: "requests.csv", value: "value" } },
    ],
  ])("%s", async (_what, files, expected) => {
    const { result, first } = await opened(files as Readonly<Record<string, string>>);
    expect(result.questions).toEqual([]);
    expect(first).toMatchObject({ kind: "counts", ...expected });
    expect(first?.["cumulative"] ?? false).toBe("cumulative" in expected);
  });

  it("asks which column counts where several may", async () => {
    const { result } = await opened(
      counts("time,requests,errors_cart,errors_pay", (row) => `${at(row)},50,${row % 3},${row % 2}`),
    );
    expect(result.questions).toMatchObject([
      { setting: "sources.m.failures", candidates: ["errors_cart", "errors_pay"] },
    ]);
  });
});

describe("times", () => {
  it("a day and a time of day stand in two columns, and the half of the day stays in the order that is asked", async () => {
    const apart = table(
      "Date,Time,Status",
      (row) => `2026-02-03,${at(row).slice(11, 19)},${fails(row) ? "Failed" : "Answered"}`,
    );
    expect((await opened({ "calls.csv": apart }, { "time.zone": "UTC" })).first?.["time"]).toEqual({
      columns: ["Date", "Time"],
      zone: "UTC",
    });
    const half = (row: number): string =>
      `2/3/2026 ${9 + Math.floor(row / 60)}:${String(row % 60).padStart(2, "0")}:00 AM`;
    const american = table("time,status", (row) => `${half(row)},${fails(row) ? "failed" : "ok"}`);
    const { result } = await opened({ "calls.csv": american });
    expect(settings(result)).toEqual(["sources.calls.time.zone", "sources.calls.time.format"]);
    const { first, folder } = await opened({ "calls.csv": american }, { "time.zone": "UTC", "time.format": "m" });
    expect(first?.["time"]).toEqual({ column: "time", zone: "UTC", format: "%m/%d/%Y %I:%M:%S %p" });
    const data = await openData(await openIncident(folder));
    expect(await totals(data, "calls")).toEqual({ failures: 20, attempts: ROWS });
    await data.close();
  });
});

describe("what times lack is asked", () => {
  const SHORT = ["Jan", "Feb", "Mar"];
  const clock = (row: number): string => at(row).slice(11, 19);
  const rows = (time: (row: number) => string): string =>
    table("time,status", (row) => `${time(row)},${fails(row) ? "failed" : "ok"}`);

  it.each([
    [
      "a year",
      (row: number) => `${SHORT[1]} 03 ${clock(row)}`,
      ["zone", "year"],
      { column: "time", zone: "UTC", year: 2026 },
    ],
    ["a day", clock, ["zone", "date"], { column: "time", zone: "UTC", date: "2026-02-03" }],
    [
      "an order and a year",
      (row: number) => `03/02 ${clock(row)}`,
      ["zone", "format", "year"],
      { column: "time", zone: "UTC", year: 2026, format: "%d/%m %H:%M:%S" },
    ],
  ] as const)("%s", async (_what, time, asked, written) => {
    const { result } = await opened({ "rows.csv": rows(time) });
    expect(settings(result)).toEqual(asked.map((end) => `sources.rows.time.${end}`));
    const answers = { "time.zone": "UTC", "time.year": "2026", "time.date": "2026-02-03", "time.format": "d" };
    const { first, folder } = await opened({ "rows.csv": rows(time) }, answers);
    expect(first?.["time"]).toEqual(written);
    const data = await openData(await openIncident(folder));
    expect(await totals(data, "rows")).toEqual({ failures: 20, attempts: ROWS });
    expect(data.source("rows").range?.from).toBe("2026-02-03T09:00:00Z");
    await data.close();
  });
});

describe("a draft", () => {
  it("is named with its question when it is analysed, under either name, until it is answered", async () => {
    const content = table("time,status", (row) => `${at(row)},${fails(row) ? 0 : 1}`);
    const { folder, result } = await opened({ "rows.csv": content });
    const named = {
      exitCode: 2,
      message: expect.stringMatching(
        /sources\.rows\.failed.*status: 1 100, 0 20.*--answer sources\.rows\.failed=/,
      ) as unknown,
    };
    await expect(openIncident(folder)).rejects.toMatchObject(named);
    const draft = readFileSync(result.path as string, "utf8");
    writeFileSync(join(folder, "incident.yaml"), draft);
    await expect(openIncident(folder)).rejects.toMatchObject(named);
    writeFileSync(join(folder, "incident.yaml"), draft.replace("# failed:", 'failed: { status: ["0"] }'));
    expect((await openIncident(folder)).sources[0]?.failed).toMatchObject({ kind: "own" });
  });
});
