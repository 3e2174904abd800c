import type { OutcomeSeries, ValueSeries } from "../src/incident/series.js";
import { seededRandom } from "../src/stats/random/random.js";
import type { Random } from "../src/stats/random/random.js";
import { signals } from "../src/window/signals/signals.js";
import type { SignalFinding, SignalMeasure } from "../src/window/signals/signal-finding.js";
import type { TimedRows } from "../src/window/signals/timed-rows.js";
import { isQuick, isStarted, percent } from "./aim.js";

/**
 * Simulated incidents in latency, attempts, gauges and failures, one at a time and two together, and days in which nothing happens: found, ends inside their
 * intervals, widths, and windows that are not there. Only incidents count that a test with the true ends, at level 10⁻⁶ and with the true scatter, would find
 * with 99 % power.
 */

/** What happens in a simulated stretch. */
interface World {
  readonly name: string;
  readonly incident: readonly SignalMeasure[];
  readonly perBin: number;
  readonly stepSeconds: number;
  readonly bins: number;
  /** Bins of the incident. */
  readonly length: number;
}

/** A simulated stretch with its truth. */
interface Simulated {
  readonly outcomes: OutcomeSeries;
  readonly latencies: TimedRows;
  readonly values: ValueSeries;
  readonly from: number;
  readonly to: number;
}

const START = Date.UTC(2026, 4, 4);
const USUAL_FAILURES = 0.01;
const USUAL_LATENCY = 250;
const LATENCY_SPREAD = 0.5;
const GAUGE_CARRY = 0.5;
/** How far each measure departs: failure share, latency factor, gauge in standard deviations, attempts factor. */
const DEPARTURE = { failures: 0.3, latency: 6, value: 8, attempts: 0.1 } as const;
/** Squared distance, in nats, at which a test at 10⁻⁶ has 99 % power: (4.75 + 2.33)² ÷ 2. */
const CLEAR_NATS = 25;
/** A cell's share below its aim by more than this many standard errors is a miss. */
const ERRORS = 2;

/** What a bin tells on average of a departed share. */
function shareNats(n: number, usual: number, departed: number): number {
  return n * (departed * Math.log(departed / usual) + (1 - departed) * Math.log((1 - departed) / (1 - usual)));
}

/** Nats of the whole incident for a test that knows where it is. */
function oracleNats({ perBin, length }: World, measure: SignalMeasure): number {
  if (measure === "failures") return length * shareNats(perBin, USUAL_FAILURES, DEPARTURE.failures);
  if (measure === "latency") return length * shareNats(perBin, 0.05, 0.97);
  if (measure === "attempts") {
    const factor = DEPARTURE.attempts;
    return length * perBin * (factor * Math.log(factor) - factor + 1);
  }
  return (length * DEPARTURE.value ** 2 * (1 - GAUGE_CARRY)) / (2 * (1 + GAUGE_CARRY));
}

function simulate(world: World, random: Random): Simulated {
  const { incident, perBin, stepSeconds, bins, length } = world;
  const from = Math.floor(bins * 0.3 + random.next() * bins * 0.3);
  const to = from + length;
  const stepMs = stepSeconds * 1000;
  const [failures, attempts, times, latencies, values]: number[][] = [[], [], [], [], []];
  let carried = 0;
  for (let bin = 0; bin < bins; bin += 1) {
    const during = (measure: SignalMeasure): boolean => bin >= from && bin < to && incident.includes(measure);
    const tried = random.poisson(perBin * (during("attempts") ? DEPARTURE.attempts : 1));
    const failing = during("failures") ? DEPARTURE.failures : USUAL_FAILURES;
    let failed = 0;
    for (let n = 0; n < tried; n += 1) {
      if (random.next() < failing) failed += 1;
      times?.push(START + bin * stepMs + Math.floor((n / tried) * stepMs));
      const usual = USUAL_LATENCY * (during("latency") ? DEPARTURE.latency : 1);
      latencies?.push(usual * Math.exp(LATENCY_SPREAD * random.normal()));
    }
    carried = GAUGE_CARRY * carried + Math.sqrt(1 - GAUGE_CARRY ** 2) * random.normal();
    failures?.push(failed);
    attempts?.push(tried);
    values?.push(40 + carried + (during("value") ? DEPARTURE.value : 0));
  }
  const grid = { source: world.name, startMs: START, stepSeconds };
  return {
    outcomes: {
      kind: "outcomes",
      ...grid,
      failures: failures ?? [],
      attempts: attempts ?? [],
      covered: (attempts ?? []).map(() => true),
    },
    latencies: { source: world.name, times: times ?? [], latencies: latencies ?? [] },
    values: { kind: "values", ...grid, values: values ?? [] },
    from,
    to,
  };
}

/** Counts of one kind of world. */
class Cell {
  runs = 0;
  clear = 0;
  found = 0;
  ends = 0;
  inside = 0;
  width = 0;
  runsWithFalse = 0;
  departures = 0;

  add(world: World, { from, to }: Simulated, findings: readonly SignalFinding[]): void {
    this.runs += 1;
    const iso = (bin: number): number => START + bin * world.stepSeconds * 1000;
    const truth = [iso(from), iso(to)] as const;
    for (const measure of world.incident) {
      if (oracleNats(world, measure) < CLEAR_NATS) continue;
      this.clear += 1;
      const own = findings.filter((one) => one.measure === measure && one.window !== null);
      const [best] = own.sort((a, b) => b.evidence - a.evidence);
      const window = best?.window;
      if (!window || Date.parse(window.onset) >= truth[1] || Date.parse(window.recovery ?? "9999") <= truth[0])
        continue;
      this.found += 1;
      for (const [at, interval] of [
        [truth[0], window.onsetInterval],
        [truth[1], window.recoveryInterval],
      ] as const) {
        if (!interval) continue;
        const [low, high] = interval.map((time) => Date.parse(time)) as [number, number];
        this.ends += 1;
        this.inside += at >= low && at <= high ? 1 : 0;
        this.width += (high - low) / 1000 / world.stepSeconds;
      }
    }
    const extra = findings.flatMap(({ measure, windows }) =>
      windows.filter(
        ({ onset, recovery }) =>
          !world.incident.includes(measure) ||
          Date.parse(onset) >= truth[1] ||
          Date.parse(recovery ?? "9999-01-01") <= truth[0],
      ),
    );
    this.departures += extra.length;
    if (extra.length > 0) this.runsWithFalse += 1;
  }
}

const error = (share: number, n: number): string =>
  n === 0 ? "–" : `${percent(share)} ± ${(100 * Math.sqrt((share * (1 - share)) / n)).toFixed(1)}`;

const KINDS: readonly (readonly SignalMeasure[])[] = [
  ["failures"],
  ["latency"],
  ["value"],
  ["attempts"],
  ["latency", "failures"],
  [],
];
/** Attempts a minute, with the bins that they are looked at in. */
const TRAFFIC = [
  { perMinute: 2, stepSeconds: 60 },
  { perMinute: 40, stepSeconds: 60 },
  { perMinute: 120, stepSeconds: 10 },
  { perMinute: 5000, stepSeconds: 60 },
  { perMinute: 10, stepSeconds: 3600 },
  { perMinute: 0.5, stepSeconds: 86_400 },
] as const;
const BINS = 240;
const MOST_ROWS = 400_000;

function worlds(quick: boolean): World[] {
  const traffic = quick ? [TRAFFIC[1], TRAFFIC[4]] : TRAFFIC;
  return traffic.flatMap(({ perMinute, stepSeconds }) =>
    KINDS.map((incident): World => {
      const perBin = (perMinute * stepSeconds) / 60;
      const bins = Math.max(60, Math.min(BINS, Math.floor(MOST_ROWS / perBin)));
      const length = Math.max(4, Math.round(bins / 10));
      const name = `${perMinute} a minute, ${stepSeconds} s`;
      return { name, incident, perBin, stepSeconds, bins, length };
    }),
  );
}

/** Runs every world so often; the first of a world's random streams is always the same. */
async function main(): Promise<void> {
  const quick = isQuick();
  const runs = quick ? 5 : 60;
  const cells = new Map<string, Cell>();
  for (const world of worlds(quick)) {
    const what = world.incident.length === 0 ? "quiet" : world.incident.join(" + ");
    const cell = cells.get(what) ?? new Cell();
    cells.set(what, cell);
    for (let run = 0; run < runs; run += 1) {
      const random = seededRandom(1000 * run + world.stepSeconds + Math.round(world.perBin));
      const simulated = simulate(world, random);
      const { outcomes, latencies, values } = simulated;
      const stepSeconds = world.stepSeconds;
      const findings = await signals({ outcomes: [outcomes], latencies: [latencies], values: [values], stepSeconds });
      cell.add(world, simulated, findings);
    }
  }
  console.log(
    "| incident in | clear cases | found | ends inside 95 % | width, bins | runs with a window that is not there |",
  );
  console.log("|---|---|---|---|---|---|");
  for (const [what, cell] of cells) {
    const { clear, found, ends, inside, width, runsWithFalse, runs: all } = cell;
    const columns = [
      what,
      String(clear),
      clear === 0 ? "–" : error(found / clear, clear),
      ends === 0 ? "–" : error(inside / ends, ends),
      ends === 0 ? "–" : (width / ends).toFixed(1),
      error(runsWithFalse / all, all),
    ];
    console.log(`| ${columns.join(" | ")} |`);
  }
  const short = [...cells].filter(([what, cell]) => {
    const share = what === "quiet" ? 1 - cell.runsWithFalse / cell.runs : cell.found / Math.max(1, cell.clear);
    const n = what === "quiet" ? cell.runs : cell.clear;
    const aim = what === "quiet" ? 0.99 : 0.95;
    return n > 0 && share < aim - ERRORS * Math.sqrt((aim * (1 - aim)) / n);
  });
  console.log(
    short.length === 0
      ? "Aims met: 95 % of clear cases found, windows on at most 1 % of quiet runs."
      : `Short of the aims: ${short.map(([what]) => what).join(", ")}.`,
  );
  if (short.length > 0) process.exitCode = 1;
}

if (isStarted(import.meta.url)) await main();
