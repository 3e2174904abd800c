import { describe, expect, it } from "vitest";
import { formatOf, outcomesOf, sourceOf } from "./recognised.js";

const second = (minute: number): number => Date.UTC(2025, 2, 31, 15, minute) / 1000;
const iso = (minute: number): string => new Date(second(minute) * 1000).toISOString();
const MINUTES = [0, 1, 2, 3] as const;
/** The third of four fails. */
const failed = (minute: number): boolean => minute === 2;
const lines = (line: (minute: number) => string): string => `${MINUTES.map(line).join("\n")}\n`;
const clf = (minute: number): string => `31/Mar/2025:15:0${minute}:00 +0000`;
const status = (minute: number): number => (failed(minute) ? 503 : 200);
const access = (minute: number): string =>
  `203.0.113.7 - - [${clf(minute)}] "GET /a HTTP/1.1" ${status(minute)} 12 "-" "curl/8"`;

const haproxy = (minute: number): string =>
  `Mar 31 15:0${minute}:00 lb haproxy[7]: 203.0.113.7:4711 [31/Mar/2025:15:0${minute}:00.250] in~ app/web1 0/0/1/${failed(minute) ? -1 : 9}/12 ${status(minute)} 120 - - ---- 3/3/1/1/0 0/0 "GET /a HTTP/1.1"`;
const alb = (minute: number): string =>
  `https ${iso(minute).replace("Z", "123Z")} app/shop/50dc 203.0.113.7:4711 10.0.0.8:80 0.001 0.012 0.000 ${status(minute)} ${failed(minute) ? "-" : 200} 34 120 "GET https://shop.example:443/a HTTP/1.1" "curl/8" ECDHE TLSv1.3 arn:aws:x`;
const elb = (minute: number): string =>
  `${iso(minute).replace("Z", "123Z")} shop 203.0.113.7:4711 10.0.0.8:80 0.00001 0.012 0.00002 ${status(minute)} ${status(minute)} 0 120 "GET http://shop.example:80/a HTTP/1.1" "curl/8" - -`;
const squid = (minute: number): string =>
  `${second(minute)}.123     42 192.168.1.7 TCP_MISS/${status(minute)} 120 GET http://shop.example/a - HIER_DIRECT/203.0.113.9 text/html`;
const istio = (minute: number): string =>
  `[${iso(minute)}] "GET /a HTTP/1.1" ${status(minute)} ${failed(minute) ? "UH no_healthy_upstream" : "- via_upstream"} - "-" 0 12 9 ${failed(minute) ? "-" : 8} "-" "curl/8" "id-${minute}" "cart:80" "10.44.1.2:80" outbound|80||cart 10.44.1.3:4711 10.96.1.4:80 10.44.1.5:4712 - default`;
const traefik = (minute: number): string =>
  `203.0.113.7 - - [${clf(minute)}] "GET /a HTTP/2.0" ${status(minute)} 12 "-" "-" ${minute + 1} "shop@docker" "http://172.18.0.5:80" 9ms`;
const heroku = (minute: number): string =>
  `${iso(minute).replace("Z", "000+00:00")} heroku[router]: at=${failed(minute) ? 'error code=H12 desc="Request timeout"' : "info"} method=GET path="/a" host=a.example request_id=r${minute} dyno=web.1 connect=1ms service=9ms status=${status(minute)} bytes=12 protocol=https`;
const ping = (minute: number): string =>
  failed(minute)
    ? `[${second(minute)}.123456] no answer yet for icmp_seq=${minute}`
    : `[${second(minute)}.123456] 64 bytes from 192.0.2.1: icmp_seq=${minute} ttl=57 time=12.3 ms`;
const perfdata = (minute: number): string =>
  `DATATYPE::SERVICEPERFDATA\tTIMET::${second(minute)}\tHOSTNAME::web1\tSERVICESTATE::${failed(minute) ? "CRITICAL" : "OK"}`;
const gatling = (minute: number): string =>
  `REQUEST\t\tcart\t${second(minute)}000\t${second(minute)}042\t${failed(minute) ? "KO" : "OK"}\t `;
const vegeta = (minute: number): string =>
  `${second(minute)}000000123,${failed(minute) ? 0 : 200},12000000,0,12,${failed(minute) ? "refused" : ""},,cart,${minute},GET,https://shop.example/a,`;
const jmeter = (minute: number): string =>
  `<httpSample t="12" ts="${second(minute)}000" s="${!failed(minute)}" lb="a &amp; b" rc="${status(minute)}" rm="OK">\n  <httpSample t="5" ts="${second(minute)}000" s="false" lb="part" rc="404" rm=""/>\n</httpSample>`;
const iis = (minute: number): string => `2025-03-31 15:0${minute}:00 10.0.0.4 GET /a - ${status(minute)} 0 0 9`;

describe("logs and results, a line an attempt", () => {
  it.each([
    ["apache-vhost", "vhosts.log", lines((minute) => `shop.example:443 ${access(minute)}`)],
    ["haproxy", "haproxy.log", lines(haproxy)],
    ["alb", "alb.log", lines(alb)],
    ["elb", "elb.log", lines(elb)],
    ["squid", "access.log", lines(squid)],
    ["istio", "proxy.log", lines(istio)],
    ["traefik", "access.log", lines(traefik)],
    ["ping", "ping.log", `PING 192.0.2.1 56(84) bytes of data.\n${lines(ping)}`],
    ["nagios-perfdata", "perfdata", lines(perfdata)],
    ["heroku", "heroku.log", lines(heroku)],
    [
      "docker",
      "a-json.log",
      lines((minute) => JSON.stringify({ log: `${access(minute)}\n`, stream: "stdout", time: iso(minute) })),
    ],
    ["docker-compose", "compose.log", lines((minute) => `web-1  | ${access(minute)}`)],
    ["cri", "0.log", lines((minute) => `${iso(minute)} stdout F ${access(minute)}`)],
    [
      "gatling",
      "simulation.log",
      `RUN\ta.B\tb\t${second(0)}000\t \t3.9.5\nUSER\ts\tSTART\t${second(0)}000\n${lines(gatling)}`,
    ],
    ["vegeta-csv", "results.csv", lines(vegeta)],
    [
      "jmeter-xml",
      "results.xml",
      `<?xml version="1.0"?>\n<testResults version="1.2">\n${lines(jmeter)}</testResults>\n`,
    ],
    [
      "jmeter-csv",
      "results.jtl",
      `timeStamp,elapsed,label,responseCode,success\n${lines((minute) => `${second(minute)}000,12,a,200,${!failed(minute)}`)}`,
    ],
    [
      "w3c-extended",
      "u_ex.log",
      `#Software: Microsoft Internet Information Services 10.0\n#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query sc-status sc-substatus sc-win32-status time-taken\n${lines(iis)}`,
    ],
    [
      "zeek",
      "http.log",
      `#separator \\x09\n#fields\tts\tuid\tmethod\tstatus_code\n#types\ttime\tstring\tstring\tcount\n${lines((minute) => `${second(minute)}.5\tC${minute}\tGET\t${status(minute)}`)}#close\t2025-03-31\n`,
    ],
    [
      "azure-requests",
      "query.csv",
      `TimeGenerated [UTC],Name,Success,ResultCode\n${lines((minute) => `"3/31/2025, 3:0${minute}:00.123 PM",GET /a,${failed(minute) ? "False" : "True"},${status(minute)}`)}`,
    ],
  ])("%s", async (name, file, content) => {
    expect(await formatOf(file, content)).toBe(name);
    const { source, quality } = await sourceOf(
      file,
      content,
      name === "haproxy" ? "time: { column: time, zone: UTC }" : "",
    );
    expect(await outcomesOf(source)).toEqual({ failures: 1, attempts: 4, from: "2025-03-31T15:00:00.000Z" });
    expect(quality.rejected).toBe(0);
  });

  it("a log that goes on with other fields keeps its columns apart", async () => {
    const log = `#Fields: date time sc-status cs-uri-stem\n2025-03-31 15:00:00 200 /a\n#Fields: date time cs-uri-stem sc-status\n2025-03-31 15:01:00 /a 500\n2025-03-31 15:02:00 /a\n`;
    const { source, data } = await sourceOf("a.log", log);
    expect(await outcomesOf(source)).toMatchObject({ failures: 1, attempts: 2 });
    expect(data.rejects[0]).toMatchObject({ line: 5, reason: "it has 3 cells where #Fields names 4" });
  });

  it("lines of a wrapped log that are no requests have a message and no status", async () => {
    const log = `${lines(heroku)}${iso(0)} app[web.1]: Started GET "/a"\n`;
    const { source } = await sourceOf("heroku.log", log);
    expect(source.columns).toEqual(expect.arrayContaining(["logged", "process", "status", "message"]));
    expect(await outcomesOf(source)).toMatchObject({ failures: 1, attempts: 5 });
  });
});

describe("JSON of any shape", () => {
  const row = (minute: number): Record<string, unknown> => ({
    at: iso(minute),
    http: { response: { status_code: status(minute) } },
  });
  const declared = "time: { column: at }\nfailed: { http.response.status_code: { atLeast: 500 } }";

  it.each([
    ["json-lines", lines((minute) => JSON.stringify(row(minute)))],
    ["json", JSON.stringify(MINUTES.map(row))],
    ["json", JSON.stringify(MINUTES.map(row), null, 2)],
    ["json", MINUTES.map((minute) => JSON.stringify(row(minute), null, 2)).join("\n")],
    ["json", JSON.stringify({ took: 3, page: { rows: MINUTES.map(row) } })],
    [
      "json",
      JSON.stringify({
        hits: { total: 4, hits: MINUTES.map((minute) => ({ _id: `x${minute}`, _source: row(minute) })) },
      }),
    ],
    [
      "json",
      JSON.stringify({
        tables: [
          {
            name: "t",
            columns: [{ name: "at" }, { name: "http.response.status_code" }],
            rows: MINUTES.map((minute) => [iso(minute), status(minute)]),
          },
        ],
      }),
    ],
  ])("%s: paths are column names", async (name, content) => {
    expect(await formatOf("rows.json", content)).toBe(name);
    const { source } = await sourceOf("rows.json", content, declared);
    expect(await outcomesOf(source)).toEqual({ failures: 1, attempts: 4, from: "2025-03-31T15:00:00.000Z" });
  });

  it("keeps digits of long numbers, and reads attributes of OpenTelemetry by their keys", async () => {
    const record = (minute: number): unknown => ({
      timeUnixNano: `${second(minute)}000000000`,
      big: 12345678901234567890n.toString(),
      attributes: [{ key: "http.status_code", value: { intValue: String(status(minute)) } }],
    });
    const content = `${JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: MINUTES.slice(0, 2).map(record) }] }] })}\n${JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: MINUTES.slice(2).map(record) }] }] })}\n`;
    const { source } = await sourceOf(
      "logs.jsonl",
      content,
      "time: { column: timeUnixNano }\nfailed: { attributes.http.status_code: { atLeast: 500 } }",
    );
    expect(await outcomesOf(source)).toMatchObject({ failures: 1, attempts: 4 });
  });
});

describe("measurements as services answer them", () => {
  const values = async (file: string, content: string, more = ""): Promise<(number | null)[]> => [
    ...(await (await sourceOf(file, content, more)).source.values(60)).values,
  ];

  it.each([
    [
      "graphite",
      JSON.stringify([{ target: "a.errors", datapoints: MINUTES.map((minute) => [minute * 2, second(minute)]) }]),
    ],
    [
      "google-monitoring",
      JSON.stringify({
        timeSeries: [
          {
            metric: { type: "x/y_count", labels: {} },
            points: [...MINUTES]
              .reverse()
              .map((minute) => ({ interval: { startTime: iso(minute) }, value: { int64Value: String(minute * 2) } })),
          },
        ],
      }),
    ],
    [
      "azure-metrics",
      JSON.stringify({
        value: [
          {
            name: { value: "Http5xx" },
            timeseries: [
              { metadatavalues: [], data: MINUTES.map((minute) => ({ timeStamp: iso(minute), total: minute * 2 })) },
            ],
          },
        ],
      }),
    ],
    [
      "influx-json",
      JSON.stringify({
        results: [
          {
            series: [
              { name: "errors", columns: ["time", "sum"], values: MINUTES.map((minute) => [iso(minute), minute * 2]) },
            ],
          },
        ],
      }),
    ],
    [
      "influx-csv",
      `#group,false,false,true,false,true\n#datatype,string,long,dateTime:RFC3339,double,string\n#default,mean,,,,\n,result,table,_time,_value,_field\n${lines((minute) => `,,0,${iso(minute)},${minute * 2},errors`)}`,
    ],
  ])("%s", async (name, content) => {
    expect(await formatOf("metric.json", content)).toBe(name);
    expect(await values("metric.json", content, name === "influx-csv" ? "kind: gauge\nvalue: _value" : "")).toEqual([
      0, 2, 4, 6,
    ]);
  });

  it("entries of Loki have their stream's labels beside the line", async () => {
    const content = JSON.stringify({
      data: {
        resultType: "streams",
        result: [
          { stream: { level: "error" }, values: [[`${second(0)}000000000`, "gone"]] },
          { stream: { level: "info" }, values: [[`${second(1)}000000000`, "back"]] },
        ],
      },
    });
    expect(await formatOf("loki.json", content)).toBe("loki");
    const { source } = await sourceOf("loki.json", content, 'failed: { level: ["error"] }');
    expect(await outcomesOf(source)).toMatchObject({ failures: 1, attempts: 2 });
  });
});
