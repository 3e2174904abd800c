import type { ValueSeries } from "../../incident/series.js";
import { median } from "../../stats/robust.js";
import { type DosePath, onGrid } from "./dose-path.js";
import { CREDIT, type DoseResponse, doseResponse } from "./dose-response.js";
import type { OutagePhases } from "./outage-phases.js";

/** What the quantity that a remediation acts on did while the dose came. */
export interface IntermediaryResponse {
  readonly source: string;
  /** `followed`: it moved with the dose's steps; `unmoved`: it stayed as it was long after; `unclear` otherwise. */
  readonly course: "followed" | "unmoved" | "unclear";
  readonly response: DoseResponse;
}

/** Minutes of ordinary time before the onset that give the gauge's usual level, and those next to the onset that are left out. */
const USUAL = [240, 5] as const;
/** An outage must have moved the gauge by this many of its own standard deviations. */
const LEAST_MOVE = 4;
/** Shares of that move: what the dose must have taken off, and what "unmoved" may differ by. */
const LEAST_REMOVED = 0.05;
/** Share of its move by which an intermediary may drift afterwards and still count as having stayed. */
const UNMOVED = 0.1;

function known(values: readonly (number | null)[], from: number, to: number): number[] {
  return values.slice(Math.max(0, from), Math.max(0, to)).filter((value): value is number => value !== null);
}

/** Variance of single samples, from the differences between neighbours: a drift does not count. */
function sampleVariance(values: readonly number[]): number {
  const steps = values.slice(1).map((value, i) => Math.abs(value - (values[i] as number)));
  return steps.length === 0 ? 0 : (1.4826 * median(steps)) ** 2 / 2;
}

/**
 * How the quantity that an incident declares a remediation to act through (`through:`, say the share of a fleet that is busy) answered the dose.
 *
 * A saturated fleet fails as much as before until it is saturated no longer, so failures can stand still while the remedy works; the
 * quantity between the two moves at once. It is held against the dose as the failures are: steps against a course of its own.
 *
 * @param gauge - the quantity; only its departure from its usual level counts, up or down
 * @param wait - bins after the dose for which the quantity must have stayed to count as unmoved
 * @returns `null` when the outage did not move the gauge, or it has too few samples before the dose
 */
export function intermediaryResponse(
  gauge: ValueSeries,
  grid: { readonly startMs: number; readonly stepSeconds: number; readonly length: number },
  phases: OutagePhases,
  dose: DosePath,
  end: number,
  wait: number,
  level: number,
): IntermediaryResponse | null {
  const raw = onGrid(gauge, grid.startMs, grid.stepSeconds, grid.length);
  const first = Math.max(phases.plateau, phases.from - 90);
  const [usual, plateau] = [
    known(raw, phases.onset - USUAL[0], phases.onset - USUAL[1]),
    known(raw, first, phases.from),
  ];
  if (usual.length < 8 || plateau.length < 8) return null;
  const move = median(plateau) - median(usual);
  const variance = Math.max(sampleVariance(plateau), (1e-3 * move) ** 2);
  if (!(Math.abs(move) > LEAST_MOVE * Math.sqrt(Math.max(variance, sampleVariance(usual))))) return null;
  const upwards = (value: number | null): number | null =>
    value === null ? null : Math.sign(move) * (value - median(usual));
  const share = raw.map(upwards);
  const response = doseResponse({
    shares: { share, variance: share.map(() => variance) },
    dose: dose.share,
    baseline: 0,
    first,
    from: phases.from,
    to: phases.to,
    last: end,
    level,
    relapses: false,
  });
  if (response === null) return null;
  const { removed, logBayesFactor } = response;
  const after = known(share, phases.to + 1, Math.min(phases.fall, end));
  const stayed = after.length >= wait && Math.abs(median(after) - Math.abs(move)) <= UNMOVED * Math.abs(move);
  const followed = logBayesFactor >= CREDIT && removed.low > LEAST_REMOVED;
  return {
    source: gauge.source,
    course: followed ? "followed" : stayed && logBayesFactor < 0 ? "unmoved" : "unclear",
    response,
  };
}
