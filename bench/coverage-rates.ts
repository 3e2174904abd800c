// Coverage of the intervals of the rates room on simulated calls with known truth. Run: coverage-rates [repetitions]
import { reconcile } from "../src/rates/reconcile.js";
import { autocorrelatedRegression } from "../src/stats/regression/autocorrelated-regression.js";
import { clusteredProportion } from "../src/stats/rates/clustered-proportion.js";
import { estimateDifference } from "../src/stats/rates/difference-of-estimates.js";
import type { Estimate } from "../src/stats/estimate.js";
import { proportion } from "../src/stats/rates/proportion.js";
import { type Random, seededRandom } from "../src/stats/random/random.js";
import { estimateRatio } from "../src/stats/rates/ratio-of-estimates.js";
import { isStarted, percent, share as shareText } from "./aim.js";
import type { Aim } from "./aim.js";
import { WORLDS, drawCall, sumOf, truthOf } from "./coverage-worlds.js";
import type { World } from "./coverage-worlds.js";

interface Cluster {
  readonly failures: number;
  readonly attempts: number;
}

/** Counts how often a truth lies inside, how wide the intervals are and how often there was none. */
class Tally {
  inside = 0;
  runs = 0;
  refused = 0;
  private below = 0;
  private readonly widths: number[] = [];

  add(estimate: Estimate | null, truth: number): void {
    if (!estimate) {
      this.refused++;
      return;
    }
    this.runs++;
    const [low, high] = estimate.interval;
    if (low <= truth + 1e-12 && truth <= high + 1e-12) this.inside++;
    if (high < truth) this.below++;
    this.widths.push(high - low);
  }

  width(): number {
    return [...this.widths].sort((a, b) => a - b)[Math.floor(this.widths.length / 2)] ?? NaN;
  }

  row(name: string): string {
    const share = this.inside / this.runs;
    const error = Math.sqrt((share * (1 - share)) / this.runs);
    const width = this.width();
    const side = (100 * this.below) / Math.max(1, this.runs - this.inside);
    return `| ${name} | ${this.inside} / ${this.runs} | ${(100 * share).toFixed(1)} ± ${(100 * error).toFixed(1)} % | ${width.toPrecision(3)} | ${side.toFixed(0)} % | ${((100 * this.refused) / (this.runs + this.refused)).toFixed(1)} % |`;
  }
}

const HEADER =
  "| cell | inside / runs | coverage | median width | of the misses, interval too low | refused |\n|---|---|---|---|---|---|";

/** Verbs of one call: 1 + geometric, or all alike. */
function sizes(random: Random, kind: "equal" | "unequal"): number {
  return kind === "equal" ? 4 : 1 + Math.floor(random.exponential(3));
}

function drawClusters(random: Random, calls: number, rate: number, icc: number, kind: "equal" | "unequal"): Cluster[] {
  return Array.from({ length: calls }, () => {
    const attempts = sizes(random, kind);
    const p = icc === 0 ? rate : random.beta((rate * (1 - icc)) / icc, ((1 - rate) * (1 - icc)) / icc);
    return { attempts, failures: random.binomial(attempts, p) };
  });
}

/** At least ten failing and ten clean calls, as the aim asks. */
function informative(clusters: readonly Cluster[]): boolean {
  const failing = clusters.filter(({ failures }) => failures > 0).length;
  return failing >= 10 && clusters.length - failing >= 10;
}

interface ClusteredCell {
  readonly calls: number;
  readonly rate: number;
  readonly icc: number;
  readonly kind: "equal" | "unequal";
}

function clusteredCell(
  name: string,
  { calls, rate, icc, kind }: ClusteredCell,
  repetitions: number,
): { clustered: Tally; wilson: Tally } {
  const random = seededRandom(name);
  const [clustered, wilson] = [new Tally(), new Tally()];
  for (let i = 0; i < repetitions; i++) {
    const clusters = drawClusters(random, calls, rate, icc, kind);
    const ok = informative(clusters);
    clustered.add(ok ? clusteredProportion(clusters) : null, rate);
    const sum = (key: keyof Cluster): number => clusters.reduce((total, cluster) => total + cluster[key], 0);
    wilson.add(ok ? proportion(sum("failures"), sum("attempts")) : null, rate);
  }
  return { clustered, wilson };
}

function clusteredTable(repetitions: number): void {
  console.log(`\n## Clustered rate\n\n${HEADER}`);
  for (const calls of [50, 100, 400]) {
    for (const rate of [0.1, 0.25, 0.5]) {
      for (const icc of [0, 0.3, 0.6]) {
        for (const kind of ["equal", "unequal"] as const) {
          const name = `${calls} calls, rate ${rate}, ICC ${icc}, ${kind}`;
          const { clustered, wilson } = clusteredCell(name, { calls, rate, icc, kind }, repetitions);
          console.log(clustered.row(name));
          if (icc > 0 && calls === 100) console.log(wilson.row(`${name}: Wilson, for comparison`));
        }
      }
    }
  }
}

const COMPARISONS = [
  [60, 200, 0.3, 0.1, 0.3],
  [200, 2000, 0.25, 0.02, 0.3],
  [400, 400, 0.5, 0.2, 0.6],
] as const;

function comparisonCell(
  [calls, before, rate, base, icc]: (typeof COMPARISONS)[number],
  repetitions: number,
): { name: string; excess: Tally; ratio: Tally } {
  const name = `${calls} against ${before} calls, ${rate} against ${base}, ICC ${icc}`;
  const random = seededRandom(name);
  const [excess, ratio] = [new Tally(), new Tally()];
  for (let i = 0; i < repetitions; i++) {
    const during = drawClusters(random, calls, rate, icc, "unequal");
    const baseline = drawClusters(random, before, base, icc, "unequal");
    const ok = informative(during) && informative(baseline);
    const [a, b] = [clusteredProportion(during), clusteredProportion(baseline)];
    excess.add(ok ? estimateDifference(a, b) : null, rate - base);
    ratio.add(ok ? estimateRatio(a, b) : null, rate / base);
  }
  return { name, excess, ratio };
}

function comparisonTable(repetitions: number): void {
  console.log(`\n## Excess and ratio over an uncertain baseline\n\n${HEADER}`);
  for (const cell of COMPARISONS) {
    const { name, excess, ratio } = comparisonCell(cell, repetitions);
    console.log(excess.row(`excess, ${name}`));
    console.log(ratio.row(`ratio, ${name}`));
  }
}

type Truth = ReturnType<typeof truthOf>;

interface ReconcileCell {
  readonly tallies: Readonly<
    Record<"exposed" | "fatality" | "attempts" | "predicted" | "dropsPerFailure" | "set", Tally>
  >;
  readonly verdicts: ReadonlyMap<string, Map<string, number>>;
}

function reconcileCell(world: World, truth: Truth, calls: number, repetitions: number): ReconcileCell {
  const random = seededRandom(`${world.name} ${calls}`);
  const tallies = {
    exposed: new Tally(),
    fatality: new Tally(),
    attempts: new Tally(),
    predicted: new Tally(),
    dropsPerFailure: new Tally(),
    set: new Tally(),
  };
  const verdicts = new Map<string, Map<string, number>>();
  for (let i = 0; i < repetitions; i++) {
    const window = Array.from({ length: calls }, () => drawCall(world, random, true));
    const baseline = Array.from({ length: 2 * calls }, () => drawCall(world, random, false));
    const found = reconcile({
      verbs: { rate: clusteredProportion(window), attempts: sumOf(window, ({ attempts }) => attempts) },
      calls: { failures: sumOf(window, ({ failed }) => (failed ? 1 : 0)), attempts: calls },
      profiles: { window, baseline },
    });
    tallies.exposed.add(found.exposedShare, truth.exposed);
    tallies.fatality.add(found.fatality, truth.fatality);
    tallies.attempts.add(found.attemptsPerCall, truth.attempts);
    tallies.predicted.add(found.predictedDropRate, truth.predicted);
    tallies.dropsPerFailure.add(found.dropsPerFailure ?? null, truth.dropsPerFailure);
    const set = found.identifiedSet!;
    tallies.set.add({ value: NaN, interval: set.exposureTimesFatality, level: set.level }, truth.product);
    for (const { id, holds } of found.explanations) {
      const counts = verdicts.get(id) ?? new Map<string, number>();
      counts.set(holds, (counts.get(holds) ?? 0) + 1);
      verdicts.set(id, counts);
    }
  }
  return { tallies, verdicts };
}

function reconcileTable(repetitions: number): void {
  console.log(`\n## Reconciliation: is the truth inside the reported set?\n\n${HEADER}`);
  for (const world of WORLDS) {
    const truth = truthOf(world);
    for (const calls of [300, 3000]) {
      const { tallies, verdicts } = reconcileCell(world, truth, calls, repetitions);
      for (const [name, tally] of Object.entries(tallies))
        console.log(tally.row(`${world.name}, ${calls} calls: ${name}`));
      const texts = [...verdicts].map(
        ([id, counts]) => `${id} ${[...counts].map(([verdict, count]) => `${verdict} ${count}`).join(", ")}`,
      );
      console.log(`\n${world.name}, ${calls} calls: ${texts.join(" · ")}\n\n${HEADER}`);
    }
  }
}

/** How often a step that is not there is found at 5 %. */
function falseSteps(steps: number, rho: number, repetitions: number): number {
  const random = seededRandom(`size ${steps} ${rho}`);
  const time = Array.from({ length: steps }, (_, i) => (i + 1) / steps);
  const columns = [time.map(() => 1), time.map((t) => (t > 0.5 ? 1 : 0)), time];
  let rejected = 0;
  for (let i = 0; i < repetitions; i++) {
    let error = random.normal() / Math.sqrt(1 - rho * rho);
    const y = time.map(() => {
      const now = error;
      error = rho * error + random.normal();
      return now;
    });
    if (autocorrelatedRegression({ y, columns }).coefficients[1]!.p < 0.05) rejected++;
  }
  return rejected;
}

function sizeTable(repetitions: number): void {
  console.log(
    "\n## Size of the test for a step under autocorrelation (nominal 5 %)\n\n| steps | correlation | rejected / runs | size |\n|---|---|---|---|",
  );
  for (const steps of [120, 240]) {
    for (const rho of [0, 0.4, 0.8]) {
      const rejected = falseSteps(steps, rho, repetitions);
      console.log(`| ${steps} | ${rho} | ${rejected} / ${repetitions} | ${shareText(rejected, repetitions)} |`);
    }
  }
}

const pooled = (tallies: readonly Tally[], key: "inside" | "runs" | "refused"): number =>
  tallies.reduce((sum, tally) => sum + tally[key], 0);

/** Coverage of several tallies together against a band; the widths and refusals beside. */
function coverageAim(aim: string, asked: string, band: readonly [number, number], tallies: readonly Tally[]): Aim {
  const [inside, runs, refused] = [pooled(tallies, "inside"), pooled(tallies, "runs"), pooled(tallies, "refused")];
  const widths = tallies.map((tally) => tally.width());
  const measured = `${shareText(inside, runs)} (median widths ${Math.min(...widths).toPrecision(2)}–${Math.max(...widths).toPrecision(2)}, refused ${percent(refused / (runs + refused), 1)})`;
  return {
    aim,
    asked,
    measured,
    met: inside / runs >= band[0] && inside / runs <= band[1],
    cases: `${runs} in ${tallies.length} cells`,
  };
}

/** Coverage of the rates room on a part of the simulations. */
export function rateCoverageAims({ quick }: { readonly quick: boolean }): Aim[] {
  const repetitions = quick ? 600 : 2000;
  const cells = [50, 400].flatMap((calls) =>
    [0, 0.3, 0.6].flatMap((icc) => (["equal", "unequal"] as const).map((kind) => ({ calls, rate: 0.25, icc, kind }))),
  );
  const ran = cells.map((cell) => clusteredCell(JSON.stringify(cell), cell, repetitions));
  const wilson = ran.filter((_, i) => (cells[i] as ClusteredCell).icc === 0.6).map((one) => one.wilson);
  const compared = COMPARISONS.map((cell) => comparisonCell(cell, repetitions));
  const worlds = WORLDS.map((world) => reconcileCell(world, truthOf(world), 300, repetitions / 5).tallies);
  const control = coverageAim("Control: Wilson on verbs at ICC .6", "–", [0, 1], wilson);
  return [
    coverageAim(
      "Rate of attempts clustered in calls, 95 % intervals",
      "94–96 %",
      [0.94, 0.96],
      ran.map((one) => one.clustered),
    ),
    { ...control, met: null },
    coverageAim(
      "Excess over an uncertain baseline, 95 % intervals",
      "94–96 %",
      [0.94, 0.96],
      compared.map((one) => one.excess),
    ),
    coverageAim(
      "Ratio to an uncertain baseline, 95 % intervals",
      "94–96 %",
      [0.94, 0.96],
      compared.map((one) => one.ratio),
    ),
    coverageAim(
      "Reconciliation: true exposure × fatality inside the reported set",
      "≥ 95 %",
      [0.95, 1],
      worlds.map((one) => one.set),
    ),
    coverageAim(
      "Reconciliation: true share of exposed calls inside its interval",
      "≥ 95 %",
      [0.95, 1],
      worlds.map((one) => one.exposed),
    ),
    coverageAim(
      "Reconciliation: true fatality inside its interval",
      "≥ 95 %",
      [0.95, 1],
      worlds.map((one) => one.fatality),
    ),
  ];
}

/** Size of the test for a step in autocorrelated noise. */
export function sizeAims({ quick }: { readonly quick: boolean }): Aim[] {
  const repetitions = quick ? 800 : 2000;
  return [0.4, 0.8].map((rho) => {
    const rejected = falseSteps(120, rho, repetitions);
    const size = rejected / repetitions;
    return {
      aim: `Steps that are not there, found at 5 %, correlation ${rho}, 120 samples`,
      asked: "4–6 %",
      measured: shareText(rejected, repetitions),
      met: size >= 0.04 && size <= 0.06,
      cases: `${repetitions} series`,
    };
  });
}

function main(): void {
  const repetitions =
    Number(process.argv.at(-1)) > 0 ? Number(process.argv.at(-1)) : process.argv.includes("--quick") ? 100 : 2000;
  const only = process.argv.find((argument) => argument.startsWith("--only="))?.slice(7);
  if (!only || only === "clustered") clusteredTable(repetitions);
  if (!only || only === "comparison") comparisonTable(repetitions);
  if (!only || only === "reconcile") reconcileTable(Math.ceil(repetitions / 5));
  if (!only || only === "size") sizeTable(Math.ceil(repetitions / 2));
}

if (isStarted(import.meta.url)) main();
