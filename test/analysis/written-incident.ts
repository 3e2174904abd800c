import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seededRandom } from "../../src/stats/random/random.js";

/** An incident written by hand: the shares planted, and where they begin and end (minutes from the first row). */
export interface Planted {
  readonly seed: number;
  readonly minutes: number;
  readonly callsPerMinute: number;
  /** Share of calls that run two steps; the others run none. */
  readonly exposed: number;
  /** Chance that a step fails, inside and outside the outage. */
  readonly hazard: number;
  readonly background: number;
  readonly from: number;
  readonly to: number;
}

const START = Date.UTC(2023, 10, 5, 20, 0);

/** Local time in a zone that is one hour ahead of UTC all winter, as an export without zones has it. */
const local = (ms: number): string => new Date(ms + 3_600_000).toISOString().slice(0, 19).replace("T", " ");

/** Steps of a call in order; a failed one ends it. */
function stepsOf(planted: Planted, minute: number, random: ReturnType<typeof seededRandom>): boolean[] {
  const inside = minute >= planted.from && minute < planted.to;
  const hazard = inside ? planted.hazard : planted.background;
  if (random.next() >= planted.exposed) return [];
  const first = random.next() < hazard;
  return first ? [true] : [false, random.next() < hazard];
}

/** Writes rows and `incident.yaml` with column names, zone and failure codes of its own; returns the folder and what was planted, counted. */
export function writtenIncident(planted: Planted): {
  folder: string;
  steps: [number, number];
  calls: [number, number];
  at: (minute: number) => string;
} {
  const folder = mkdtempSync(join(tmpdir(), "postmortem-written-"));
  const random = seededRandom(planted.seed);
  const steps = ["when;session;result;leg"];
  const calls = ["begun,reference,outcome"];
  const counted = { steps: [0, 0] as [number, number], calls: [0, 0] as [number, number] };
  let id = 0;
  for (let minute = 0; minute < planted.minutes; minute += 1) {
    const inside = minute >= planted.from && minute < planted.to;
    for (let n = random.poisson(planted.callsPerMinute); n > 0; n -= 1) {
      const call = `00${(id += 1)}`;
      const begun = START + minute * 60_000 + Math.floor(random.next() * 58_000);
      const results = stepsOf(planted, minute, random);
      results.forEach((failed, index) =>
        steps.push(`${local(begun + index * 500)};${call};${failed ? "E77" : "ok"};${id % 2 ? "in" : "out"}`),
      );
      const dropped = results.some(Boolean);
      calls.push(`${local(begun)},${call},${dropped ? "cut" : "fine"}`);
      if (!inside) continue;
      counted.steps[0] += results.filter(Boolean).length;
      counted.steps[1] += results.length;
      counted.calls[0] += dropped ? 1 : 0;
      counted.calls[1] += 1;
    }
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "steps.csv"), `${steps.join("\n")}\n`);
  writeFileSync(join(folder, "sessions.csv"), `${calls.join("\n")}\n`);
  writeFileSync(
    join(folder, "incident.yaml"),
    `id: by-hand
title: Sessions cut off
sources:
  steps:
    file: steps.csv
    kind: outcomes
    time: { column: when, zone: Europe/Berlin }
    failed: { result: [E77] }
    cluster: session
    dimensions: [leg]
  sessions:
    file: sessions.csv
    kind: outcomes
    time: { column: begun, zone: Europe/Berlin }
    id: reference
    failed: { outcome: [cut] }
outcome: steps
exposure: { of: sessions, by: steps }
`,
  );
  return { folder, ...counted, at: (minute) => new Date(START + minute * 60_000).toISOString() };
}
