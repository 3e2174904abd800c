import { cholesky, solveLower, solveLowerTransposed } from "../../stats/matrix.js";
import type { DosePath } from "../effect/dose-path.js";
import type { OutagePhases, Shares } from "../effect/outage-phases.js";
import type { RemediationFinding } from "../effect/remediation-finding.js";

/** The evidence in the incident's own series for how failures respond to capacity. */
export interface Identification {
  readonly by: "capacity" | "load" | null;
  readonly why: string;
}

/** How unlikely the failures' course must be if load left them alone: odds of at most 50 to 1 (Sellke, Bayarri & Berger 2001), no less than what steps are asked. */
const LOAD_P = 1e-3;
/** Bins back from which load's slope is taken: failures may answer late, and a lagged answer is load less its slope times the lag. */
const SLOPE_BINS = 4;
/** Standard deviation of log load, its course in time and its counting noise taken off, from which on load counts as having moved. */
const LOAD_MOVED = 0.05;

interface Row {
  readonly x: readonly number[];
  readonly y: number;
}

/** Least squares by normal equations: coefficients and residuals. */
function leastSquares(rows: readonly Row[]): { beta: Float64Array; residuals: number[] } | null {
  const p = rows[0]?.x.length ?? 0;
  if (rows.length < p + 6) return null;
  const cross = new Float64Array(p * p);
  const right = new Float64Array(p);
  for (const { x, y } of rows) {
    for (let i = 0; i < p; i++) {
      right[i] = (right[i] as number) + (x[i] as number) * y;
      for (let j = 0; j < p; j++) cross[i * p + j] = (cross[i * p + j] as number) + (x[i] as number) * (x[j] as number);
    }
  }
  for (let i = 0; i < p; i++) cross[i * p + i] = (cross[i * p + i] as number) * (1 + 1e-9) + 1e-12;
  const factor = cholesky(cross, p);
  const beta = solveLowerTransposed(factor, solveLower(factor, right, p), p);
  const residuals = rows.map(({ x, y }) => y - x.reduce((sum, value, i) => sum + value * (beta[i] as number), 0));
  return { beta, residuals };
}

/** Standard deviation of log load around a cubic course in time, without what counting alone would make of three bins together. */
function loadMovement(logLoad: readonly number[], mean: number): number {
  const n = logLoad.length;
  const rows = logLoad.map((y, i) => ({ x: [0, 1, 2, 3].map((power) => ((2 * i) / n - 1) ** power), y }));
  const residuals = leastSquares(rows)?.residuals ?? [];
  const variance = residuals.reduce((sum, value) => sum + value * value, 0) / Math.max(1, n - 4);
  return Math.sqrt(Math.max(0, variance - 1 / (3 * mean)));
}

const sumOfSquares = (values: readonly number[]): number => values.reduce((sum, value) => sum + value * value, 0);

/** Rows of the failure share on a course in time with one bend (a cubic one would take a whole swing of load with it), log load, and its slope; weighted by counting noise. */
function loadRows(shares: Shares, smooth: (t: number) => number, first: number, from: number): Row[] {
  const rows: Row[] = [];
  for (let t = first; t < from; t++) {
    const value = shares.share[t];
    if (value == null) continue;
    const weight = 1 / Math.sqrt(shares.variance[t] as number);
    const x = (2 * (t - first)) / (from - first) - 1;
    const slope = smooth(t) - smooth(Math.max(first, t - SLOPE_BINS));
    rows.push({ x: [1, x, x * x, smooth(t), slope].map((column) => column * weight), y: value * weight });
  }
  return rows;
}

/** Rows freed from an AR(1) correlation that the residuals show, its small-sample bias corrected. */
function whitened(rows: readonly Row[], residuals: readonly number[]): Row[] {
  const raw =
    residuals.slice(1).reduce((sum, value, i) => sum + value * (residuals[i] as number), 0) / sumOfSquares(residuals);
  const rho = Math.min(0.95, Math.max(0, raw + (5 + 4 * raw) / rows.length));
  return rows.slice(1).map(({ x, y }, i) => {
    const past = rows[i] as Row;
    return { x: x.map((value, k) => value - rho * (past.x[k] as number)), y: y - rho * past.y };
  });
}

/**
 * How unlikely the failures' course in the plateau before any capacity came would be if load left them alone: log load and its slope, for answers that come
 * late, beside a quadratic course in time, with AR(1) noise (F test). A load that only drifts is taken up by the course in time. 1 where load hardly moved
 * or failures fell with it.
 */
function loadResponse(shares: Shares, attempts: readonly number[], first: number, from: number): number {
  const n = from - first;
  if (n < 20) return 1;
  const mean = attempts.slice(first, from).reduce((sum, count) => sum + count, 0) / n;
  const smooth = (t: number): number => {
    const near = attempts.slice(Math.max(first, t - 1), Math.min(from, t + 2));
    return Math.log(Math.max(0.05 * mean, near.reduce((sum, count) => sum + count, 0) / near.length) / mean);
  };
  const rows = loadRows(shares, smooth, first, from);
  const plain = leastSquares(rows);
  if (
    plain === null ||
    loadMovement(
      Array.from({ length: n }, (_, i) => smooth(first + i)),
      mean,
    ) < LOAD_MOVED
  )
    return 1;
  const free = whitened(rows, plain.residuals);
  const full = leastSquares(free);
  const bare = leastSquares(free.map(({ x, y }) => ({ x: x.slice(0, -2), y })));
  if (full === null || bare === null || !((full.beta.at(-2) as number) > 0)) return 1;
  // With two columns tested the tail of F has a closed form: (rest ÷ rest without them) to half the degrees of freedom.
  return (sumOfSquares(full.residuals) / sumOfSquares(bare.residuals)) ** ((free.length - 5) / 2);
}

/**
 * Says whether capacity's effect can be told from the course of time: the remediation's own verdict says that its steps moved the failures, or load did and
 * load ÷ capacity is what a fleet answers to. Where capacity and time move together and load does not, nothing is identified.
 *
 * @param judged - what was found of the remediation that the capacity came with
 */
export function capacityIdentification(
  shares: Shares,
  attempts: readonly number[],
  phases: OutagePhases,
  dose: DosePath,
  judged: RemediationFinding | null,
): Identification {
  const first = Math.max(phases.plateau, phases.from - 90);
  if (judged?.verdict === "helped" && judged.identification === "design")
    return { by: "capacity", why: `failures moved with the ${dose.steps.length} steps in which capacity came` };
  const p = loadResponse(shares, attempts, first, Math.min(phases.from, phases.fall));
  if (p <= LOAD_P)
    return {
      by: "load",
      why: `failures moved with load while capacity stood still (p ${p < 1e-6 ? "< .000001" : `= ${p.toPrecision(1)}`})`,
    };
  const reason =
    judged?.verdict === "not-testable" ? ` (of ${judged.id} itself: ${judged.why.replace(/\.$/, "")})` : "";
  return {
    by: null,
    why: `capacity and time moved together and load did not: what capacity did cannot be separated from what time did${reason}`,
  };
}
