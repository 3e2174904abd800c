import { cholesky, solveLower, solveLowerTransposed } from "../../stats/matrix.js";
import { robustDeviation } from "../../stats/robust.js";

/** Waves of a day's course: the day itself, half and a third of it. */
const WAVES = 3;
/** Rounds of weighing down what lies far off, and the deviations beyond which a sample counts for nothing. */
const ROUNDS = 8;
const FAR = 4.685;
/** Samples that are fitted; more only cost time. */
const MOST_SAMPLES = 2000;

function waves(t: number, period: number): number[] {
  const row = [1];
  for (let k = 1; k <= WAVES; k += 1) {
    const angle = (2 * Math.PI * k * t) / period;
    row.push(Math.cos(angle), Math.sin(angle));
  }
  return row;
}

/** Coefficients of the weighted least squares of some samples on waves. */
function fitted(rows: readonly (readonly number[])[], values: readonly number[], weights: readonly number[]): number[] {
  const n = 1 + 2 * WAVES;
  const square = new Float64Array(n * n);
  const right = new Float64Array(n);
  rows.forEach((row, i) => {
    const weight = weights[i] as number;
    for (let a = 0; a < n; a += 1) {
      const scaled = weight * (row[a] as number);
      right[a] = (right[a] as number) + scaled * (values[i] as number);
      for (let b = 0; b < n; b += 1) square[a * n + b] = (square[a * n + b] as number) + scaled * (row[b] as number);
    }
  });
  // A trifle on the diagonal: samples of part of a day may leave two waves alike.
  for (let a = 0; a < n; a += 1) square[a * n + a] = (square[a * n + a] as number) * (1 + 1e-9) + 1e-12;
  const lower = cholesky(square, n);
  return Array.from(solveLowerTransposed(lower, solveLower(lower, right, n), n));
}

/**
 * The smooth course that every day takes, per sample: a level and three waves, fitted so that what lies far off counts for nothing.
 *
 * It needs fewer days than a pattern by time of day does, and an outage on one of two days cannot pass for the other's course.
 */
export function dayCourse(values: Float64Array, period: number): Float64Array {
  const stride = Math.max(1, Math.ceil(values.length / MOST_SAMPLES));
  const rows: number[][] = [];
  const picked: number[] = [];
  for (let t = 0; t < values.length; t += stride) {
    rows.push(waves(t, period));
    picked.push(values[t] as number);
  }
  const at = (row: readonly number[], course: readonly number[]): number =>
    row.reduce((sum, wave, k) => sum + wave * (course[k] as number), 0);
  let weights = picked.map(() => 1);
  let course = fitted(rows, picked, weights);
  for (let round = 0; round < ROUNDS; round += 1) {
    const rest = picked.map((value, i) => value - at(rows[i] as number[], course));
    const scale = robustDeviation(rest);
    if (!(scale > 0)) break;
    weights = rest.map((own) => Math.max(0, 1 - (own / (FAR * scale)) ** 2) ** 2);
    course = fitted(rows, picked, weights);
  }
  return values.map((_, t) => at(waves(t, period), course));
}
