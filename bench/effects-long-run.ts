import { interventionEffect } from "../src/stats/intervention/intervention-effect.js";
import type { InterventionInput } from "../src/stats/intervention/input.js";
import { cholesky, solveLower, solveLowerTransposed } from "../src/stats/matrix.js";
import { seededRandom } from "../src/stats/random/random.js";
import type { Random } from "../src/stats/random/random.js";
import { aimTable, isQuick, isStarted } from "./aim.js";
import type { Aim } from "./aim.js";

/** `interventionEffect` beside a long run of another sampler for the same model, written for this bench: level drawn given coefficients, inclusion with the noise integrated out. */

const NOISE = { guess: 0.2, weight: 50 };
const WALK = { guess: 0.0001, weight: 32 };
const [SIZE, INFORMATION, LARGEST_NOISE, LARGEST_WALK] = [3, 0.01, 1.44, 1];

interface Chain {
  readonly y: readonly number[];
  readonly design: readonly (readonly number[])[];
  readonly pre: number;
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const deviation = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, x) => sum + (x - mean(values)) ** 2, 0) / (values.length - 1));

/** Standardised by the span before; the intercept first. */
function standardised({
  y,
  controls = [],
  pre: [, last],
}: InterventionInput): Chain & { readonly centre: number; readonly scale: number } {
  const before = (y as number[]).slice(0, last + 1);
  const column = (values: readonly number[]): number[] =>
    values.map((x) => (x - mean(values.slice(0, last + 1))) / deviation(values.slice(0, last + 1)));
  return {
    y: (y as number[]).map((x) => (x - mean(before)) / deviation(before)),
    pre: last + 1,
    centre: mean(before),
    scale: deviation(before),
    design: controls.length > 0 ? [y.map(() => 1), ...controls.map(column)] : [],
  };
}

function inverseGamma(weight: number, squares: number, most: number, random: Random): number {
  for (;;) {
    const value = squares / 2 / random.gamma(weight / 2);
    if (value <= most) return value;
  }
}

/** Forward filter, backward draw of a random walk under noise. */
function drawnLevel(y: readonly number[], noise: number, walk: number, start: number, random: Random): number[] {
  const [centres, spreads]: [number[], number[]] = [[], []];
  let [a, p] = [start, 1];
  y.forEach((value, t) => {
    if (t > 0) p += walk;
    const gain = p / (p + noise);
    a += gain * (value - a);
    p *= 1 - gain;
    centres.push(a);
    spreads.push(p);
  });
  const level = [...centres];
  level[y.length - 1] = a + Math.sqrt(p) * random.normal();
  for (let t = y.length - 2; t >= 0; t--) {
    const [c, s] = [centres[t] as number, spreads[t] as number];
    const back = s / (s + walk);
    level[t] = c + back * ((level[t + 1] as number) - c) + Math.sqrt(s * (1 - back)) * random.normal();
  }
  return level;
}

interface Regression {
  readonly log: number;
  readonly squares: number;
  readonly factor: Float64Array;
  readonly half: Float64Array;
  readonly chosen: readonly number[];
}

const dot = (a: readonly number[], b: readonly number[], n: number): number => {
  let sum = 0;
  for (let t = 0; t < n; t++) sum += (a[t] as number) * (b[t] as number);
  return sum;
};

/** Posterior of the coefficients that are in, noise integrated out: its log weight and what a draw needs. */
function regression({ design, pre }: Chain, rest: readonly number[], chosen: readonly number[]): Regression {
  const m = chosen.length;
  const rows = design[0]?.length ?? 0;
  const [slab, posterior, right] = [new Float64Array(m * m), new Float64Array(m * m), new Float64Array(m)];
  chosen.forEach((i, a) => {
    right[a] = dot(design[i] as number[], rest, pre);
    chosen.forEach((j, b) => {
      slab[a * m + b] =
        (INFORMATION * dot(design[i] as number[], design[j] as number[], rows) * (a === b ? 1 : 0.5)) / rows;
      posterior[a * m + b] = (slab[a * m + b] as number) + dot(design[i] as number[], design[j] as number[], pre);
    });
  });
  const [before, factor] = [cholesky(slab, m), cholesky(posterior, m)];
  const half = solveLower(factor, right, m);
  const squares = NOISE.weight * NOISE.guess + dot(rest, rest, pre) - half.reduce((sum, x) => sum + x * x, 0);
  let log = -((NOISE.weight + pre) / 2) * Math.log(squares);
  for (let a = 0; a < m; a++) log += Math.log(before[a * m + a] as number) - Math.log(factor[a * m + a] as number);
  return { log, squares, factor, half, chosen };
}

/** Which coefficients are in, one after the other. */
function drawnInclusion(chain: Chain, rest: readonly number[], included: boolean[], random: Random): Regression {
  const chosen = (): number[] => included.flatMap((isIn, i) => (isIn ? [i] : []));
  const chance = Math.min(1, SIZE / chain.design.length);
  let now = regression(chain, rest, chosen());
  for (let i = 0; i < included.length && chance < 1; i++) {
    included[i] = !included[i];
    const other = regression(chain, rest, chosen());
    const odds = other.log - now.log + (included[i] ? 1 : -1) * Math.log(chance / (1 - chance));
    if (random.next() < 1 / (1 + Math.exp(-odds))) now = other;
    else included[i] = !included[i];
  }
  return now;
}

function coefficients({ factor, half, chosen }: Regression, noise: number, count: number, random: Random): number[] {
  const m = chosen.length;
  const drawn = solveLowerTransposed(
    factor,
    half.map((x) => x + Math.sqrt(noise) * random.normal()),
    m,
  );
  const beta = Array<number>(count).fill(0);
  chosen.forEach((i, a) => {
    beta[i] = drawn[a] as number;
  });
  return beta;
}

/** Sums of the predicted responses after `pre`, draw by draw, in the response's unit; each beside the sum of their expectations. */
function longRun(input: InterventionInput, draws: number, seed: number): { sums: number[]; expected: number } {
  const chain = standardised(input);
  const { y, design, pre, centre, scale } = chain;
  const random = seededRandom(seed);
  const included = design.map(() => true);
  let [noise, walk, beta] = [0.2, 1e-4, design.map(() => 0)];
  const sums: number[] = [];
  let expected = 0;
  for (let k = -Math.round(draws / 4); k < draws; k++) {
    const part = (t: number): number =>
      design.reduce((sum, column, i) => sum + (column[t] as number) * (beta[i] as number), 0);
    const level = drawnLevel(
      y.slice(0, pre).map((value, t) => value - part(t)),
      noise,
      walk,
      y[0] as number,
      random,
    );
    const rest = level.map((value, t) => (y[t] as number) - value);
    if (design.length > 0) {
      const found = drawnInclusion(chain, rest, included, random);
      noise = inverseGamma(NOISE.weight + pre, found.squares, LARGEST_NOISE, random);
      beta = coefficients(found, noise, design.length, random);
    } else noise = inverseGamma(0.01 + pre, 0.01 + dot(rest, rest, pre), LARGEST_NOISE, random);
    const steps = level.slice(1).reduce((sum, value, t) => sum + (value - (level[t] as number)) ** 2, 0);
    walk = inverseGamma(WALK.weight + pre - 1, WALK.weight * WALK.guess + steps, LARGEST_WALK, random);
    if (k < 0) continue;
    let [at, sum, middle] = [level[pre - 1] as number, 0, 0];
    for (let t = pre; t < y.length; t++) {
      at += Math.sqrt(walk) * random.normal();
      middle += at + part(t);
      sum += at + part(t) + Math.sqrt(noise) * random.normal();
    }
    sums.push(centre * (y.length - pre) + scale * sum);
    expected += (centre * (y.length - pre) + scale * middle) / draws;
  }
  return { sums, expected };
}

/** Responses that follow some of their controls, a wandering level, a season that none explains, or nothing. */
function madeCases(): { name: string; input: Omit<InterventionInput, "seed"> }[] {
  const shapes = [
    [80, 0, 0],
    [60, 1, 0],
    [120, 2, 0.02],
    [90, 4, 0],
    [150, 6, 0.1],
    [200, 8, 0],
  ] as const;
  return shapes.map(([n, count, wander], i) => {
    const random = seededRandom(`effect ${i}`);
    const walk = (sd: number): number[] => {
      let at = 0;
      return Array.from({ length: n }, () => (at += sd * random.normal()));
    };
    const controls = Array.from({ length: count }, () => walk(0.5).map((x) => 20 + x + random.normal()));
    const own = walk(wander);
    const y = own.map(
      (x, t) =>
        100 +
        x +
        0.8 * (controls[0]?.[t] ?? 0) -
        0.5 * (controls[2]?.[t] ?? 0) +
        (i % 2) * 2 * Math.sin(t / 3) +
        random.normal() +
        (t >= 0.7 * n ? 3 : 0),
    );
    const last = Math.floor(0.7 * n) - 1;
    return { name: `${n} steps, ${count} controls`, input: { y, controls, pre: [0, last], post: [last + 1, n - 1] } };
  });
}

const quantile = (sorted: readonly number[], p: number): number =>
  sorted[Math.round(p * (sorted.length - 1))] as number;

export function longRunAims({ quick, detail = false }: { readonly quick: boolean; readonly detail?: boolean }): Aim[] {
  const worst = { mean: 0, sd: 0, end: 0 };
  const cases = quick ? madeCases().slice(0, 4) : madeCases();
  for (const { name, input } of cases) {
    const { sums, expected } = longRun({ ...input, seed: 1 }, quick ? 12_000 : 40_000, 7);
    const sd = deviation(sums);
    const sorted = [...sums].sort((a, b) => a - b);
    for (const seed of quick ? [1, 2] : [1, 2, 3, 4]) {
      const {
        cumulative: { predicted },
      } = interventionEffect({ ...input, seed });
      const off = {
        mean: Math.abs(predicted.value - expected) / sd,
        sd: Math.abs(predicted.sd / sd - 1),
        end: Math.max(
          ...predicted.interval.map((bound, i) => Math.abs(bound - quantile(sorted, i === 0 ? 0.025 : 0.975)) / sd),
        ),
      };
      if (detail)
        console.log(
          name.padEnd(24),
          `seed ${seed}`,
          `mean ${off.mean.toFixed(3)}`,
          `sd ${(100 * off.sd).toFixed(1)} %`,
          `ends ${off.end.toFixed(3)}`,
        );
      for (const key of ["mean", "sd", "end"] as const) worst[key] = Math.max(worst[key], off[key]);
    }
  }
  return [
    {
      aim: "Effect beside a long run of another sampler: mean, sd, interval ends off",
      asked: "≤ .10 sd, 5 %, .25 sd",
      measured: `${worst.mean.toFixed(3)} sd, ${(100 * worst.sd).toFixed(1)} %, ${worst.end.toFixed(3)} sd`,
      met: worst.mean <= 0.1 && worst.sd <= 0.05 && worst.end <= 0.25,
      cases: `${cases.length} made data sets, the worst`,
    },
  ];
}

if (isStarted(import.meta.url)) console.log(aimTable(longRunAims({ quick: isQuick(), detail: true })));
