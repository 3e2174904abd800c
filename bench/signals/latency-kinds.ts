import type { Random } from "../../src/index.js";
import {
  between,
  csv,
  isoTime,
  logBetween,
  MONDAY,
  pick,
  place,
  type PlantedFolder,
  shareClear,
  shareInside,
  wander,
} from "./planted.js";

/** How latencies of one attempt are drawn, in milliseconds. */
type Draw = (random: Random, inside: boolean, part: number) => number;

interface LatencyShape {
  readonly draw: Draw;
  /** Standard deviation of the shared course of the logarithm, and how it hangs together. */
  readonly shared: number;
  readonly parts?: number;
}

const MOST_ROWS = 16_000;

function lognormal(usual: number, spread: number, factor: number): Draw {
  return (random, inside) => usual * (inside ? factor : 1) * Math.exp(spread * random.normal());
}

/** The sizes that all latency kinds share: traffic, bins and the incident's length. */
function sizes(random: Random): { perMinute: number; bins: number; length: number } {
  const perMinute = Math.round(logBetween(random, 4, 120));
  const bins = Math.max(90, Math.min(720, Math.floor(MOST_ROWS / perMinute)));
  const length = Math.min(bins * 0.3, logBetween(random, 6, 60));
  return { perMinute, bins, length };
}

/** Rows of single attempts with a latency column, in milliseconds or seconds. */
function rowsFolder(random: Random, shape: LatencyShape, happens: boolean): PlantedFolder {
  const { perMinute, bins, length } = sizes(random);
  const span = place(random, bins, length, false);
  const shared = wander(random, bins, shape.shared, 0.9);
  const seconds = random.next() < 0.4;
  const rows: (string | number)[][] = [];
  const drawn: { bin: number; inside: boolean; value: number }[] = [];
  const times: number[] = [];
  const counts = { failures: new Array<number>(bins).fill(0), attempts: new Array<number>(bins).fill(0) };
  for (let bin = 0; bin < bins; bin += 1) {
    const moments = Array.from({ length: random.poisson(perMinute) }, () => bin + random.next());
    for (const at of moments.sort((a, b) => a - b)) {
      const inside = happens && at >= span[0] && at < span[1];
      const part = random.integer(shape.parts ?? 1);
      const value = shape.draw(random, inside, part) * Math.exp(shared[bin] as number);
      drawn.push({ bin, inside, value });
      const status = random.next() < 0.005 ? 500 : 200;
      times.push(MONDAY + Math.round(at * 60_000));
      counts.attempts[bin] = (counts.attempts[bin] as number) + 1;
      if (status === 500) counts.failures[bin] = (counts.failures[bin] as number) + 1;
      const shown = seconds ? (value / 1000).toFixed(4) : value.toFixed(1);
      rows.push([isoTime(MONDAY + Math.round(at * 60_000)), `/v1/part${part}`, status, shown]);
    }
  }
  const column = seconds ? "duration_s" : "duration_ms";
  return {
    files: { "requests.csv": csv(["timestamp", "path", "status", column], rows) },
    sources: `  requests:\n    file: requests.csv\n    kind: outcomes\n    time: { column: timestamp }\n    failed: { status: { atLeast: 500 } }\n    latency: ${column}\n`,
    input: {
      outcomes: [
        {
          kind: "outcomes",
          source: "requests",
          startMs: MONDAY,
          stepSeconds: 60,
          ...counts,
          covered: counts.attempts.map(() => true),
        },
      ],
      latencies: [{ source: "requests", times, latencies: drawn.map(({ value }) => value) }],
    },
    truth: happens
      ? {
          source: "requests",
          measure: "latency",
          fromMs: MONDAY + span[0] * 60_000,
          toMs: MONDAY + span[1] * 60_000,
          clear: rowsClear(drawn, bins, length),
        }
      : null,
    stepSeconds: 60,
  };
}

/** The clearest departure over the thresholds at the ordinary p50, p90, p95 and p99, with the wandering of means of the incident's length in it. */
function rowsClear(
  drawn: readonly { bin: number; inside: boolean; value: number }[],
  bins: number,
  length: number,
): number {
  const ordinary = drawn.filter(({ inside }) => !inside);
  const sorted = ordinary.map(({ value }) => value).sort((a, b) => a - b);
  const slow = drawn.filter(({ inside }) => inside);
  if (slow.length === 0) return 0;
  let best = 0;
  for (const quantile of [0.5, 0.9, 0.95, 0.99]) {
    const limit = sorted[Math.floor(quantile * sorted.length)] as number;
    const now = Math.min(1 - 1e-9, slow.filter(({ value }) => value > limit).length / slow.length);
    if (now <= 1 - quantile) continue;
    best = Math.max(
      best,
      shareClear(slow.length, 1 - quantile, now, blockScatter(ordinary, bins, length, limit, 1 - quantile)),
    );
  }
  return best;
}

/** How shares above a limit scatter between stretches of the incident's length, the counting taken off. */
function blockScatter(
  ordinary: readonly { bin: number; value: number }[],
  bins: number,
  length: number,
  limit: number,
  usual: number,
): number {
  const size = Math.max(1, Math.round(length));
  const blocks = Array.from({ length: Math.floor(bins / size) }, () => [0, 0] as [number, number]);
  for (const { bin, value } of ordinary) {
    const block = blocks[Math.floor(bin / size)];
    if (!block) continue;
    block[1] += 1;
    if (value > limit) block[0] += 1;
  }
  const full = blocks.filter(([, n]) => n > 10);
  const extra =
    full.reduce((sum, [k, n]) => sum + (k / n - usual) ** 2 - (usual * (1 - usual)) / n, 0) / Math.max(1, full.length);
  return Math.sqrt(Math.max(0, extra));
}

/** A panel's p95, one row a step, in milliseconds or seconds. */
function panelFolder(random: Random, happens: boolean): PlantedFolder {
  const stepSeconds = pick(random, [10, 60, 60, 300, 3600]);
  const bins = pick(random, [180, 288, 500, 1000]);
  const length = Math.min(bins * 0.25, logBetween(random, 4, 50));
  const span = place(random, bins, length, false);
  const usual = logBetween(random, 40, 900);
  const carry = pick(random, [0, 0.4, 0.8]);
  const sd = between(random, 0.04, 0.15);
  const noise = between(random, 0.03, 0.2);
  const shared = wander(random, bins, sd, carry);
  const factor = logBetween(random, 1.5, 8);
  const seconds = random.next() < 0.5;
  const values: number[] = [];
  const rows = shared.map((now, bin) => {
    const inside = happens ? shareInside(bin, span) : 0;
    const value = usual * (1 + inside * (factor - 1)) * Math.exp(now + noise * random.normal());
    values.push(value);
    return [isoTime(MONDAY + bin * stepSeconds * 1000), seconds ? (value / 1000).toFixed(4) : value.toFixed(1)];
  });
  const variance = sd ** 2 * ((1 + carry) / (1 - carry)) + noise ** 2;
  return {
    files: { "p95.csv": csv(["Time", "p95"], rows) },
    sources: "  p95:\n    file: p95.csv\n    kind: gauge\n    time: { column: Time }\n    value: p95\n",
    input: { values: [{ kind: "values", source: "p95", startMs: MONDAY, stepSeconds, values }] },
    truth: happens
      ? {
          source: "p95",
          measure: "value",
          fromMs: MONDAY + span[0] * stepSeconds * 1000,
          toMs: MONDAY + span[1] * stepSeconds * 1000,
          clear: (Math.log(factor) * Math.sqrt(length)) / Math.sqrt(variance),
        }
      : null,
    stepSeconds,
  };
}

type Kind = (random: Random, happens: boolean) => PlantedFolder;

/** Every latency kind by name. */
export const LATENCY_KINDS: Readonly<Record<string, Kind>> = {
  "latency up 1.3–2": (random, happens) =>
    rowsFolder(
      random,
      {
        draw: lognormal(logBetween(random, 20, 400), between(random, 0.3, 0.7), logBetween(random, 1.3, 2)),
        shared: 0.05,
      },
      happens,
    ),
  "latency up 2–10": (random, happens) =>
    rowsFolder(
      random,
      {
        draw: lognormal(logBetween(random, 20, 400), between(random, 0.3, 0.9), logBetween(random, 2, 10)),
        shared: 0.08,
      },
      happens,
    ),
  "p99 only": (random, happens) => {
    const share = between(random, 0.02, 0.06);
    const factor = logBetween(random, 6, 20);
    const usual = lognormal(120, 0.4, 1);
    const draw: Draw = (own, inside) => usual(own, false, 0) * (inside && own.next() < share ? factor : 1);
    return rowsFolder(random, { draw, shared: 0.05 }, happens);
  },
  "two humps": (random, happens) => {
    const [usual, now] = [between(random, 0.05, 0.2), between(random, 0.4, 0.9)];
    const draw: Draw = (own, inside) =>
      (own.next() < (inside ? now : usual) ? 400 : 15) * Math.exp(0.25 * own.normal());
    return rowsFolder(random, { draw, shared: 0.05 }, happens);
  },
  "heavy tails": (random, happens) =>
    rowsFolder(
      random,
      { draw: lognormal(80, between(random, 1.1, 1.6), logBetween(random, 3, 8)), shared: 0.1 },
      happens,
    ),
  "one part slow": (random, happens) => {
    const parts = 4 + random.integer(8);
    const factor = logBetween(random, 4, 12);
    const usual = lognormal(100, 0.5, 1);
    const draw: Draw = (own, inside, part) =>
      usual(own, false, part) * (1 + 0.15 * part) * (inside && part === 0 ? factor : 1);
    return rowsFolder(random, { draw, shared: 0.05, parts }, happens);
  },
  "p95 of a panel": panelFolder,
};
