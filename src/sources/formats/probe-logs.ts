import { lineFormat } from "./line-format.js";
import type { LinePattern } from "./line-format.js";
import { lineTable, headLines, mostRead } from "./line-table.js";
import { nagiosLog } from "./nagios-log.js";
import { fpingSummaries, pingLines } from "./ping-lines.js";
import type { VendorFormat } from "./vendor-format.js";

/** `ping -D -O`: seconds since 1970 before each answer, and a line for each that is missing. */
const pingLog: LinePattern = {
  name: "ping",
  pattern:
    /^\[(\d{9,10}\.\d+)\] (?:(\d+ bytes) from (\S+?):? icmp_seq=(\d+)(?: ttl=\d+)?(?: time=([\d.]+) ms)?|(no answer yet) for icmp_seq=(\d+)|From (\S+) icmp_seq=(\d+) (.+))/,
  columns: ["time", "result", "from", "sequence", "milliseconds"],
  comment: /^(PING |---|\d+ packets|rtt |round-trip |\s*$)/,
  row: ([
    time = "",
    bytes = "",
    from = "",
    sequence = "",
    milliseconds = "",
    none = "",
    missing = "",
    other = "",
    unreached = "",
    reason = "",
  ]) => [
    time,
    bytes === "" ? none || reason.trim() : "answer",
    from || other,
    sequence || missing || unreached,
    milliseconds,
  ],
  defaults: () => ({
    kind: "outcomes",
    time: { column: "time" },
    latency: "milliseconds",
    failed: { kind: "own", where: [["result", { kind: "not", values: ["answer"] }]] },
    notes: ["A line without an answer is dated when the next was sent."],
  }),
};

const PERFDATA = /^[A-Z]+::[^\t]*(\t[A-Z]+::[^\t]*)+$/;

function perfdata(line: string): ReadonlyMap<string, string> {
  return new Map(
    line.split("\t").map((part) => [part.slice(0, part.indexOf("::")), part.slice(part.indexOf("::") + 2)]),
  );
}

/** Nagios and Icinga performance data: `KEY::value` between tabs. */
const nagiosPerfdata: VendorFormat = {
  name: "nagios-perfdata",
  recognises: (head) => mostRead(head, (line) => PERFDATA.test(line)),
  defaults: (head) => {
    const keys = new Set(headLines(head).flatMap((line) => [...perfdata(line).keys()]));
    const state = ["SERVICESTATE", "HOSTSTATE"].find((key) => keys.has(key));
    return {
      kind: "outcomes",
      time: { column: "TIMET", format: "epoch-s" },
      ...(state !== undefined && {
        failed: {
          kind: "own" as const,
          where: [[state, { kind: "values" as const, values: ["CRITICAL", "DOWN", "UNREACHABLE"] }]] as const,
        },
      }),
    };
  },
  table(path, head) {
    const keys = [...new Set(headLines(head).flatMap((line) => [...perfdata(line).keys()]))];
    return Promise.resolve(
      lineTable(path, head, keys, (line) => {
        if (!PERFDATA.test(line)) return null;
        const found = perfdata(line);
        return keys.map((key) => found.get(key) ?? "");
      }),
    );
  },
};

export const PROBE_FORMATS: readonly VendorFormat[] = [
  lineFormat(pingLog),
  lineFormat(pingLines),
  lineFormat(fpingSummaries),
  nagiosPerfdata,
  lineFormat(nagiosLog),
];
