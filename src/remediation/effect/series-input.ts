import { PostmortemError } from "../../errors/errors.js";
import type { OutcomeSeries } from "../../incident/series.js";

/** Refuses a series whose counts do not fit each other: what follows would be no number. */
export function checkOutcomeSeries(
  what: string,
  { failures, attempts, covered, stepSeconds, startMs }: OutcomeSeries,
): void {
  if (failures.length !== attempts.length || covered.length !== attempts.length) {
    throw new PostmortemError(
      "data",
      `${what} requires failures, attempts and covered of one length, got ${failures.length}, ${attempts.length} and ${covered.length}.`,
    );
  }
  if (!(stepSeconds > 0 && Number.isFinite(stepSeconds) && Number.isFinite(startMs))) {
    throw new PostmortemError(
      "data",
      `${what} requires bins of more than 0 seconds from a known instant, got ${stepSeconds} seconds from ${startMs}.`,
    );
  }
  const wrong = attempts.findIndex(
    (count, i) => covered[i] && !((failures[i] as number) >= 0 && (failures[i] as number) <= count && count < Infinity),
  );
  if (wrong >= 0)
    throw new PostmortemError(
      "data",
      `${what} requires 0 ≤ failures ≤ attempts in every bin with data, got ${failures[wrong]} of ${attempts[wrong]} in bin ${wrong}.`,
    );
}
