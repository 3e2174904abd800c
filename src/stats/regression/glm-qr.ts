/** A least-squares solution with the inverse of XᵀX. */
export interface LeastSquares {
  readonly coefficients: readonly number[];
  /** (XᵀX)⁻¹, p × p. */
  readonly inverse: readonly (readonly number[])[];
}

/** Turns column k into the reflected basis and applies the reflection to the columns after it and to the right side. */
function reflect(columns: Float64Array[], right: Float64Array, k: number): number {
  const column = columns[k]!;
  let norm = 0;
  for (let i = k; i < column.length; i++) norm = Math.hypot(norm, column[i]!);
  if (norm === 0) return 0;
  const pivot = column[k]! > 0 ? -norm : norm;
  column[k]! -= pivot;
  let square = 0;
  for (let i = k; i < column.length; i++) square += column[i]! ** 2;
  for (const target of [...columns.slice(k + 1), right]) {
    let dot = 0;
    for (let i = k; i < column.length; i++) dot += column[i]! * target[i]!;
    const factor = (2 * dot) / square;
    for (let i = k; i < column.length; i++) target[i]! -= factor * column[i]!;
  }
  return pivot;
}

/**
 * Weighted least squares by Householder reflections.
 *
 * @param columns - the design, one array of length n per coefficient
 * @param y - length n
 * @param weights - length n, ≥ 0
 * @returns `null` when the columns are not independent
 * @see Golub & Van Loan, "Matrix Computations", section 5.3
 */
export function leastSquares(
  columns: readonly (readonly number[])[],
  y: readonly number[],
  weights?: readonly number[],
): LeastSquares | null {
  const p = columns.length;
  const root = (i: number): number => (weights ? Math.sqrt(weights[i]!) : 1);
  const work = columns.map((column) => Float64Array.from(column, (value, i) => value * root(i)));
  const lengths = work.map((column) => Math.hypot(...columnSample(column)));
  const right = Float64Array.from(y, (value, i) => value * root(i));
  const diagonal = new Array<number>(p);
  for (let k = 0; k < p; k++) {
    diagonal[k] = reflect(work, right, k);
    if (!(Math.abs(diagonal[k]!) > 1e-11 * lengths[k]!)) return null;
  }
  const upper = (i: number, j: number): number => (i === j ? diagonal[i]! : work[j]![i]!);
  const solve = (b: readonly number[]): number[] => {
    const x = new Array<number>(p).fill(0);
    for (let i = p - 1; i >= 0; i--) {
      let sum = b[i]!;
      for (let j = i + 1; j < p; j++) sum -= upper(i, j) * x[j]!;
      x[i] = sum / diagonal[i]!;
    }
    return x;
  };
  const inverseUpper = Array.from({ length: p }, (_, k) =>
    solve(Array.from({ length: p }, (__, i) => (i === k ? 1 : 0))),
  );
  const inverse = Array.from({ length: p }, (_, i) =>
    Array.from({ length: p }, (__, j) => inverseUpper.reduce((sum, column) => sum + column[i]! * column[j]!, 0)),
  );
  return { coefficients: solve([...right]), inverse };
}

/** Root of sums of squares of long columns, in blocks: spreading 100,000 arguments overflows the stack. */
function columnSample(column: Float64Array): number[] {
  const blocks: number[] = [];
  for (let from = 0; from < column.length; from += 4096) blocks.push(Math.hypot(...column.subarray(from, from + 4096)));
  return blocks;
}
