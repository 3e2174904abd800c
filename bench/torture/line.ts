/** One line of the torture bench: what was tried, how often, and every case that did not come out as it must. */
export interface TortureLine {
  readonly test: string;
  readonly pass: string;
  readonly count: number;
  /** One sentence a failed case; empty when all passed. */
  readonly failures: readonly string[];
  /** What else was measured. */
  readonly measured: string;
}

/** The printed form: a table row, then the first failures. */
export function lineText({ test, pass, count, failures, measured }: TortureLine): string {
  const row = `| ${test} | ${count} | ${pass} | ${measured} | ${failures.length === 0 ? "pass" : `FAIL ${failures.length}`} |`;
  return [row, ...failures.slice(0, 20).map((failure) => `    ${failure.slice(0, 400)}`)].join("\n");
}
