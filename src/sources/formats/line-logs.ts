import { headLines, lineTable, mostRead } from "./line-table.js";
import type { FormatHead, VendorFormat } from "./vendor-format.js";

const PAIR = /([A-Za-z_@][\w.@/-]*)=("(?:[^"\\]|\\.)*"|'[^']*'(?=\s|$)|[^\s"]*)(?:\s+|$)/y;

/** The pairs of a logfmt line; `null` when something else is in it. */
export function logfmtPairs(line: string): ReadonlyMap<string, string> | null {
  const found = new Map<string, string>();
  const text = line.trim();
  for (PAIR.lastIndex = 0; PAIR.lastIndex < text.length; ) {
    const match = PAIR.exec(text);
    if (!match) return null;
    const value = match[2] as string;
    found.set(
      match[1] as string,
      value.startsWith('"')
        ? value.slice(1, -1).replace(/\\(.)/g, (_all, letter: string) => (letter === "n" ? "\n" : letter))
        : value.replace(/^'(.*)'$/, "$1"),
    );
  }
  return found.size > 1 ? found : null;
}

function keysOf(head: FormatHead): string[] {
  return [...new Set(headLines(head).flatMap((line) => [...(logfmtPairs(line)?.keys() ?? [])]))];
}

/** logfmt: `key=value` pairs; the keys of the file's beginning are the columns. */
export const logfmt: VendorFormat = {
  name: "logfmt",
  recognises: (head) => mostRead(head, logfmtPairs),
  defaults(head) {
    const keys = keysOf(head);
    const time = ["ts", "time", "timestamp", "t", "@timestamp"].find((key) => keys.includes(key));
    const status = ["status", "status_code", "http_status", "code"].find((key) => keys.includes(key));
    const failed =
      status === undefined
        ? undefined
        : { kind: "own" as const, where: [[status, { kind: "range" as const, atLeast: 500 }]] as const };
    return {
      ...(failed ? { failed } : !keys.some((key) => /^(error_code|failed)$/.test(key)) && { kind: "events" as const }),
      ...(time !== undefined && { time: { column: time } }),
    };
  },
  table(path, head) {
    const keys = keysOf(head);
    return Promise.resolve(
      lineTable(path, head, keys, (line) => {
        const found = logfmtPairs(line);
        return found && keys.map((key) => found.get(key) ?? "");
      }),
    );
  },
};

const RFC5424 = /^<(\d{1,3})>1 (\S+) (\S+) (\S+) (\S+) (\S+) (-|(?:\[(?:[^\]\\]|\\.)*\])+)(?: (.*))?$/;
const RFC5424_COLUMNS = ["priority", "time", "host", "app", "process", "message_id", "data", "message"];

/** Syslog as RFC 5424 has it. */
export const syslog5424: VendorFormat = {
  name: "syslog-5424",
  recognises: (head) => mostRead(head, (line) => RFC5424.test(line)),
  defaults: () => ({ kind: "events", time: { column: "time" } }),
  table: (path, head) =>
    Promise.resolve(
      lineTable(
        path,
        head,
        RFC5424_COLUMNS,
        (line) =>
          RFC5424.exec(line)
            ?.slice(1)
            .map((cell) => cell ?? "") ?? null,
      ),
    ),
};

const RFC3164 = /^(?:<(\d{1,3})>)?([A-Z][a-z]{2}) ([ \d]\d) (\d\d:\d\d:\d\d) (\S+) ([^:[\s]+)(?:\[(\d+)\])?: ?(.*)$/;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The date or year that a file's name holds, as year, month and day; a bare year stands for its end. */
function dateOf(file: string): readonly [year: number, month: number, day: number] | undefined {
  const dates = [...file.matchAll(/(?<!\d)((?:19|20)\d\d)(?:[-_.]?(0[1-9]|1[0-2])[-_.]?([0-2]\d|3[01]))?(?!\d)/g)];
  const years = new Set(dates.map(([all]) => all));
  const [only] = dates;
  return only && years.size === 1 ? [Number(only[1]), Number(only[2] ?? 12), Number(only[3] ?? 31)] : undefined;
}

/** The year of a month and day in a log whose name holds a date: the last one that does not lie after it. */
function yearOf(file: string, month: number, day: number): number | undefined {
  const named = dateOf(file);
  if (!named) return undefined;
  const [year, lastMonth, lastDay] = named;
  // A log named after its first day goes on after it: only what is more than half a year ahead is last year's.
  const ahead = (month - lastMonth) * 30.5 + day - lastDay;
  return ahead > 183 ? year - 1 : ahead < -183 ? year + 1 : year;
}

/**
 * Syslog as RFC 3164 has it: no year, no zone. The year comes from the file's name (`messages-20250331`, across a turn of the year too); without
 * one, times stay unread.
 */
export const syslog3164: VendorFormat = {
  name: "syslog-3164",
  recognises: (head) => mostRead(head, (line) => RFC3164.test(line)),
  defaults({ file }) {
    const date = dateOf(file);
    return {
      kind: "events",
      time: { column: "time" },
      notes: [
        date
          ? `The log names no year; ${date[0]} comes from the file's name.`
          : "The log names no year, and neither does the file's name: time.year says it.",
      ],
    };
  },
  table(path, head) {
    return Promise.resolve(
      lineTable(path, head, ["priority", "time", "host", "app", "process", "message"], (line) => {
        const [, priority = "", month = "", day = "", clock = "", host = "", app = "", process = "", message = ""] =
          RFC3164.exec(line) ?? [];
        const number = MONTHS.indexOf(month) + 1;
        if (number === 0) return null;
        const year = yearOf(head.file, number, Number(day));
        return [
          priority,
          year === undefined
            ? `${month} ${day} ${clock}`
            : `${year}-${String(number).padStart(2, "0")}-${day.trim().padStart(2, "0")}T${clock}`,
          host,
          app,
          process,
          message,
        ];
      }),
    );
  },
};
