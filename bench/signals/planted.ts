import type { Random } from "../../src/index.js";
import type { SignalMeasure } from "../../src/window/signals/signal-finding.js";
import type { SignalsInput } from "../../src/window/signals/signals.js";

/** What truly happened, and how clear it is to a test that knows when. */
export interface PlantedTruth {
  readonly source: string;
  readonly measure: SignalMeasure;
  readonly fromMs: number;
  readonly toMs: number;
  /** Standard deviations of the departure for a test that knows its ends and the true scatter. */
  readonly clear: number;
}

/** An incident folder as an outsider would hand it over. */
export interface PlantedFolder {
  readonly files: Readonly<Record<string, string>>;
  /** The lines of `incident.yaml` under `sources:`. */
  readonly sources: string;
  /** The same data as typed input of `signals`. */
  readonly input: SignalsInput;
  /** `null` where nothing happened. */
  readonly truth: PlantedTruth | null;
  /** What a row or a bin of the data spans. */
  readonly stepSeconds: number;
}

export const MONDAY = Date.UTC(2026, 4, 4);
export const DAY = 86_400;

export const pick = <T>(random: Random, list: readonly T[]): T => list[random.integer(list.length)] as T;

export const between = (random: Random, low: number, high: number): number => low + (high - low) * random.next();

/** Spread evenly in logarithms. */
export const logBetween = (random: Random, low: number, high: number): number =>
  Math.exp(between(random, Math.log(low), Math.log(high)));

/** Where an incident of so many bins lies in the middle of so many: [from, to) in fractions of bins. */
export function place(random: Random, bins: number, length: number, whole: boolean): readonly [number, number] {
  const from = bins * 0.25 + random.next() * (bins * 0.65 - length);
  const at = Math.max(3, whole ? Math.round(from) : from);
  return [at, at + length];
}

/** A course that hangs together: standard deviation `sd`, correlation `carry` from one bin to the next. */
export function wander(random: Random, bins: number, sd: number, carry: number): number[] {
  const course: number[] = [];
  let now = sd * random.normal();
  for (let bin = 0; bin < bins; bin += 1) {
    course.push(now);
    now = carry * now + sd * Math.sqrt(1 - carry ** 2) * random.normal();
  }
  return course;
}

/** The share of bin `bin` that lies in [from, to). */
export const shareInside = (bin: number, [from, to]: readonly [number, number]): number =>
  Math.max(0, Math.min(bin + 1, to) - Math.max(bin, from));

/** Standard deviation of means over `length` bins of an autoregressive course. */
export function meanSd(sd: number, carry: number, length: number): number {
  const n = Math.max(1, Math.round(length));
  let sum = n;
  for (let lag = 1; lag < n; lag += 1) sum += 2 * (n - lag) * carry ** lag;
  return (sd * Math.sqrt(sum)) / n;
}

export const isoTime = (ms: number): string => new Date(ms).toISOString();

/** A table as comma-separated text. */
export const csv = (header: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  `${[header, ...rows].map((row) => row.join(",")).join("\n")}\n`;

/** Standard deviations of a share of `n` that moved from `usual` to `now`, whose own wandering has the given standard deviation. */
export function shareClear(n: number, usual: number, now: number, wandering: number): number {
  const nats = n * (now * Math.log(now / usual) + (1 - now) * Math.log((1 - now) / (1 - usual)));
  const gaussian = Math.abs(now - usual) / Math.sqrt((usual * (1 - usual)) / n + wandering ** 2);
  return Math.min(Math.sqrt(2 * Math.max(0, nats)), gaussian);
}
