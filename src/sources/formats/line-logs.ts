import { headLines, lineTable, mostRead } from "./line-table.js";
import type { FormatHead, VendorFormat } from "./vendor-format.js";

const PAIR = /([A-Za-z_@][\w.@/-]*)=("(?:[^"\\]|\\.)*"|[^\s"]*)(?:\s+|$)/y;

/** The pairs of a logfmt line; `null` when something else is in it. */
function pairs(line: string): ReadonlyMap<string, string> | null {
  const found = new Map<string, string>();
  const text = line.trim();
  for (PAIR.lastIndex = 0; PAIR.lastIndex < text.length;) {
    const match = PAIR.exec(text);
    if (!match) return null;
    const value = match[2] as string;
    found.set(match[1] as string, value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, (_all, letter: string) => (letter === "n" ? "\n" : letter)) : value);
  }
  return found.size > 1 ? found : null;
}

function keysOf(head: FormatHead): string[] {
  return [...new Set(headLines(head).flatMap((line) => [...(pairs(line)?.keys() ?? [])]))];
}

/** logfmt: `key=value` pairs; the keys of the file's beginning are the columns. */
export const logfmt: VendorFormat = {
  name: "logfmt",
  recognises: (head) => mostRead(head, pairs),
  defaults(head) {
    const keys = keysOf(head);
    const time = ["ts", "time", "timestamp", "t", "@timestamp"].find((key) => keys.includes(key));
    return { ...(!keys.some((key) => /^(status|status_code|error_code|failed)$/.test(key)) && { kind: "events" as const }), ...(time !== undefined && { time: { column: time } }) };
  },
  table(path, head) {
    const keys = keysOf(head);
    return Promise.resolve(lineTable(path, head, keys, (line) => {
      const found = pairs(line);
      return found && keys.map((key) => found.get(key) ?? "");
    }));
  },
};

const RFC5424 = /^<(\d{1,3})>1 (\S+) (\S+) (\S+) (\S+) (\S+) (-|(?:\[(?:[^\]\\]|\\.)*\])+)(?: (.*))?$/;
const RFC5424_COLUMNS = ["priority", "time", "host", "app", "process", "message_id", "data", "message"];

/** Syslog as RFC 5424 has it. */
export const syslog5424: VendorFormat = {
  name: "syslog-5424",
  recognises: (head) => mostRead(head, (line) => RFC5424.test(line)),
  defaults: () => ({ kind: "events", time: { column: "time" } }),
  table: (path, head) => Promise.resolve(lineTable(path, head, RFC5424_COLUMNS, (line) => RFC5424.exec(line)?.slice(1).map((cell) => cell ?? "") ?? null)),
};

const RFC3164 = /^(?:<(\d{1,3})>)?([A-Z][a-z]{2}) ([ \d]\d) (\d\d:\d\d:\d\d) (\S+) ([^:[\s]+)(?:\[(\d+)\])?: ?(.*)$/;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The one year that a file's name holds. */
function yearOf(file: string): string | undefined {
  const years = new Set(file.match(/(?<!\d)(19|20)\d\d(?=\d{4}(?!\d)|[-_.]|$)/g) ?? []);
  return years.size === 1 ? [...years][0] : undefined;
}

/** Syslog as RFC 3164 has it: no year, no zone. The year comes from the file's name (`messages-20250331`); without one, times stay unread. */
export const syslog3164: VendorFormat = {
  name: "syslog-3164",
  recognises: (head) => mostRead(head, (line) => RFC3164.test(line)),
  defaults: ({ file }) => ({
    kind: "events", time: { column: "time" },
    notes: yearOf(file) === undefined ? ["The log names no year, and neither does the file's name."] : [`The year ${yearOf(file)} comes from the file's name.`],
  }),
  table: (path, head) => Promise.resolve(lineTable(path, head, ["priority", "time", "host", "app", "process", "message"], (line) => {
    const [, priority = "", month = "", day = "", clock = "", host = "", app = "", process = "", message = ""] = RFC3164.exec(line) ?? [];
    const year = yearOf(head.file);
    const number = MONTHS.indexOf(month) + 1;
    if (number === 0) return null;
    const time = year === undefined ? `${month} ${day} ${clock}` : `${year}-${String(number).padStart(2, "0")}-${day.trim().padStart(2, "0")}T${clock}`;
    return [priority, time, host, app, process, message];
  })),
};

const DUMP = /^(?:([A-Za-z_:][\w:]*))?(\{.*\})? (\S+) (\d{9,14}(?:\.\d+)?)$/;

/** Dumps of promtool: milliseconds; its OpenMetrics dump has seconds and ends in `# EOF`. */
export const promtoolDump: VendorFormat = {
  name: "promtool-dump",
  recognises: (head) => mostRead(head, (line) => line.startsWith("# ") || DUMP.test(line)) && headLines(head, 50).some((line) => DUMP.test(line)),
  defaults: () => ({ kind: "gauge", time: { column: "time" }, value: "value" }),
  table: (path, head) => Promise.resolve(lineTable(path, head, ["time", "value", "metric", "labels"], (line) => {
    const [, metric = "", labels = "", value = "", time = ""] = DUMP.exec(line) ?? [];
    if (time === "") return null;
    return [time, Number.isFinite(Number(value)) ? value : "", metric || (/__name__="([^"]*)"/.exec(labels)?.[1] ?? ""), labels];
  })),
};
