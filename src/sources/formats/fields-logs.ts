import { isUtf8 } from "node:buffer";
import { physicalLines } from "../records/physical-lines.js";
import type { CarefulRecord } from "../records/read-records.js";
import { serverFailures } from "./line-format.js";
import type { FormatDefaults, FormatHead, FormatTable, VendorFormat } from "./vendor-format.js";

const FIELDS = /^#Fields:[ \t]*(.+)$/i;
const ZEEK_FIELDS = /^#fields\t(.+)$/;

function fieldsIn(text: string, pattern: RegExp): string[] | undefined {
  const line = text
    .split(/\r?\n/, 100)
    .map((one) => pattern.exec(one)?.[1])
    .find((one) => one !== undefined);
  return line === undefined ? undefined : namesIn(line);
}

/** Message tracking writes its names and cells with commas. */
function namesIn(line: string): string[] {
  return line.trim().split(/\s/.test(line.trim()) || !line.includes(",") ? /[ \t]+/ : ",");
}

/** `+` and `%20` stand for spaces inside cells; `-` stands for nothing. */
function cellsOf(line: string, mark: string | RegExp): string[] {
  const parts = mark === "," ? commaCells(line) : line.split(mark);
  return parts.map((cell) => (cell === "-" || cell === "(empty)" ? "" : cell));
}

const COMMA_CELL = /("(?:[^"]|"")*"|[^,]*)(?:,|$)/y;

/** Cells parted by commas, some of them in quotes. */
function commaCells(line: string): string[] {
  const cells: string[] = [];
  for (COMMA_CELL.lastIndex = 0; COMMA_CELL.lastIndex <= line.length; ) {
    const match = COMMA_CELL.exec(line);
    if (!match) break;
    const [all, cell = ""] = match;
    cells.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (!all.endsWith(",") || COMMA_CELL.lastIndex > line.length) break;
  }
  return cells;
}

/** Directives name the columns, and may do so again where a log goes on after a restart. */
async function* fieldRecords(
  path: string,
  file: string,
  columns: readonly string[],
  fields: RegExp,
  mark: string | RegExp,
): AsyncGenerator<CarefulRecord> {
  let names = columns;
  for await (const line of physicalLines(path)) {
    const raw = line.bytes.toString("utf8");
    if (raw.trim() === "") yield { kind: "blank" };
    else if (raw.startsWith("#")) {
      const again = fields.exec(raw)?.[1];
      names = again === undefined ? names : namesIn(again);
      yield { kind: "header" };
    } else {
      const cells = line.cut || !isUtf8(line.bytes) ? [] : cellsOf(raw, mark);
      if (cells.length === names.length) {
        const at = new Map(names.map((name, index) => [name, cells[index] ?? ""]));
        yield { kind: "row", line: line.number, offset: line.offset, cells: columns.map((name) => at.get(name) ?? "") };
      } else {
        const reason = `it has ${cells.length} cells where #Fields names ${names.length}`;
        yield { kind: "reject", reject: { file, line: line.number, reason, raw: raw.slice(0, 2000) } };
      }
    }
  }
}

async function fieldTable(
  path: string,
  { file, text }: FormatHead,
  fields: RegExp,
  added: (table: FormatTable) => FormatTable,
): Promise<FormatTable> {
  const columns = fieldsIn(text, fields) ?? [];
  const tabs =
    fields === ZEEK_FIELDS ||
    text.split(/\r?\n/).some((line) => !line.startsWith("#") && line.split("\t").length === columns.length);
  const commas = /^#Fields:[ \t]*[^\s,]+(,[^\s,]+)+\s*$/im.test(text);
  const mark = tabs ? "\t" : commas ? "," : /[ \t]+/;
  const sample: (readonly string[])[] = [];
  const records = (): AsyncGenerator<CarefulRecord> => fieldRecords(path, file, columns, fields, mark);
  for await (const record of records()) if (record.kind === "row" && sample.push(record.cells) >= 1000) break;
  return added({ columns, sample, records });
}

/** Date and time of day as one column, `datetime`. */
function withMoment(table: FormatTable): FormatTable {
  const [date, time] = [table.columns.indexOf("date"), table.columns.indexOf("time")];
  if (date < 0 || time < 0) return table;
  const joined = (cells: readonly string[]): readonly string[] => [
    ...cells,
    `${cells[date] ?? ""} ${cells[time] ?? ""}`.trim(),
  ];
  async function* records(): AsyncGenerator<CarefulRecord> {
    for await (const record of table.records())
      yield record.kind === "row" ? { ...record, cells: joined(record.cells) } : record;
  }
  return { columns: [...table.columns, "datetime"], sample: table.sample.map(joined), records };
}

/** W3C extended logs of IIS, CloudFront and others: `#Fields` names the columns, times are in UTC. */
const w3c: VendorFormat = {
  name: "w3c-extended",
  recognises: ({ text }) => /^(#[^\n]*\r?\n){0,6}#Fields:/i.test(text.replace(/^\ufeff/, "")),
  defaults({ text }): FormatDefaults {
    const columns = fieldsIn(text, FIELDS) ?? [];
    const status = ["sc-status", "x-edge-status", "s-status", "status", "sc-status-code"].find((name) =>
      columns.includes(name),
    );
    const moment =
      columns.includes("date") && columns.includes("time")
        ? "datetime"
        : ["timestamp", "time", "x-timestamp"].find((name) => columns.includes(name));
    const latency =
      text.includes("Internet Information Services") && columns.includes("time-taken") ? "time-taken" : undefined;
    return {
      ...(status === undefined
        ? { kind: "events" }
        : { kind: "outcomes", failed: { kind: "own", where: [[status, { kind: "values", values: ["5xx", "000"] }]] } }),
      ...(moment !== undefined && { time: { column: moment, zone: "UTC" } }),
      ...(latency !== undefined && { latency }),
      notes: ["Times of W3C extended logs are in UTC; a server may be set otherwise."],
    };
  },
  table: (path, head) => fieldTable(path, head, FIELDS, withMoment),
};

/** Logs of Zeek: tabs, `#fields` with the names, seconds since 1970. */
const zeek: VendorFormat = {
  name: "zeek",
  recognises: ({ text }) =>
    /^#separator /.test(text) &&
    ZEEK_FIELDS.test(text.split(/\r?\n/, 20).find((line) => line.startsWith("#fields")) ?? ""),
  defaults({ text }): FormatDefaults {
    const columns = fieldsIn(text, ZEEK_FIELDS) ?? [];
    return {
      time: { column: "ts" },
      ...(columns.includes("status_code") && { kind: "outcomes" as const, ...serverFailures("status_code") }),
    };
  },
  table: (path, head) => fieldTable(path, head, ZEEK_FIELDS, (table) => table),
};

export const FIELD_FORMATS: readonly VendorFormat[] = [w3c, zeek];
