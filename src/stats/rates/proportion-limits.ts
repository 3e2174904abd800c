import { betaQuantile, normalQuantile } from "../distributions/distributions.js";

/** The method for the interval of a proportion. */
export type ProportionMethod = "wilson" | "clopper-pearson" | "jeffreys" | "agresti-coull";

type Limits = readonly [low: number, high: number];

function wilson(failures: number, attempts: number, z: number): Limits {
  const square = z * z;
  const middle = failures + square / 2;
  const half = z * Math.sqrt((failures * (attempts - failures)) / attempts + square / 4);
  const low = failures === 0 ? 0 : (middle - half) / (attempts + square);
  const high = failures === attempts ? 1 : (middle + half) / (attempts + square);
  return [low, high];
}

function clopperPearson(failures: number, attempts: number, tail: number): Limits {
  const low = failures === 0 ? 0 : betaQuantile(tail, failures, attempts - failures + 1);
  const high = failures === attempts ? 1 : betaQuantile(1 - tail, failures + 1, attempts - failures);
  return [low, high];
}

/** Equal-tailed, with the ends opened at 0 failures and at all failures, where the plain one never covers. */
function jeffreys(failures: number, attempts: number, tail: number): Limits {
  const low = failures === 0 ? 0 : betaQuantile(tail, failures + 0.5, attempts - failures + 0.5);
  const high = failures === attempts ? 1 : betaQuantile(1 - tail, failures + 0.5, attempts - failures + 0.5);
  return [low, high];
}

function agrestiCoull(failures: number, attempts: number, z: number): Limits {
  const total = attempts + z * z;
  const centre = (failures + (z * z) / 2) / total;
  const half = z * Math.sqrt((centre * (1 - centre)) / total);
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

/** Limits for counts that need not be whole (effective sample sizes); the caller has checked 0 ≤ failures ≤ attempts. */
export function proportionLimits(failures: number, attempts: number, method: ProportionMethod, level: number): Limits {
  const tail = (1 - level) / 2;
  switch (method) {
    case "wilson":
      return wilson(failures, attempts, -normalQuantile(tail));
    case "clopper-pearson":
      return clopperPearson(failures, attempts, tail);
    case "jeffreys":
      return jeffreys(failures, attempts, tail);
    case "agresti-coull":
      return agrestiCoull(failures, attempts, -normalQuantile(tail));
    default:
      throw new RangeError(
        `proportion requires method "wilson", "clopper-pearson", "jeffreys" or "agresti-coull", got "${method as string}"`,
      );
  }
}
