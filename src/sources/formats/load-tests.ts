import { isUtf8 } from "node:buffer";
import { physicalLines } from "../records/physical-lines.js";
import type { CarefulRecord } from "../records/read-records.js";
import { jsonLines } from "./generic-json.js";
import { headLines, lineTable } from "./line-table.js";
import { mappedTable } from "./mapped-table.js";
import { hasColumns, namedColumn } from "./named-column.js";
import type { FormatDefaults, FormatHead, VendorFormat } from "./vendor-format.js";

function own(column: string, ...values: readonly string[]): FormatDefaults["failed"] {
  return { kind: "own", where: [[column, { kind: "values", values }]] };
}

/** JMeter's results as CSV: one sample a row; `success` says what failed, assertions included. */
const jmeterCsv: VendorFormat = {
  name: "jmeter-csv",
  recognises: (head) => hasColumns(head, "timeStamp", "elapsed", "success") && hasColumns(head, "label"),
  defaults: (head) => ({
    kind: "outcomes",
    time: { column: namedColumn(head, "timeStamp") as string },
    latency: namedColumn(head, "elapsed"),
    failed: own(namedColumn(head, "success") as string, "false", "FALSE", "False"),
  }),
};

const SAMPLE = /^\s*<(httpSample|sample)\b([^>]*?)(\/?)>/;
const SAMPLE_END = /^\s*<\/(httpSample|sample)>/;
const ATTRIBUTE = /([\w:-]+)="([^"]*)"/g;
const JMETER: readonly (readonly [attribute: string, column: string])[] = [
  ["ts", "timeStamp"],
  ["t", "elapsed"],
  ["lt", "latency"],
  ["ct", "connect"],
  ["lb", "label"],
  ["rc", "responseCode"],
  ["rm", "responseMessage"],
  ["s", "success"],
  ["tn", "threadName"],
  ["by", "bytes"],
];

function unescapedXml(text: string): string {
  return text.replace(/&(lt|gt|quot|apos|amp|#\d+);/g, (_all, name: string) =>
    name.startsWith("#")
      ? String.fromCodePoint(Number(name.slice(1)))
      : ({ lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" }[name] as string),
  );
}

/** Samples that stand in no other: those inside are their parts. */
async function* jmeterRecords(path: string, file: string): AsyncGenerator<CarefulRecord> {
  let depth = 0;
  for await (const line of physicalLines(path)) {
    const raw = line.bytes.toString("utf8");
    const match = line.cut || !isUtf8(line.bytes) ? null : SAMPLE.exec(raw);
    if (raw.trim() === "") yield { kind: "blank" };
    else if (match && depth === 0) {
      const given = new Map(
        [...(match[2] as string).matchAll(ATTRIBUTE)].map(([, name, value]) => [
          name as string,
          unescapedXml(value as string),
        ]),
      );
      yield {
        kind: "row",
        line: line.number,
        offset: line.offset,
        cells: JMETER.map(([attribute]) => given.get(attribute) ?? ""),
      };
    } else if (!raw.includes("<") && depth === 0)
      yield {
        kind: "reject",
        reject: { file, line: line.number, reason: "it is no element of a JMeter result", raw: raw.slice(0, 2000) },
      };
    else yield { kind: "header" };
    if (match && match[3] !== "/" && !/<\/(httpSample|sample)>\s*$/.test(raw)) depth += 1;
    if (SAMPLE_END.test(raw)) depth = Math.max(0, depth - 1);
  }
}

/** JMeter's results as XML. */
const jmeterXml: VendorFormat = {
  name: "jmeter-xml",
  recognises: ({ text }) => /<testResults\b/.test(text.slice(0, 2000)) && /<(httpSample|sample)\b/.test(text),
  defaults: () => ({
    kind: "outcomes",
    time: { column: "timeStamp", format: "epoch-ms" },
    latency: "elapsed",
    failed: own("success", "false"),
  }),
  async table(path, { file }) {
    const sample: (readonly string[])[] = [];
    for await (const record of jmeterRecords(path, file))
      if (record.kind === "row" && sample.push(record.cells) >= 1000) break;
    return { columns: JMETER.map(([, column]) => column), sample, records: () => jmeterRecords(path, file) };
  },
};

/** k6 writes several rows a request, one a metric. */
const k6Csv: VendorFormat = {
  name: "k6-csv",
  recognises: (head) => hasColumns(head, "metric_name", "timestamp", "metric_value"),
  defaults: (head) => {
    const expected = namedColumn(head, "expected_response");
    return {
      kind: "outcomes",
      time: { column: namedColumn(head, "timestamp") as string },
      ...(expected !== undefined
        ? { failed: own(expected, "false"), where: "metric_name = 'http_reqs'" }
        : {
            failed: {
              kind: "own" as const,
              where: [["metric_value", { kind: "range" as const, atLeast: 0.5 }]] as const,
            },
            where: "metric_name = 'http_req_failed'",
          }),
      notes: ["k6 writes several rows a request, one a metric: those of http_reqs are the requests."],
    };
  },
};

const k6Json: VendorFormat = {
  ...jsonLines,
  name: "k6-json",
  recognises: (head) =>
    headLines(head, 50).filter((line) => /^\{.*"metric":\s*"\w+"/.test(line) && /"type":\s*"(Metric|Point)"/.test(line))
      .length > 2,
  defaults: () => ({
    kind: "outcomes",
    time: { column: "data.time" },
    failed: own("data.tags.expected_response", "false"),
    where: `metric = 'http_reqs' and "type" = 'Point'`,
    notes: ["k6 writes several rows a request, one a metric: those of http_reqs are the requests."],
  }),
};

/** Locust's history: running totals of each name, and of all under `Aggregated`. */
const locustHistory: VendorFormat = {
  name: "locust-history",
  recognises: (head) => hasColumns(head, "Timestamp", "Name", "Total Request Count", "Total Failure Count"),
  defaults: () => ({
    kind: "counts",
    time: { column: "Timestamp" },
    failures: "Total Failure Count",
    attempts: "Total Request Count",
    cumulative: true,
    where: `"Name" = 'Aggregated'`,
  }),
};

const GATLING = ["type", "groups", "name", "start", "end", "status", "message"];

/** Gatling's log up to version 3.9: tabs, requests among the starts and ends of users. */
const gatling: VendorFormat = {
  name: "gatling",
  recognises: ({ text }) => /^RUN\t/.test(text) && /^REQUEST\t/m.test(text),
  defaults: () => ({ kind: "outcomes", time: { column: "start", format: "epoch-ms" }, failed: own("status", "KO") }),
  table: (path, head) =>
    Promise.resolve(
      lineTable(
        path,
        head,
        GATLING,
        (line) => {
          const cells = line.split("\t").map((cell) => cell.trim());
          // Versions before 3.4 write the user's number after the type.
          const at = cells.findIndex((cell, index) => index > 2 && /^\d{13}$/.test(cell));
          if (cells[0] !== "REQUEST" || at < 3) return null;
          return [
            "REQUEST",
            cells[at - 2] ?? "",
            cells[at - 1] ?? "",
            cells[at] ?? "",
            cells[at + 1] ?? "",
            cells[at + 2] ?? "",
            cells[at + 3] ?? "",
          ];
        },
        /^(RUN|USER|GROUP|ASSERTION|ERROR)\t/,
      ),
    ),
};

const VEGETA = [
  "timestamp",
  "code",
  "latency_ns",
  "bytes_out",
  "bytes_in",
  "error",
  "body",
  "attack",
  "seq",
  "method",
  "url",
  "headers",
];

function rowsOf({ table }: FormatHead): readonly (readonly string[])[] {
  if (table?.layout !== "delimited") return [];
  return table.dialect.header ? [table.columns, ...table.sample] : table.sample;
}

/** Vegeta's results as CSV, without a header: code 0 where no answer came. */
const vegeta: VendorFormat = {
  name: "vegeta-csv",
  recognises(head) {
    const rows = rowsOf(head).slice(0, 50);
    return (
      rows.length > 0 &&
      rows.every(
        (row) =>
          row.length >= 9 &&
          row.length <= VEGETA.length &&
          /^\d{19}$/.test(row[0] ?? "") &&
          /^\d{1,3}$/.test(row[1] ?? "") &&
          /^\d+$/.test(row[2] ?? ""),
      )
    );
  },
  defaults: () => ({
    kind: "outcomes",
    time: { column: "timestamp", format: "epoch-ns" },
    failed: own("code", "5xx", "0"),
  }),
  table: (path, head) =>
    Promise.resolve(
      mappedTable(path, head, {
        columns: VEGETA.slice(0, head.table?.columns.length ?? VEGETA.length),
        dialect: { header: false, skip: 0 },
        row: (cells) => cells,
      }),
    ),
};

export const LOAD_TEST_FORMATS: readonly VendorFormat[] = [
  jmeterCsv,
  jmeterXml,
  k6Csv,
  k6Json,
  locustHistory,
  gatling,
  vegeta,
];
