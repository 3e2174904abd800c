import { clf, iso, isoSeconds, sql, stamp } from "../clock.js";
import type { Layout, Written } from "../layout.js";
import { csv, hex, jsonLines, lines, uuid } from "../text.js";
import { MINUTE, type World } from "../world.js";
import { statusOf } from "./web-logs.js";

const times = ({ window, from }: World): { onset: number; end: number } => ({
  onset: window?.from ?? from,
  end: window?.to ?? from,
});
const log = (world: World): string =>
  lines(
    world.attempts.map(
      (attempt) =>
        `203.0.113.${1 + (attempt.index % 200)} - - [${clf(attempt.at)}] "GET /cart HTTP/1.1" ${statusOf(attempt)} 512 "-" "curl/8.5.0"`,
    ),
  );
const gauge = (world: World): string =>
  csv(
    ["time", "host", "cpu_percent", "memory_mb"],
    world.minutes.flatMap(({ at }) =>
      ["web1", "web2"].map((host) => [
        isoSeconds(at),
        host,
        (20 + 10 * world.random()).toFixed(1),
        900 + Math.floor(80 * world.random()),
      ]),
    ),
  );

function deploys(world: World): string {
  const { onset, end } = times(world);
  return csv(
    ["deployed_at", "service", "version", "commit_sha", "environment"],
    [onset - 95 * MINUTE, onset - 2 * MINUTE, end - 3 * MINUTE].map((at, index) => [
      isoSeconds(at),
      "cart",
      `2.${index + 4}.0`,
      hex(index + 70, 40),
      "production",
    ]),
  );
}

function statement(world: World): string {
  const { onset, end } = times(world);
  const clock = (at: number): string => stamp(at, "hh:mm");
  return lines([
    "# Carts could not be opened",
    "",
    `On ${stamp(onset, "D March YYYY")} from ${clock(onset)} to ${clock(end)} UTC most requests to the cart failed.`,
    "",
    `- ${clock(onset)} UTC: errors begin after a release.`,
    `- ${clock(onset + 6 * MINUTE)} UTC: the on-call engineer is paged.`,
    `- ${clock(end - 3 * MINUTE)} UTC: the release is rolled back.`,
    `- ${clock(end)} UTC: the service has recovered.`,
  ]);
}

const withDeploys = (world: World): readonly Written[] => [
  { path: "access.log", bytes: log(world) },
  { path: "host-metrics.csv", bytes: gauge(world) },
  { path: "deploys.csv", bytes: deploys(world) },
  { path: "statement.md", bytes: statement(world) },
];

/** Incidents of the pager beside the log of a service; the pager's rows are no attempts. */
function pager(world: World): readonly Written[] {
  const { onset, end } = times(world);
  const header =
    "id,incident_number,description,service_id,service_name,escalation_policy_id,escalation_policy_name,created_on,resolved_on,seconds_to_first_ack,seconds_to_resolve,auto_resolved,acknowledge_count,escalation_count,resolved_by_user_name,urgency";
  const row = (index: number, from: number, to: number, urgency: string): string =>
    [
      `Q${hex(index, 13).toUpperCase()}`,
      4700 + index,
      "Error rate above 5 % on cart",
      "PABC123",
      "cart",
      "PDEF456",
      "Default",
      `${isoSeconds(from).replace("Z", "+00:00")}`,
      `${isoSeconds(to).replace("Z", "+00:00")}`,
      95,
      (to - from) / 1000,
      "false",
      1,
      0,
      "On Call",
      urgency,
    ].join(",");
  return [
    {
      path: "incidents.csv",
      bytes: lines([
        header,
        row(1, onset - (200 * MINUTE) / 2, onset - 95 * MINUTE, "low"),
        row(2, onset + 3 * MINUTE, end + 2 * MINUTE, "high"),
      ]),
    },
    {
      path: "cart.log",
      bytes: jsonLines(
        world.attempts.map((attempt) => ({
          time: iso(attempt.at),
          level: attempt.failed ? "error" : "info",
          request_id: uuid(attempt.index),
          status: statusOf(attempt),
          ms: attempt.milliseconds,
        })),
      ),
    },
  ];
}

/** A status page's incident as JSON beside the checks of a monitor. */
function statusPage(world: World): readonly Written[] {
  const { onset, end } = times(world);
  const update = (at: number, status: string, body: string): unknown => ({
    id: hex(at % 997, 12),
    status,
    body,
    created_at: iso(at),
    updated_at: iso(at),
    display_at: iso(at),
  });
  const incident = {
    id: "p31zjtct2jer",
    name: "Elevated errors",
    status: "resolved",
    impact: "major",
    created_at: iso(onset + 5 * MINUTE),
    started_at: iso(onset + 5 * MINUTE),
    resolved_at: iso(end + 4 * MINUTE),
    shortlink: "https://stspg.example/p31zjtct2jer",
    incident_updates: [
      update(end + 4 * MINUTE, "resolved", "This incident has been resolved."),
      update(onset + 11 * MINUTE, "identified", "The issue has been identified."),
      update(onset + 5 * MINUTE, "investigating", "We are investigating elevated errors."),
    ],
  };
  return [
    { path: "incident.json", bytes: JSON.stringify(incident, null, 2) },
    {
      path: "checks.csv",
      bytes: csv(
        ["time", "check", "up", "ms"],
        world.attempts.map(({ at, failed, milliseconds }) =>
          [isoSeconds(at), "https://shop.example", !failed, failed ? null : milliseconds].map((one) =>
            one === null ? null : String(one),
          ),
        ),
      ),
    },
  ];
}

/** Calls, the trunks' gauge, and what the operator wrote in a diary; nested and without known endings. */
const nested = (world: World): readonly Written[] => [
  {
    path: "exports/2026/calls",
    bytes: csv(
      ["start_time", "call_id", "sip_code", "success", "hangup_cause"],
      world.attempts.map(({ at, failed, index }) => [
        isoSeconds(at),
        uuid(index),
        failed ? 503 : 200,
        String(!failed),
        failed ? "NORMAL_TEMPORARY_FAILURE" : "NORMAL_CLEARING",
      ]),
    ),
  },
  {
    path: "exports/2026/trunks.csv",
    bytes: csv(
      ["time", "channels_in_use"],
      world.minutes.map(({ at }) => [isoSeconds(at), 10 + Math.floor(6 * world.random())]),
    ),
  },
  { path: "notes/diary.txt", bytes: "Rang the carrier at half past.\nThey said it was being looked at.\n" },
  { path: "picture.png", bytes: Buffer.from("89504e470d0a1a0a0000000d49484452", "hex") },
];

const quietLog = (world: World): readonly Written[] => [{ path: "access.log", bytes: log(world) }];
const quietCalls = (world: World): readonly Written[] => [
  {
    path: "calls.csv",
    bytes: csv(
      ["time", "call_id", "result"],
      world.attempts.map(({ at, failed, index }) => [isoSeconds(at), uuid(index), failed ? "failed" : "answered"]),
    ),
  },
];
const quietCounts = (world: World): readonly Written[] => [
  {
    path: "minutes.csv",
    bytes: csv(
      ["time", "requests", "errors"],
      world.minutes.map(({ at, attempts, failures }) => [isoSeconds(at), attempts, failures]),
    ),
  },
];
const quietProbe = (world: World): readonly Written[] => [
  {
    path: "heartbeat.csv",
    bytes: csv(
      ["id", "monitor_id", "status", "msg", "time", "ping"],
      world.attempts.map(({ at, milliseconds, index }) => [index, 1, 1, "200 - OK", sql(at), milliseconds]),
    ),
  },
];
const quietGauges = (world: World): readonly Written[] => [
  { path: "host-metrics.csv", bytes: gauge(world) },
  { path: "deploys.csv", bytes: deploys(world) },
  { path: "app.log", bytes: lines(world.attempts.map(({ at, index }) => `${isoSeconds(at)} INFO job ${index} done`)) },
];

const HTTP = { failed: [{ column: "status", atLeast: 500 }] };
const quiet = { quiet: true };

export const FOLDERS: readonly Layout[] = [
  { name: "folder-log-metrics-deploys-statement", facts: { ...HTTP, outcome: "access" }, files: withDeploys },
  {
    name: "folder-pagerduty-log",
    facts: { failed: [...HTTP.failed, { column: "level", values: ["error"] }], outcome: "cart" },
    files: pager,
  },
  {
    name: "folder-statuspage-checks",
    facts: { failed: [{ column: "up", values: ["false"] }], outcome: "checks" },
    files: statusPage,
  },
  {
    name: "folder-nested-calls",
    facts: {
      failed: [
        { column: "success", values: ["false"] },
        { column: "sip_code", values: ["503"] },
        { column: "hangup_cause", values: ["NORMAL_TEMPORARY_FAILURE"] },
      ],
      outcome: "calls",
    },
    files: nested,
  },
  { name: "quiet-log", plan: { ...quiet, before: 0 }, facts: HTTP, files: quietLog },
  {
    name: "quiet-calls",
    plan: { ...quiet, before: 0.01 },
    facts: { failed: [{ column: "result", values: ["failed"] }] },
    files: quietCalls,
  },
  {
    name: "quiet-counts",
    truth: "minutes",
    plan: { ...quiet, before: 0.003 },
    facts: { failures: ["errors"], attempts: ["requests"] },
    files: quietCounts,
  },
  {
    name: "quiet-heartbeats",
    plan: { ...quiet, before: 0 },
    facts: { zone: "UTC", failed: [{ column: "status", values: ["0"] }] },
    files: quietProbe,
  },
  { name: "quiet-gauges-only", truth: "gauge", plan: { ...quiet, before: 0 }, facts: {}, files: quietGauges },
];
