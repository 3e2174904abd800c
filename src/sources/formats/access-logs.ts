import { lineFormat } from "./line-format.js";
import type { LinePattern } from "./line-format.js";
import { headLines } from "./line-table.js";

const COMBINED =
  /^(\S+) \S+ (\S+) \[([^\]]{20,40})\] "([^"\\]*(?:\\.[^"\\]*)*)" (\d{3}) (\d+|-)(?: "([^"]*)" "([^"]*)"(?: "[^"]*")?)?(?: (?:(?:rt|request_time)=)?"?(\d+\.\d+))?/;
const COMBINED_COLUMNS = [
  "client",
  "user",
  "time",
  "request",
  "status",
  "bytes",
  "referer",
  "agent",
  "request_seconds",
];
const ENVOY =
  /^\[(\d{4}-\d\d-\d\dT[^\]]+)\] "([^"]*)" (\d+) (\S+) (?:(?:\S+ )?(?:"[^"]*" )?)(\d+) (\d+) (\d+) (\d+|-) "([^"]*)" "([^"]*)" "([^"]*)" "([^"]*)" "([^"]*)"/;
const ENVOY_COLUMNS = [
  "time",
  "request",
  "status",
  "flags",
  "bytes_in",
  "bytes_out",
  "duration_ms",
  "upstream_ms",
  "forwarded_for",
  "agent",
  "request_id",
  "authority",
  "upstream",
];

const FAILED = { kind: "own", where: [["status", { kind: "range", atLeast: 500 }]] } as const;

/** nginx (and Apache) combined: a line is written when the request ends. */
export const nginxPattern: LinePattern = {
  name: "nginx-combined",
  pattern: COMBINED,
  columns: COMBINED_COLUMNS,
  defaults: () => ({
    kind: "outcomes",
    time: { column: "time" },
    failed: FAILED,
    notes: ["Requests are logged at their end: slow ones appear later than they began."],
  }),
};

/** Envoy's default access log: the request's start; code 0 means that the client went away. */
export const envoyPattern: LinePattern = {
  name: "envoy-default",
  pattern: ENVOY,
  columns: ENVOY_COLUMNS,
  defaults(head) {
    const gone = headLines(head).some((line) => ENVOY.exec(line)?.[3] === "0");
    return {
      kind: "outcomes",
      time: { column: "time" },
      failed: FAILED,
      latency: "duration_ms",
      notes: gone ? ["Status 0 means that the client went away; it counts as an attempt, not as a failure."] : [],
    };
  },
};

export const nginxCombined = lineFormat(nginxPattern);
export const envoyDefault = lineFormat(envoyPattern);
