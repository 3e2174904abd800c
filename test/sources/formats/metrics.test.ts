import { describe, expect, it } from "vitest";
import { formatOf, sourceOf } from "./recognised.js";

const second = (minute: number): number => Date.UTC(2025, 2, 31, 15, minute) / 1000;
const iso = (minute: number): string => new Date(second(minute) * 1000).toISOString().replace(".000Z", "Z");
const valuesOf = async (file: string, content: string | Buffer, more = ""): Promise<(number | null)[]> => [
  ...(await (await sourceOf(file, content, more)).source.values(60)).values,
];

describe("Grafana's CSV", () => {
  const semicolons = `sep=;\n"Time";"busy"\n${[0, 1, 2].map((n) => `2025-03-31 17:0${n}:00;${25 + n},5%`).join("\n")}\n`;

  it("resolves per cent under a sep= line with decimal commas, and asks for the zone", async () => {
    expect(await formatOf("panel.csv", semicolons)).toBe("grafana-csv");
    await expect(sourceOf("panel.csv", semicolons)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('"Time" holds times without a zone') as unknown,
    });
    const { source, quality } = await sourceOf("panel.csv", semicolons, "time: { column: Time, zone: Europe/Berlin }");
    expect(source.range?.from).toBe("2025-03-31T15:00:00Z");
    expect((await source.values(60)).values).toEqual([0.255, 0.265, 0.275]);
    expect(quality.notes.join(" ")).toContain("Units inside cells were resolved");
  });

  it("is not seen in a table whose times alone have decimal commas", async () => {
    const csv = 'time,status\n"46093,33333333",ok\n"46093,33344907",failed\n"46093,33356481",ok\n';
    expect(await formatOf("calls.csv", csv)).toBeNull();
  });

  it("is read as UTF-16LE with tabs, as saved for a spreadsheet", async () => {
    const tabs = Buffer.from(`\ufeff${semicolons.slice(6).replaceAll(";", "\t").replaceAll("\n", "\r\n")}`, "utf16le");
    expect(await formatOf("panel.csv", tabs)).toBe("grafana-csv");
    expect(await valuesOf("panel.csv", tabs, "time: { column: Time, zone: UTC }")).toEqual([0.255, 0.265, 0.275]);
  });

  it.each([
    [
      ["1.2 K", "900", "1.5 Mil"],
      [1200, 900, 1_500_000],
    ],
    [
      ["3 mins", "45 s", "1 hour"],
      [180, 45, 3600],
    ],
    [
      ["250 ms", "1.5 s", "12 µs"],
      [0.25, 1.5, 0.000012],
    ],
    [
      ["1.5 KiB", "2 MiB", "512 B"],
      [1536, 2_097_152, 512],
    ],
    [
      ["12%", "0.5%", "100%"],
      [0.12, 0.005, 1],
    ],
  ])("resolves the units of %j", async (cells, expected) => {
    const csv = `"Time","load"\n${cells.map((cell, n) => `"2025-03-31 15:0${n}:00","${cell}"`).join("\n")}\n`;
    expect(await valuesOf("panel.csv", csv, "time: { column: Time, zone: UTC }")).toEqual(expected);
  });

  it("reads epoch milliseconds, newest first", async () => {
    const csv = `"Series","Time","Value"\n${[2, 1, 0].map((n) => `"load",${second(n) * 1000},${n}`).join("\n")}\n`;
    expect(await formatOf("panel.csv", csv)).toBe("grafana-csv");
    expect(await valuesOf("panel.csv", csv)).toEqual([0, 1, 2]);
  });

  it("reads several tables of one file as one, a column a series", async () => {
    const part = (name: string, from: number, add: number): string =>
      `"Time","${name}"\n${[0, 1, 2].map((n) => `"${iso(n + from)}",${n + add}`).join("\n")}\n`;
    const csv = `${part("errors", 0, 10)}\n${part("requests", 1, 100)}\n${part("errors", 3, 50)}`;
    expect(await formatOf("panel.csv", csv)).toBe("grafana-csv");
    await expect(sourceOf("panel.csv", csv)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("Time, errors, requests") as unknown,
    });
    const { source, quality } = await sourceOf("panel.csv", csv, "value: errors");
    expect((await source.values(60)).values).toEqual([10, 11, 12, 50, 51, 52]);
    expect(quality).toMatchObject({ seen: 14, loaded: 9, header: 3, blank: 2, rejected: 0 });
    expect(await valuesOf("panel.csv", csv, "value: requests")).toEqual([null, 100, 101, 102, null, null]);
  });
});

describe("Prometheus query_range", () => {
  const matrix = (result: readonly object[]): string =>
    JSON.stringify({ status: "success", data: { resultType: "matrix", result } });

  it("has seconds as numbers, values as text, NaN, infinities and missing points", async () => {
    const json = matrix([
      {
        metric: { __name__: "queue_depth", job: "proxy" },
        values: [
          [second(0), "5"],
          [second(1) + 0.123, "NaN"],
          [second(3), "+Inf"],
          [second(4), "7.5"],
        ],
      },
    ]);
    expect(await formatOf("range.json", json)).toBe("prometheus-range");
    const { source, quality } = await sourceOf("range.json", json);
    expect(source.kind).toBe("gauge");
    expect((await source.values(60)).values).toEqual([5, null, null, null, 7.5]);
    expect(quality.notes).toContain("3 points are NaN, infinite or null and count as missing.".replace("3", "2"));
  });

  it("turns counters into rates, each series with its own resets, summed", async () => {
    const json = matrix([
      {
        metric: { __name__: "errors_total", instance: "a" },
        values: [
          [second(0), "100"],
          [second(1), "160"],
          [second(2), "30"],
        ],
      },
      {
        metric: { __name__: "errors_total", instance: "b" },
        values: [
          [second(0), "5"],
          [second(1), "65"],
          [second(2), "125"],
        ],
      },
    ]);
    const { source } = await sourceOf("range.json", json);
    expect(source.kind).toBe("counter");
    expect((await source.values(60)).values).toEqual([null, 2, 1.5]);
  });
});

describe("CloudWatch and Datadog metrics", () => {
  it("have parallel arrays, newest first, and no point without traffic", async () => {
    const json = JSON.stringify(
      {
        MetricDataResults: [
          {
            Id: "m1",
            Label: "5xx",
            Timestamps: [iso(4), iso(1), iso(0)],
            Values: [9, 3, 2],
            StatusCode: "PartialData",
          },
        ],
      },
      null,
      1,
    );
    expect(await formatOf("metric.json", json)).toBe("cloudwatch-metrics");
    const { source, quality } = await sourceOf("metric.json", json);
    expect((await source.values(60)).values).toEqual([2, 3, null, null, 9]);
    expect(quality.notes.join(" ")).toMatch(/A period without a point is missing, not 0.*partial.*coverage is lost/);
  });

  it("come as data points too, and with several metrics to choose from", async () => {
    const points = JSON.stringify({
      Label: "Errors",
      Datapoints: [1, 0].map((n) => ({ Timestamp: iso(n).replace("Z", "+00:00"), Sum: n + 1, Unit: "Count" })),
    });
    expect(await valuesOf("metric.json", points)).toEqual([1, 2]);
    const two = JSON.stringify({
      MetricDataResults: ["errors", "requests"].map((Label, at) => ({
        Label,
        Timestamps: [iso(1), iso(0)],
        Values: [at * 10 + 1, at * 10],
      })),
    });
    await expect(sourceOf("metric.json", two)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("time, errors, requests") as unknown,
    });
    expect(await valuesOf("metric.json", two, "value: requests")).toEqual([10, 11]);
  });

  it("refuses arrays that are not parallel", async () => {
    const json = JSON.stringify({ MetricDataResults: [{ Id: "m1", Timestamps: [iso(1)], Values: [9, 3] }] });
    await expect(sourceOf("metric.json", json)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("2 entries, of which 1") as unknown,
    });
  });

  it("have milliseconds and nulls", async () => {
    const json = JSON.stringify({
      status: "ok",
      series: [
        {
          metric: "proxy.errors",
          scope: "host:a",
          pointlist: [
            [second(0) * 1000, 4],
            [second(1) * 1000, null],
            [second(2) * 1000, 6],
          ],
        },
      ],
    });
    expect(await formatOf("dd.json", json)).toBe("datadog-metrics");
    expect(await valuesOf("dd.json", json)).toEqual([4, null, 6]);
  });
});

describe("OTLP/JSON", () => {
  const point = (minute: number, value: number, host = "a"): object => ({
    attributes: [{ key: "host", value: { stringValue: host } }],
    startTimeUnixNano: `${second(0)}000000000`,
    timeUnixNano: `${second(minute)}000000123`,
    asInt: String(value),
  });
  const document = (aggregationTemporality: number, dataPoints: readonly object[]): object => ({
    resourceMetrics: [
      {
        resource: { attributes: [] },
        scopeMetrics: [
          { metrics: [{ name: "fetch.errors", sum: { aggregationTemporality, isMonotonic: true, dataPoints } }] },
        ],
      },
    ],
  });

  it("has nanoseconds as text; cumulative sums count from a start that comes again", async () => {
    const json = JSON.stringify(
      document(2, [
        point(0, 100),
        point(1, 160),
        point(2, 30),
        point(0, 0, "b"),
        point(1, 60, "b"),
        point(2, 120, "b"),
      ]),
    );
    expect(await formatOf("otlp.json", json)).toBe("otlp-metrics");
    const { source } = await sourceOf("otlp.json", json);
    expect(source.kind).toBe("counter");
    expect((await source.values(60)).values).toEqual([null, 2, 1.5]);
  });

  it("has delta sums, one document a line as collectors append them", async () => {
    const lines = [0, 1, 2].map((n) => JSON.stringify(document(1, [point(n, 10 * n)]))).join("\n");
    expect(await formatOf("otlp.jsonl", lines)).toBe("otlp-metrics");
    const { source, quality } = await sourceOf("otlp.jsonl", lines);
    expect(source.kind).toBe("gauge");
    expect((await source.values(60)).values).toEqual([0, 10, 20]);
    expect(quality.notes.join(" ")).toContain("Delta sums");
    await expect(sourceOf("otlp.jsonl", lines.slice(0, -9))).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("line 3 is not a whole JSON document") as unknown,
    });
  });
});

describe("promtool's dumps", () => {
  const series = (name: string, from: number): string[] =>
    [0, 1, 2].map((n) => `{__name__="${name}", job="a b", note="x\\"y"} ${from + 60 * n} ${second(n) * 1000}`);

  it("have milliseconds, series after series", async () => {
    const dump = `${[...series("errors_total", 100), ...series("requests_total", 1000)].join("\n")}\n`;
    expect(await formatOf("dump.txt", dump)).toBe("promtool-dump");
    await expect(sourceOf("dump.txt", dump)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("time, errors_total, requests_total") as unknown,
    });
    expect(await valuesOf("dump.txt", dump, "value: requests_total")).toEqual([null, 1, 1]);
  });

  it("have seconds where they are OpenMetrics", async () => {
    const dump = `# HELP errors_total Errors.\n# TYPE errors_total counter\n${[0, 1, 2].map((n) => `errors_total{job="a"} ${100 + 60 * n} ${second(n)}.25`).join("\n")}\n# EOF\n`;
    expect(await formatOf("dump.txt", dump)).toBe("promtool-dump");
    const { source, quality } = await sourceOf("dump.txt", dump);
    expect(source.range?.from).toBe("2025-03-31T15:00:00Z");
    expect((await source.values(60)).values).toEqual([null, 1, 1]);
    expect(quality).toMatchObject({ seen: 6, loaded: 3, header: 3 });
  });
});
