import type { DosePath } from "./dose-path.js";
import { doseResponse } from "./dose-response.js";
import type { OutagePhases, Shares } from "./outage-phases.js";
import { loadAdjusted } from "./plateau-noise.js";
import type { PlateauNoise } from "./plateau-noise.js";

/** Whether the incident's own series say how failures answer to capacity, and by what. */
export interface Identification {
  readonly by: "capacity" | "load" | null;
  readonly why: string;
}

/** Odds asked of the dose's steps, and the t value asked of load. */
const CREDIT = Math.log(30);
const LOAD_T = 4;

/** Least squares of y on columns, by normal equations with a pivot; returns coefficient and standard error of the last column. */
function lastCoefficient(rows: readonly (readonly number[])[], y: readonly number[]): { value: number; se: number } | null {
  const p = rows[0]?.length ?? 0;
  const a = Array.from({ length: p }, (_, i) => [
    ...Array.from({ length: p }, (__, j) => rows.reduce((sum, row) => sum + (row[i] as number) * (row[j] as number), 0)),
    rows.reduce((sum, row, t) => sum + (row[i] as number) * (y[t] as number), 0),
  ]);
  for (let i = 0; i < p; i++) {
    const pivot = (a[i] as number[])[i] as number;
    if (!(Math.abs(pivot) > 1e-12)) return null;
    for (let k = i + 1; k < p; k++) {
      const factor = ((a[k] as number[])[i] as number) / pivot;
      for (let j = i; j <= p; j++) (a[k] as number[])[j] = ((a[k] as number[])[j] as number) - factor * ((a[i] as number[])[j] as number);
    }
  }
  const last = a[p - 1] as number[];
  return { value: (last[p] as number) / (last[p - 1] as number), se: 1 / Math.sqrt(last[p - 1] as number) };
}

/**
 * The t value of load in the plateau before any capacity came: failures regressed on log load beside a curved course in time, whitened.
 * A load that only drifts is taken up by the course in time and tells nothing.
 */
export function loadResponse(shares: Shares, attempts: readonly number[], first: number, from: number, { sd, rho, freedom }: PlateauNoise): number {
  const rows: number[][] = [];
  const y: number[] = [];
  const n = from - first;
  if (n < 15) return 0;
  const mean = attempts.slice(first, from).reduce((sum, count) => sum + count, 0) / n;
  const smooth = (t: number): number => {
    let sum = 0, count = 0;
    for (let j = Math.max(first, t - 1); j <= Math.min(from - 1, t + 1); j++) { sum += attempts[j] as number; count++; }
    return Math.log(Math.max(0.05 * mean, sum / count) / mean);
  };
  const raw = (t: number): number[] => {
    const x = (2 * (t - first)) / n - 1;
    return [1, x, x * x, x ** 3, smooth(t)];
  };
  for (let t = first + 1; t < from; t++) {
    const [now, before] = [shares.share[t], shares.share[t - 1]];
    if (now == null || before == null) continue;
    const [s, s0] = [sd[t] as number, sd[t - 1] as number];
    const scale = 1 / Math.sqrt(1 - rho * rho);
    const past = raw(t - 1);
    rows.push(raw(t).map((value, i) => scale * (value / s - (rho * (past[i] as number)) / s0)));
    y.push(scale * (now / s - (rho * before) / s0));
  }
  const fitted = rows.length > 10 ? lastCoefficient(rows, y) : null;
  // The noise rests on `freedom` bins: shrink t as a Student variable of that freedom would ask.
  return fitted === null ? 0 : (fitted.value / fitted.se) * Math.sqrt(freedom / (freedom + 4));
}

/**
 * Says whether capacity's effect can be told from the course of time: its steps moved the failures, or load did and load ÷ capacity is
 * what a fleet answers to. Where capacity and time move together and load does not, nothing is identified.
 */
export function capacityIdentification(
  shares: Shares, attempts: readonly number[], phases: OutagePhases, dose: DosePath, baseline: number, noise: PlateauNoise, level: number,
): Identification {
  const first = Math.max(phases.plateau, phases.from - 90);
  const last = Math.min(attempts.length, phases.recovery);
  const response = dose.steps.length >= 3
    ? doseResponse({ shares: loadAdjusted(shares, attempts, first, phases.from, baseline), dose: dose.share, baseline, first, from: phases.from, to: phases.to, last, level }) : null;
  if (response !== null && response.logBayesFactor >= CREDIT && response.removed.low > 0) {
    return { by: "capacity", why: `failures moved with the ${dose.steps.length} steps in which capacity came` };
  }
  const t = loadResponse(shares, attempts, first, Math.min(phases.from, phases.fall), noise);
  if (t >= LOAD_T) return { by: "load", why: `failures moved with load while capacity stood still (t = ${t.toFixed(1)})` };
  return {
    by: null,
    why: "capacity and time moved together and load did not: what capacity did cannot be told from what time did",
  };
}
