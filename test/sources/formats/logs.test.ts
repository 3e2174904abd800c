import { describe, expect, it } from "vitest";
import { nginxCombined } from "../../../src/sources/formats/access-logs.js";
import { DAY, formatOf, outcomesOf, sourceOf } from "./recognised.js";

const head = (text: string): { file: string; text: string; table: null } => ({ file: "access.log", text, table: null });
const iso = (minute: number): string => new Date(Date.UTC(2025, 2, 31, 15, minute)).toISOString();

describe("access logs", () => {
  it("of nginx are dated at the end of the request, with an offset", async () => {
    const line = (minute: number, status: number): string =>
      `203.0.113.7 - - [31/Mar/2025:17:${String(minute).padStart(2, "0")}:00 +0200] "GET /play?a=\\"b HTTP/1.1" ${status} 512 "-" "curl/8"`;
    const log = `${[200, 502, 499, 504].map((status, n) => line(n, status)).join("\n")}\nnot a line\n`;
    expect(await formatOf("access.log", log)).toBe("nginx-combined");
    const { source, data, quality } = await sourceOf("access.log", log);
    expect(await outcomesOf(source)).toEqual({ failures: 2, attempts: 4, from: "2025-03-31T15:00:00.000Z" });
    expect(data.rejects).toEqual([
      { file: "access.log", line: 5, reason: "it is not a line of this log's format", raw: "not a line" },
    ]);
    expect(quality.notes.join(" ")).toContain("logged at their end");
  });

  it("have the method and the route of their request line, without what belongs to one request", async () => {
    const line = (request: string): string =>
      `198.51.100.4 - - [31/Mar/2025:15:00:00 +0000] "${request}" 200 5 "-" "curl/8" rt=0.042 uct="0.001"`;
    const requests = [
      "GET /orders/1734/items?full=1 HTTP/1.1",
      "POST https://shop.example/users/a.b%40example.org/cart HTTP/2",
      "GET /files/3f2b9c1e-77aa-4c31-9d3e-0a1b2c3d4e5f HTTP/1.1",
      "-",
    ];
    const table = nginxCombined.table?.("", head(requests.map(line).join("\n")));
    const { columns = [], sample = [] } = (await table) ?? {};
    const [method, route, seconds] = ["method", "route", "request_seconds"].map((name) => columns.indexOf(name));
    expect(sample.map((row) => [row[method ?? -1], row[route ?? -1], row[seconds ?? -1]])).toEqual([
      ["GET", "/orders/:id/items", "0.042"],
      ["POST", "/users/:id/cart", "0.042"],
      ["GET", "/files/:id", "0.042"],
      ["", "", "0.042"],
    ]);
  });

  it("of Envoy have code 0 where the client went away", async () => {
    const line = (minute: number, status: number, flags: string): string =>
      `[${iso(minute)}] "POST /voice HTTP/2" ${status} ${flags} 10 20 35 34 "10.0.0.1" "agent" "id-${minute}" "proxy.example" "10.0.0.2:80"`;
    const log = `${[
      [200, "-"],
      [503, "UF"],
      [0, "DC"],
    ]
      .map(([status, flags], n) => line(n, Number(status), String(flags)))
      .join("\n")}\n`;
    expect(await formatOf("envoy.log", log)).toBe("envoy-default");
    const { source, quality } = await sourceOf("envoy.log", log);
    expect(await outcomesOf(source)).toMatchObject({ failures: 1, attempts: 3 });
    expect(quality.notes).toEqual([
      "Status 0 means that the client went away; it counts as an attempt, not as a failure.",
    ]);
  });
});

describe("logfmt", () => {
  it("has pairs in any order, quoted values, and keys that only some lines have", async () => {
    const log = [
      `ts=${iso(0)} level=info msg="fetch \\"a\\" done" status=200`,
      `level=error ts=${iso(1)} status=503 msg=x host=p1`,
      `ts=${iso(2)} status=200 level=info`,
    ].join("\n");
    expect(await formatOf("app.log", log)).toBe("logfmt");
    expect(await outcomesOf((await sourceOf("app.log", log)).source)).toMatchObject({ failures: 1, attempts: 3 });
  });
});

describe("syslog", () => {
  const old = (stamps: readonly string[]): string =>
    `${stamps.map((stamp, n) => `<13>${stamp} host app[${n}]: message ${n}`).join("\n")}\n`;

  it("of RFC 3164 takes its year from the file's name, across a turn of the year, and its zone from the configuration", async () => {
    const log = old(["Dec 31 23:59:00", "Jan  1 00:00:30"]);
    expect(await formatOf("messages-20250101", log)).toBe("syslog-3164");
    await expect(sourceOf("messages-20250101", log)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("zone") as unknown,
    });
    const { source } = await sourceOf("messages-20250101", log, "time: { column: time, zone: UTC }");
    expect(source.range).toEqual({ from: "2024-12-31T23:59:00Z", to: "2025-01-01T00:01:00Z" });
  });

  it("of RFC 3164 says what to do when nothing tells the year", async () => {
    await expect(
      sourceOf("messages", old(["Mar 31 15:00:00"]), "time: { column: time, zone: UTC }"),
    ).rejects.toMatchObject({ exitCode: 3, message: expect.stringContaining("without a year; declare it") as unknown });
  });

  it("of RFC 5424 carries all that it needs", async () => {
    const log = `<165>1 2025-03-31T17:00:00.003+02:00 host app 12 ID47 [a@1 x="y\\]z"] it began\n<165>1 ${iso(1)} host app - - - \n`;
    expect(await formatOf("sys.log", log)).toBe("syslog-5424");
    const rows = await (await sourceOf("sys.log", log)).source.rows(DAY, 9);
    expect(rows.map(({ at }) => at)).toEqual(["2025-03-31T15:00:00.003Z", "2025-03-31T15:01:00Z"]);
    expect(Object.fromEntries(rows[0]?.fields ?? [])).toMatchObject({ data: '[a@1 x="y\\]z"]', message: "it began" });
  });
});

describe("exports that are cut at a number of rows", () => {
  const insights = (rows: number): string =>
    `@timestamp,@message\n${Array.from({ length: rows }, (_row, n) => `2025-03-31 15:${String(59 - Math.floor(n / 170)).padStart(2, "0")}:00.000,"m, ${n}"`).join("\n")}\n`;

  it("of Logs Insights are UTC without saying so, newest first", async () => {
    expect(await formatOf("insights.csv", insights(20))).toBe("logs-insights");
    const { source, quality } = await sourceOf("insights.csv", insights(20));
    expect(source.range?.from).toBe("2025-03-31T15:59:00Z");
    expect(quality.notes).toEqual([]);
  });

  it("of Logs Insights report coverage lost at 10,000 rows, and not at one less", async () => {
    expect((await sourceOf("insights.csv", insights(10_000))).quality.notes.join(" ")).toMatch(
      /exactly 10000 rows.*coverage is lost/,
    );
    expect((await sourceOf("insights.csv", insights(9999))).quality.notes.join(" ")).not.toContain("coverage");
  });

  it("of Datadog hold JSON in a cell and report their own cap", async () => {
    const csv = (rows: number): string =>
      `Date,Host,Service,Message\n${Array.from({ length: rows }, (_row, n) => `${iso(n % 60)},h,s,"{""status"":${n},""url"":""/a""}"`).join("\n")}\n`;
    expect(await formatOf("logs.csv", csv(5))).toBe("datadog-logs");
    const [first] = await (await sourceOf("logs.csv", csv(5))).source.rows(DAY, 1);
    expect(JSON.parse(new Map(first?.fields).get("Message") ?? "")).toEqual({ status: 0, url: "/a" });
    expect((await sourceOf("logs.csv", csv(5000))).quality.notes.join(" ")).toContain("coverage is lost");
  });
});

describe("Statuspage's incidents.json", () => {
  const update = (created: number, shown: number, body: string): object => ({
    created_at: iso(created),
    display_at: iso(shown),
    status: "investigating",
    body,
  });

  it("is dated by its publication; edited times and backfilled incidents are told", async () => {
    const json = JSON.stringify({
      page: { id: "p" },
      incidents: [
        { id: "2", name: "Later", impact: "minor", backfilled: true, incident_updates: [update(50, 10, "backfilled")] },
        {
          id: "1",
          name: "Calls drop",
          impact: "major",
          backfilled: false,
          incident_updates: [update(40, 40, "resolved"), update(27, 9, "we look into it")],
        },
      ],
    });
    expect(await formatOf("incidents.json", json)).toBe("statuspage");
    const { source, quality } = await sourceOf("incidents.json", json);
    expect(
      (await source.rows(DAY, 9)).map(({ at, fields }) => [at.slice(11, 16), new Map(fields).get("body")]),
    ).toEqual([
      ["15:27", "we look into it"],
      ["15:40", "resolved"],
      ["15:50", "backfilled"],
    ]);
    expect(quality.notes).toEqual([
      "2 updates show another time (display_at) than that of their publication (created_at), which is used.",
      "1 incidents were backfilled: their publication says nothing about how late customers were told.",
    ]);
  });
});
