import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** A spread without a pattern that any span could meet: multiples of an irrational number. */
const spread = (index: number, step: number): number => (index * step) % 1;

/** Share of requests that fail at a minute of the day, in the west and in the east. */
function failing(minute: number, west: boolean): number {
  if (minute >= 540 && minute < 580) return west ? 0.4 : 0.1;
  return minute >= 900 && minute < 920 ? 0.12 : 0.005;
}

function requests(): string {
  const lines = ["at,id,region,path,account,code,ms"];
  for (let minute = 0; minute < 1440; minute += 1)
    for (let one = 0; one < 40; one += 1) {
      const index = minute * 40 + one;
      const west = one % 2 === 0;
      const first = minute >= 540 && minute < 580;
      const path = spread(index, 0.7320508) < 0.3 ? "/label" : "/track";
      const account = `shop-${String(Math.floor(60 * spread(index, 0.4142135))).padStart(2, "0")}`;
      const failed = spread(index, 0.6180339887) < failing(minute, west);
      const ms = Math.round((first ? 480 : 120) * (0.5 + spread(index, 0.2360679)));
      const at = new Date(Date.UTC(2026, 2, 10, 0, minute, one * 1.5)).toISOString();
      lines.push(`${at},p${index},${west ? "eu-west" : "us-east"},${path},${account},${failed ? 503 : 200},${ms}`);
    }
  return `${lines.join("\n")}\n`;
}

const WORKERS = [...Array(144).keys()].map((ten) => {
  const at = new Date(Date.UTC(2026, 2, 10, 0, ten * 10)).toISOString();
  return `${at},${ten < 57 ? 6 : 12}`;
});

const YAML = `id: parcels
title: Failed parcel requests
zone: UTC
sources:
  requests:
    file: requests.csv
    kind: outcomes
    time: { column: at, zone: UTC }
    id: id
    failed: { code: ["503"] }
    latency: ms
    dimensions: [region, path]
  deploys: { file: deploys.csv, kind: events, role: change, time: { column: at, zone: UTC }, id: version, what: version }
  workers: { file: workers.csv, kind: gauge, time: { column: at, zone: UTC }, value: workers, step: 10m }
outcome: requests
affected: [account]
remediations:
  - { id: scale-up, from: 2026-03-10T09:30Z, to: 2026-03-10T09:31Z, gauge: workers }
  - { id: config-revert, from: 2026-03-10T09:39Z, to: 2026-03-10T09:40Z }
`;

/** Writes one day of a made parcel service: an outage from 09:00 to 09:40, worse in the west and slow everywhere, and a lighter one from 15:00 to 15:20. */
export function writeParcels(folder: string): void {
  writeFileSync(join(folder, "requests.csv"), requests());
  writeFileSync(join(folder, "deploys.csv"), "at,version\n2026-03-10T08:57:00Z,7.4.0\n2026-03-10T18:00:00Z,7.4.1\n");
  writeFileSync(join(folder, "workers.csv"), `at,workers\n${WORKERS.join("\n")}\n`);
  writeFileSync(join(folder, "incident.yaml"), YAML);
}
