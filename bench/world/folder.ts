import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Random } from "../../src/index.js";
import type { Drawn } from "./draw.js";
import { binned, total } from "./series.js";
import { stateIt, type Stated } from "./statement.js";
import { remedyTruth, type RemedyTruth } from "./remedies.js";
import type { World } from "./world.js";

/** The first Monday of the worlds. */
const MONDAY = Date.UTC(2026, 4, 4);
const MINUTE = 60_000;

/** Attempts up to which the rows of a folder are single attempts. */
const ROWS_AT_MOST = 60_000;

/** Pods before the remediation, and those that a whole dose adds. */
const PODS = { before: 10, added: 40 };

/** What a folder was written with. */
export interface WrittenFolder {
  readonly startMs: number;
  readonly stated: Stated | null;
  readonly remedy: RemedyTruth | null;
  readonly kind: "counts" | "outcomes";
}

/** The moment of a minute of a world. */
export function momentOf({ baseline }: World, minute: number): number {
  return MONDAY + (baseline.firstWeekday * 1440 + minute) * MINUTE;
}

/** Writes an incident folder of a world as drawn: requests, pods where there is a remediation, a statement where there is an outage. */
export function writeFolder(folder: string, world: World, drawn: Drawn, random: Random): WrittenFolder {
  const rows = total(drawn.attempts) <= ROWS_AT_MOST && world.bucket === 1 && random.next() < 0.7;
  const remedy = remedyTruth(world);
  const stated = statedOf(world, drawn, remedy, random.fork("statement"));
  writeFileSync(
    join(folder, "requests.csv"),
    rows ? outcomeRows(world, drawn, random.fork("rows")) : countRows(world, drawn),
  );
  if (world.remedies[0]?.gauge) writeFileSync(join(folder, "pods.csv"), podRows(world));
  if (stated) writeFileSync(join(folder, "statement.md"), stated.text);
  writeFileSync(join(folder, "incident.yaml"), incidentText(world, rows, stated !== null));
  return { startMs: momentOf(world, 0), stated, remedy, kind: rows ? "outcomes" : "counts" };
}

function statedOf(world: World, drawn: Drawn, truth: RemedyTruth | null, random: Random): Stated | null {
  const window = world.windows.find(({ openStart, openEnd }) => !openStart && !openEnd);
  if (!window || total(drawn.inside.map(({ failures }) => failures)) === 0) return null;
  const [remedy] = world.remedies;
  return stateIt(
    {
      startMs: momentOf(world, 0),
      bucket: world.bucket,
      window,
      rateOver: (from, to) => realised(drawn, from, to),
      remedy: remedy
        ? { from: remedy.steps[0]![0], to: fullAt(world), pods: remedy.gauge, resolved: truth!.resolved }
        : null,
    },
    random,
  );
}

/** The share realised from one minute to another; minutes cut by neither end of a window are taken whole if their middle is inside. */
function realised({ parts }: Drawn, from: number, to: number): number {
  const inside = parts.filter((part) => (part.from + part.to) / 2 >= from && (part.from + part.to) / 2 < to);
  return total(inside.map(({ failures }) => failures)) / Math.max(1, total(inside.map(({ attempts }) => attempts)));
}

/** The minute at which the largest dose is reached. */
function fullAt({ remedies }: World): number {
  const steps = remedies[0]!.steps;
  return steps.reduce((best, step) => (step[1] > best[1] ? step : best))[0];
}

function timeText(world: World, minute: number): string {
  return new Date(momentOf(world, minute)).toISOString().replace(".000Z", "Z");
}

function countRows(world: World, drawn: Drawn): string {
  const { failures, attempts } = binned(drawn, world.bucket);
  const lines = ["bucket,errors,requests"];
  for (let row = 0; row < attempts.length; row++) {
    const lost = drawn.lost.slice(row * world.bucket, (row + 1) * world.bucket);
    if (lost.every(Boolean)) continue;
    lines.push(`${timeText(world, row * world.bucket)},${failures[row]},${attempts[row]}`);
  }
  return `${lines.join("\n")}\n`;
}

function outcomeRows(world: World, drawn: Drawn, random: Random): string {
  const lines = ["time,status"];
  for (const { from, to, failures, attempts } of drawn.parts) {
    const times = Array.from({ length: attempts }, () => from + random.next() * (to - from));
    const rows = times.map(
      (minute, i) => `${new Date(momentOf(world, minute)).toISOString()},${i < failures ? 503 : 200}`,
    );
    lines.push(...rows.sort());
  }
  return `${lines.join("\n")}\n`;
}

function podRows(world: World): string {
  const [remedy] = world.remedies;
  const lines = ["time,value"];
  for (let minute = 0; minute < world.minutes; minute++) {
    let dose = 0;
    for (const [at, value] of remedy!.steps) if (minute >= at) dose = value;
    lines.push(`${timeText(world, minute)},${Math.round(PODS.before + PODS.added * dose)}`);
  }
  return `${lines.join("\n")}\n`;
}

function incidentText(world: World, rows: boolean, stated: boolean): string {
  const outcomes = '    kind: outcomes\n    time: { column: time }\n    failed: { status: ["503"] }';
  const counts = "    kind: counts\n    time: { column: bucket }\n    failures: errors\n    attempts: requests";
  const lines = [
    `id: ${world.shape}-${world.seed}`,
    "synthetic: true",
    "zone: UTC",
    ...(stated ? ["statement: statement.md"] : []),
    "sources:",
    "  requests:",
    "    file: requests.csv",
    rows ? outcomes : counts,
  ];
  const [remedy] = world.remedies;
  if (remedy) {
    const span = `from: ${timeText(world, remedy.steps[0]![0])}, to: ${timeText(world, Math.max(remedy.steps[0]![0] + 1, fullAt(world)))}`;
    if (remedy.gauge)
      lines.push("  pods:", "    file: pods.csv", "    kind: gauge", "    time: { column: time }", "    value: value");
    lines.push("remediations:", `  - { id: ${remedy.id}, ${span}${remedy.gauge ? ", gauge: pods" : ""} }`);
  }
  return `${lines.join("\n")}\noutcome: requests\n`;
}
