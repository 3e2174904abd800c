import { rowBalance } from "../records/row-balance.js";
import { hasColumns, namedColumn, sampledValues } from "./named-column.js";
import { jsonPlaces, openedCells } from "./json-cells.js";
import type { FormatHead, FormatTable, VendorFormat } from "./vendor-format.js";

/** What was counted of a file, until its defaults are asked for. */
const COUNTED = new WeakMap<FormatHead, number>();

async function count(path: string, head: FormatHead): Promise<void> {
  const { records, blank } = await rowBalance(path, '"', false);
  COUNTED.set(head, records - blank - 1);
}

async function countAndOpen(path: string, head: FormatHead): Promise<FormatTable | undefined> {
  await count(path, head);
  return openedCells(path, head);
}

function capNote(head: FormatHead, caps: readonly number[], vendor: string): string[] {
  const rows = COUNTED.get(head);
  return rows !== undefined && caps.includes(rows)
    ? [
        `The file holds exactly ${rows} rows, the most that ${vendor} exports: rows beyond them are missing, so coverage is lost. Export shorter spans.`,
      ]
    : [];
}

/** Its own notation; other tools call a column so and write the reader's clock. */
const INSIGHTS_TIME = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?Z?$/;

/** CloudWatch Logs Insights: UTC without saying so, at most 10,000 rows. */
export const logsInsights: VendorFormat = {
  name: "logs-insights",
  recognises: (head) =>
    hasColumns(head, "@timestamp") &&
    head.table?.layout === "delimited" &&
    sampledValues(head, "@timestamp").every((value) => INSIGHTS_TIME.test(value)),
  defaults: (head) => ({
    time: { column: "@timestamp", zone: "UTC" },
    ...(!hasColumns(head, "status") &&
      !hasColumns(head, "error_code") &&
      jsonPlaces(head).length === 0 && { kind: "events" as const }),
    notes: capNote(head, [10_000], "Logs Insights"),
  }),
  table: countAndOpen,
};

/** Datadog's log export: JSON in a cell, 5,000 or 100,000 rows at most. */
export const datadogLogs: VendorFormat = {
  name: "datadog-logs",
  recognises: (head) =>
    head.table?.layout === "delimited" &&
    hasColumns(head, "Date", "Host", "Service") &&
    namedColumn(head, "Message", "Content") !== undefined,
  defaults: (head) => ({
    ...(namedColumn(head, "@http.status_code", "http.status_code", "status_code") === undefined && {
      kind: "events" as const,
    }),
    time: {
      column: namedColumn(head, "Date") as string,
      ...(sampledValues(head, namedColumn(head, "Date")).some((value) => !value.endsWith("Z")) ? {} : { zone: "UTC" }),
    },
    notes: capNote(head, [5000, 100_000], "Datadog"),
  }),
  table: countAndOpen,
};
