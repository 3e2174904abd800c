import type { OutcomeBins } from "./outcome-bins.js";

/** Parts of a season told apart: hours of a day. */
const PARTS = 24;

/**
 * How the baseline rate moves with the season, bin by bin, around 1; all 1 where fewer than two seasons are covered.
 *
 * Each part of the season (an hour of the day) takes the median over seasons of its rate relative to the whole, shrunk towards 1 by its own
 * sampling error and joined linearly between the parts' middles.
 *
 * @param bins - failures and attempts
 * @param quiet - 1 where a bin stands for the baseline
 * @param period - bins of one season
 * @param levels - factor on the rate that is not of the season, per bin
 */
export function seasonalFactors(
  bins: Pick<OutcomeBins, "failures" | "attempts">,
  quiet: Uint8Array,
  period: number,
  levels?: Float64Array,
): Float64Array {
  const length = quiet.length;
  const seasons = Math.floor(length / period);
  const factors = new Float64Array(length).fill(1);
  if (seasons < 2 || period < PARTS) return factors;
  const scaled = levels ? bins.attempts.map((n, t) => n * (levels[t] as number)) : bins.attempts;
  const table = partRates({ failures: bins.failures, attempts: scaled }, quiet, period);
  const whole = table.failures / table.attempts;
  if (!(whole > 0)) return factors;
  const parts = Array.from({ length: PARTS }, (_, part) =>
    shrunkFactor(
      table.cells.filter((cell) => cell.part === part),
      whole,
    ),
  );
  for (let t = 0; t < length; t++) {
    const position = ((t % period) / period) * PARTS - 0.5;
    const left = Math.floor(position);
    const share = position - left;
    const [a, b] = [parts[(left + PARTS) % PARTS], parts[(left + 1) % PARTS]] as [number, number];
    factors[t] = a * (1 - share) + b * share;
  }
  return factors;
}

interface Cell {
  readonly part: number;
  failures: number;
  attempts: number;
}

/** Failures and attempts by part and season, quiet bins only. */
function partRates(
  bins: Pick<OutcomeBins, "failures" | "attempts">,
  quiet: Uint8Array,
  period: number,
): { cells: Cell[]; failures: number; attempts: number } {
  const cells = new Map<number, Cell>();
  let [failures, attempts] = [0, 0];
  for (let t = 0; t < quiet.length; t++) {
    const n = bins.attempts[t] as number;
    if (!quiet[t] || n === 0) continue;
    const part = Math.floor(((t % period) / period) * PARTS);
    const key = Math.floor(t / period) * PARTS + part;
    const cell = cells.get(key) ?? { part, failures: 0, attempts: 0 };
    cell.failures += bins.failures[t] as number;
    cell.attempts += n;
    cells.set(key, cell);
    failures += bins.failures[t] as number;
    attempts += n;
  }
  return { cells: [...cells.values()], failures, attempts };
}

/** Pooled factor of one part, the season that differs most left out where there are three or more, shrunk by its error. */
function shrunkFactor(cells: readonly Cell[], whole: number): number {
  const ranked = [...cells].sort((a, b) => a.failures / a.attempts - b.failures / b.attempts);
  const kept = ranked.length >= 3 ? ranked.slice(0, -1).slice(ranked.length >= 4 ? 1 : 0) : ranked;
  let [failures, expected] = [0, 0];
  for (const cell of kept) {
    failures += cell.failures;
    expected += cell.attempts * whole;
  }
  // Ten failures' worth of "no season" keeps thin hours from swinging the baseline.
  return (failures + 10) / (expected + 10);
}
