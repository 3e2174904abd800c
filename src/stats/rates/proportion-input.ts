import { DEFAULT_LEVEL } from "../estimate.js";

/** Refuses a confidence level outside 0…1 (exclusive); unset gives the default. */
export function checkedLevel(name: string, level: number | undefined): number {
  const value = level ?? DEFAULT_LEVEL;
  if (!(value > 0 && value < 1))
    throw new RangeError(`${name} requires a confidence level between 0 and 1, got ${value}`);
  return value;
}

/** Refuses anything but whole numbers 0 ≤ failures ≤ attempts with at least one attempt. */
export function checkedCounts(name: string, failures: number, attempts: number): void {
  if (!Number.isSafeInteger(failures) || failures < 0) {
    throw new RangeError(`${name} requires failures as a whole number ≥ 0, got ${failures}`);
  }
  if (!Number.isSafeInteger(attempts) || attempts < 0) {
    throw new RangeError(`${name} requires attempts as a whole number ≥ 0, got ${attempts}`);
  }
  if (attempts === 0)
    throw new RangeError(`${name} requires at least one attempt, got 0: without attempts there is no rate`);
  if (failures > attempts) throw new RangeError(`${name} requires failures ≤ attempts, got ${failures} of ${attempts}`);
}
