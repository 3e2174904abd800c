import type { RateReading } from "../../audit/audit.js";
import type { OutcomeSeries } from "../../incident/series.js";
import type { Span } from "../../time/span.js";
import { proportion } from "../../stats/rates/proportion.js";
import { instant } from "../../time/instant.js";

/** Minutes of the blocks whose rates bound the worst minute from below: no block's mean is above its worst minute. */
const BLOCKS = [1, 5, 15] as const;

interface Block {
  readonly first: number;
  readonly minutes: number;
  readonly failures: number;
  readonly attempts: number;
}

function blocksOf(series: OutcomeSeries, { from, to }: Span, minutes: number): Block[] {
  const bins = Math.max(1, Math.round((minutes * 60) / series.stepSeconds));
  const [first, last] = [from, to].map((time) =>
    Math.floor((Date.parse(time) - series.startMs) / (series.stepSeconds * 1000)),
  ) as [number, number];
  const found: Block[] = [];
  for (let start = Math.max(0, first); start + bins <= Math.min(last, series.attempts.length); start += bins) {
    const sum = (values: readonly number[]): number =>
      values.slice(start, start + bins).reduce((all, value) => all + value, 0);
    const attempts = Math.round(sum(series.attempts));
    if (attempts > 0)
      found.push({ first: start, minutes, failures: Math.min(attempts, Math.round(sum(series.failures))), attempts });
  }
  return found;
}

/**
 * The failure rate of a span's worst minute. Its interval accounts for the choice: each of the blocks that could be the worst gets an interval at a level
 * shared among all of them (Bonferroni, exact), the highest lower limit and the highest upper limit of single minutes are kept. The largest minute as
 * counted is too high where minutes are small.
 *
 * @param designEffect - variance inflation by clustering
 * @returns `null` where the span holds no attempts
 */
export function peakReading(
  source: string,
  series: OutcomeSeries,
  span: Span,
  designEffect: number,
  level: number,
): RateReading | null {
  const blocks = BLOCKS.flatMap((minutes) => blocksOf(series, span, minutes));
  const minutes = blocks.filter((block) => block.minutes === 1);
  if (minutes.length === 0) return null;
  const each = 1 - (1 - level) / blocks.length;
  const limits = ({ failures, attempts }: Block): readonly [number, number] => {
    const effective = Math.max(1, Math.round(attempts / Math.max(1, designEffect)));
    return proportion(Math.min(effective, Math.round((failures / attempts) * effective)), effective, {
      level: each,
      method: "clopper-pearson",
    }).interval;
  };
  const low = Math.max(...blocks.map((block) => limits(block)[0]));
  const high = Math.max(...minutes.map((block) => limits(block)[1]));
  const worst = [...minutes].sort(
    (a, b) => b.failures / b.attempts - a.failures / a.attempts || b.attempts - a.attempts,
  )[0] as Block;
  const at = series.startMs + worst.first * series.stepSeconds * 1000;
  const value = Math.min(high, Math.max(low, worst.failures / worst.attempts));
  return {
    label: "in its worst minute",
    source,
    span: { from: instant(at), to: instant(at + series.stepSeconds * 1000) },
    failures: worst.failures,
    attempts: worst.attempts,
    designEffect,
    rate: { value, interval: [low, high], level },
  };
}
