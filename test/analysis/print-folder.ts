import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** A spread without a pattern that any span could meet: multiples of an irrational number. */
const spread = (index: number, step: number): number => (index * step) % 1;

const START = Date.UTC(2026, 8, 15, 7);
const MINUTES = 360;
const at = (minute: number, second = 0): string => new Date(START + (minute * 60 + second) * 1000).toISOString();

/** Share of jobs that fail: from 10:00 to 10:45 in the north on /v2/print, elsewhere as always. */
const failing = (minute: number, hit: boolean): number => (minute >= 180 && minute < 225 && hit ? 0.5 : 0.004);

function jobs(): string {
  const lines = ["at,job,result,ms,region,route,shop_id"];
  for (let minute = 0; minute < MINUTES; minute += 1)
    for (let one = 0; one < 50; one += 1) {
      const index = minute * 50 + one;
      const north = one % 2 === 0;
      const second = spread(index, 0.7320508) < 0.5;
      const hit = north && second;
      const outage = minute >= 180 && minute < 225;
      const failed = spread(index, 0.6180339887) < failing(minute, hit);
      const ms = Math.round((outage && north ? 800 : 100) * (0.5 + spread(index, 0.2360679)));
      const shop = `s${String(Math.floor(80 * spread(index, 0.4142135))).padStart(2, "0")}`;
      lines.push(
        `${at(minute, one * 1.2)},j${index},${failed ? "failed" : "printed"},${ms},${north ? "north" : "south"},/v${second ? 2 : 1}/print,${shop}`,
      );
    }
  return `${lines.join("\n")}\n`;
}

const QUEUE = [...Array(MINUTES).keys()].map((minute) => {
  const level = minute < 180 ? 40 : minute < 225 ? 40 + (minute - 180) * 8 : Math.max(40, 400 - (minute - 225) * 12);
  return `${at(minute)},${level + (minute % 3)}`;
});

const YAML = `id: prints
title: Print jobs failed
zone: UTC
sources:
  jobs:
    file: jobs.csv
    kind: outcomes
    time: { column: at, zone: UTC }
    id: job
    failed: { result: [failed] }
    latency: ms
    dimensions: [region, route]
  alerts: { file: alerts.csv, kind: events, time: { column: at, zone: UTC } }
  changes: { file: changes.csv, kind: events, role: change, time: { column: at, zone: UTC }, id: id, what: what }
  print_queue: { file: queue.csv, kind: gauge, time: { column: at, zone: UTC }, value: depth }
outcome: jobs
affected: [shop_id]
`;

/** Writes six hours of a made print service: half of the jobs of /v2/print in the north fail from 10:00 to 10:45 UTC, with alerts, a log of changes and a queue. */
export function writePrints(folder: string): void {
  writeFileSync(join(folder, "jobs.csv"), jobs());
  writeFileSync(
    join(folder, "alerts.csv"),
    "at,alert,severity\n2026-09-15T10:06:00Z,PrintErrorsHigh,page\n2026-09-15T10:52:00Z,PrintErrorsHigh resolved,info\n",
  );
  writeFileSync(
    join(folder, "changes.csv"),
    [
      "at,id,what",
      "2026-09-15T08:30:00Z,m-12,database migration of the shop table",
      "2026-09-15T09:58:30Z,r-41,driver 5.3.0 deploy to north",
      "2026-09-15T10:43:00Z,r-42,driver 5.2.9 rollback",
      "",
    ].join("\n"),
  );
  writeFileSync(join(folder, "queue.csv"), `at,depth\n${QUEUE.join("\n")}\n`);
  writeFileSync(join(folder, "incident.yaml"), YAML);
}

function counts(): string {
  const lines = ["minute,hub,sent,lost"];
  for (let minute = 0; minute < MINUTES; minute += 1)
    for (const [hub, sent] of [
      ["harbour", 400],
      ["airport", 300],
      ["station", 200],
    ] as const) {
      const rate = minute >= 180 && minute < 225 ? (hub === "harbour" ? 0.3 : 0.1) : 0.003;
      lines.push(`${at(minute)},${hub},${sent},${Math.round(sent * rate)}`);
    }
  return `${lines.join("\n")}\n`;
}

const HUB = (hub: string): string =>
  `  ${hub}: { file: parcels.csv, kind: counts, time: { column: minute, zone: UTC }, failures: lost, attempts: sent, where: "hub = '${hub}'" }\n`;

/** Writes six hours of counts of three hubs, each of which is a source of its own beside the whole. */
export function writeHubs(folder: string): void {
  writeFileSync(join(folder, "parcels.csv"), counts());
  writeFileSync(
    join(folder, "incident.yaml"),
    `id: hubs\ntitle: Labels lost\nzone: UTC\nsources:\n  labels: { file: parcels.csv, kind: counts, time: { column: minute, zone: UTC }, failures: lost, attempts: sent }\n${HUB("harbour")}${HUB("airport")}${HUB("station")}outcome: labels\n`,
  );
}
