import type { Scenario } from "../scenario.js";

const iso = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16)}Z`;

function head(id: string, title: string): string {
  return [
    `id: ${id}`,
    `title: ${title}`,
    "synthetic: true                # simulated; the carrier published no data",
    "zone: UTC",
    "statement: statement.md",
  ].join("\n");
}

const METRICS = ["capacity_units", "buffer_fill", "error_events", "busy_share", "request_load"] as const;
const GAUGE_NAMES: Readonly<Record<string, string>> = { capacity_units: "capacity" };

function gauge(column: string): string {
  return [
    `  ${GAUGE_NAMES[column] ?? column}:`,
    "    file: proxy-metrics.csv.gz",
    "    kind: gauge",
    "    time: { column: time, zone: UTC }",
    `    value: ${column}`,
  ].join("\n");
}

/** Remediations of the scenario, the capacity measured by a gauge where the view has one. */
function remediations({ capacity, patch }: Scenario, measured: boolean): string {
  return [
    "remediations:",
    `  - { id: capacity, from: ${iso(capacity[0])}, to: ${iso(capacity[1])}${measured ? ", gauge: capacity, through: busy_share" : ""} }`,
    `  - { id: patch, from: ${iso(patch[0])}, to: ${iso(patch[1])} }`,
  ].join("\n");
}

/** `incident.yaml` of the carrier's view. */
export function carrierYaml(scenario: Scenario, id: string): string {
  return [
    head(id, scenario.title),
    "sources:",
    "  verbs:                       # one row an attempt of a verb that fetches media through the caching proxy",
    "    file: verbs.csv.gz",
    "    kind: outcomes",
    "    time: { column: requested_at, zone: UTC }",
    "    id: request_id",
    "    cluster: call_sid",
    '    failed: { error_code: ["11200"] }',
    "    latency: fetch_ms",
    "    dimensions: [direction, verb, account]",
    "  calls:",
    "    file: calls.csv.gz",
    "    kind: outcomes",
    "    time: { column: started_at, zone: UTC }",
    "    id: call_sid",
    '    failed: { dropped: ["true"] }',
    "    duration: duration_s",
    "    dimensions: [direction, account]",
    ...METRICS.map(gauge),
    "outcome: verbs",
    "exposure: { of: calls, by: verbs }",
    remediations(scenario, true),
    "mechanism: { collector: error_events, buffer: buffer_fill }",
    "serviceLevel: twilio",
    "",
  ].join("\n");
}

/** `incident.yaml` of one account's view: failures are what the monitor's alerts name. */
export function customerYaml(scenario: Scenario, id: string): string {
  return [
    head(id, `${scenario.title} (one account's view)`),
    "sources:",
    "  verbs:                       # one row a request for media of a call",
    "    file: call-events.csv.gz",
    "    kind: outcomes",
    "    time: { column: requested_at, zone: UTC }",
    "    cluster: call_sid",
    "    failed:                    # the request and the call that an alert names",
    "      from: alerts",
    "      on: { call_sid: resource_sid, request_url: request_url }",
    '      where: { error_code: ["11200"] }',
    "    latency: response_ms",
    "    dimensions: [verb]",
    "  calls:                       # a dropped call reads completed here; an alert on the call marks it",
    "    file: calls-*.jsonl.gz",
    "    kind: outcomes",
    "    time: { column: date_created, zone: UTC }",
    "    id: sid",
    "    failed:",
    "      from: alerts",
    "      on: { sid: resource_sid }",
    '      where: { error_code: ["11200"] }',
    "    dimensions: [direction]",
    "  alerts:",
    "    file: alerts.csv.gz",
    "    kind: events",
    "    time: { column: date_generated, zone: UTC }",
    "outcome: verbs",
    "exposure: { of: calls, by: verbs }",
    remediations(scenario, false),
    "mechanism: { collector: true }  # as the statement says; nothing here measures it",
    "serviceLevel: twilio",
    "",
  ].join("\n");
}
