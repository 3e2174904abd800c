import { lineFormat, serverFailures } from "./line-format.js";
import type { LinePattern } from "./line-format.js";

const QUOTED = String.raw`"([^"\\]*(?:\\.[^"\\]*)*)"`;
const COMBINED_COLUMNS = ["client", "user", "time", "request", "status", "bytes", "referer", "agent"];

/** Apache with the name of the virtual host before each line. */
const vhostLog: LinePattern = {
  name: "apache-vhost",
  pattern: new RegExp(
    String.raw`^([\w.*-]+:\d+) (\S+) \S+ (\S+) \[([^\]]{20,40})\] ${QUOTED} (\d{3}) (\d+|-)(?: "([^"]*)" "([^"]*)")?`,
  ),
  columns: ["vhost", ...COMBINED_COLUMNS],
  defaults: () => ({ kind: "outcomes", time: { column: "time" }, ...serverFailures("status") }),
};

/** Traefik's access log: common log format, then the number of the request, router, server and milliseconds. */
const traefikLog: LinePattern = {
  name: "traefik",
  pattern: new RegExp(
    String.raw`^(\S+) \S+ (\S+) \[([^\]]{20,40})\] ${QUOTED} (\d{3}|0) (\d+|-) "([^"]*)" "([^"]*)" (\d+) "([^"]*)" "([^"]*)" (\d+)ms`,
  ),
  columns: [...COMBINED_COLUMNS, "number", "router", "server", "duration_ms"],
  defaults: () => ({ kind: "outcomes", time: { column: "time" }, latency: "duration_ms", ...serverFailures("status") }),
};

/** HAProxy's HTTP log, with or without the head that syslog writes before it: the time at which the request came, without a zone. */
const haproxyLog: LinePattern = {
  name: "haproxy",
  pattern: new RegExp(
    String.raw`^(?:.*?haproxy\[\d+\]: )?(\S+):(\d+) \[(\d{1,2}/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d\.\d+)\] (\S+) (\S+)/(\S+) (-?\d+)/(-?\d+)/(-?\d+)/(-?\d+)/\+?(-?\d+) (-?\d{1,3}) \+?(-?\d+) \S+ \S+ (\S{4}) (\d+)/(\d+)/(\d+)/(\d+)/\+?(\d+) (\d+)/(\d+)(?: \{[^}]*\})* ${QUOTED}`,
  ),
  // Starts, stops and checks of servers stand among the requests.
  comment: /haproxy\[\d+\]: (?!\S+:\d+ \[)/,
  columns: [
    "client",
    "client_port",
    "time",
    "frontend",
    "backend",
    "server",
    "request_ms",
    "queue_ms",
    "connect_ms",
    "response_ms",
    "total_ms",
    "status",
    "bytes",
    "termination",
    "connections",
    "frontend_connections",
    "backend_connections",
    "server_connections",
    "retries",
    "server_queue",
    "backend_queue",
    "request",
  ],
  defaults: () => ({
    kind: "outcomes",
    time: { column: "time", format: "%d/%b/%Y:%H:%M:%S.%f" },
    latency: "total_ms",
    ...serverFailures("status"),
  }),
};

const NUMBER = String.raw`(-?\d+(?:\.\d+)?)`;

/** HAProxy's TCP log: a session has no status; it ended well where its termination says nothing. */
const haproxyTcpLog: LinePattern = {
  name: "haproxy-tcp",
  pattern:
    /^(?:.*?haproxy\[\d+\]: )?(\S+):(\d+) \[(\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d\.\d+)\] (\S+) (\S+)\/(\S+) (-?\d+)\/(-?\d+)\/\+?(-?\d+) \+?(-?\d+) (\S{2}) (\d+)\//,
  comment: /haproxy\[\d+\]: (?!\S+:\d+ \[)/,
  columns: [
    "client",
    "client_port",
    "time",
    "frontend",
    "backend",
    "server",
    "queue_ms",
    "connect_ms",
    "total_ms",
    "bytes",
    "termination",
    "connections",
  ],
  defaults: () => ({
    kind: "outcomes",
    time: { column: "time", format: "%d/%b/%Y:%H:%M:%S.%f" },
    failed: {
      kind: "own",
      where: [["termination", { kind: "values", values: ["SC", "SD", "sC", "sD", "sQ", "SQ", "PC", "RC", "PR"] }]],
    },
  }),
};

/** Load balancers of AWS: the time at which the answer was sent, in UTC. */
const albLog: LinePattern = {
  name: "alb",
  pattern: new RegExp(
    String.raw`^(https?|h2|grpcs|wss?) (\d{4}-\d\d-\d\dT\S+Z) (\S+) (\S+) (\S+) ${NUMBER} ${NUMBER} ${NUMBER} (\d{3}|-) (\d{3}|-) (-?\d+) (-?\d+) ${QUOTED} ${QUOTED} (\S+) (\S+)(?: (\S+))?`,
  ),
  columns: [
    "type",
    "time",
    "elb",
    "client",
    "target",
    "request_seconds",
    "target_seconds",
    "response_seconds",
    "elb_status_code",
    "target_status_code",
    "received_bytes",
    "sent_bytes",
    "request",
    "agent",
    "cipher",
    "protocol",
    "target_group",
  ],
  defaults: () => ({ kind: "outcomes", time: { column: "time" }, ...serverFailures("elb_status_code") }),
};

/** The older balancer writes no type first, and 0 for the status of a backend that gave none. */
const elbLog: LinePattern = {
  name: "elb",
  pattern: new RegExp(
    String.raw`^(\d{4}-\d\d-\d\dT\S+Z) (\S+) (\S+:\d+) (\S+) ${NUMBER} ${NUMBER} ${NUMBER} (\d{3}|-) (\d{3}|0|-) (-?\d+) (-?\d+) ${QUOTED}(?: ${QUOTED} (\S+) (\S+))?`,
  ),
  columns: [
    "time",
    "elb",
    "client",
    "backend",
    "request_seconds",
    "backend_seconds",
    "response_seconds",
    "elb_status_code",
    "backend_status_code",
    "received_bytes",
    "sent_bytes",
    "request",
    "agent",
    "cipher",
    "protocol",
  ],
  defaults: () => ({ kind: "outcomes", time: { column: "time" }, ...serverFailures("elb_status_code") }),
};

/** Squid's own format: seconds since 1970 at the end of the request, result and status in one cell. */
const squidLog: LinePattern = {
  name: "squid",
  pattern: /^(\d{9,10}\.\d{3}) +(\d+) (\S+) ([A-Z_]+)\/(\d{3}) (\d+) (\S+) (\S+) (\S+) (\S+)\/(\S+) (\S+)/,
  columns: [
    "time",
    "elapsed_ms",
    "client",
    "result",
    "status",
    "bytes",
    "method",
    "url",
    "user",
    "hierarchy",
    "peer",
    "content_type",
  ],
  defaults: () => ({
    kind: "outcomes",
    time: { column: "time" },
    latency: "elapsed_ms",
    failed: { kind: "own", where: [["status", { kind: "values", values: ["5xx", "000"] }]] },
  }),
};

/** Istio's default: Envoy's with the details of the answer, and the connection's ends after it. */
const istioLog: LinePattern = {
  name: "istio",
  pattern:
    /^\[(\d{4}-\d\d-\d\dT[^\]]+)\] "([^"]*)" (\d+) (\S+) (\S+) (\S+) "([^"]*)" (\d+) (\d+) (\d+|-) (\d+|-) "([^"]*)" "([^"]*)" "([^"]*)" "([^"]*)" "([^"]*)" (\S+)(.*)$/,
  columns: [
    "time",
    "request",
    "status",
    "flags",
    "details",
    "termination",
    "transport_failure",
    "bytes_in",
    "bytes_out",
    "duration_ms",
    "upstream_ms",
    "forwarded_for",
    "agent",
    "request_id",
    "authority",
    "upstream",
    "cluster",
    "connection",
  ],
  defaults: ({ text }) => ({
    kind: "outcomes",
    time: { column: "time" },
    latency: "duration_ms",
    ...serverFailures("status"),
    notes: /HTTP\/[\d.]+" 0 /.test(text)
      ? ["Status 0 means that the client went away; it counts as an attempt, not as a failure."]
      : [],
  }),
};

/** The patterns, for logs that stand inside others. */
export const PROXY_PATTERNS: readonly LinePattern[] = [
  vhostLog,
  traefikLog,
  haproxyLog,
  haproxyTcpLog,
  albLog,
  elbLog,
  squidLog,
  istioLog,
];

export const PROXY_FORMATS = PROXY_PATTERNS.map(lineFormat);
