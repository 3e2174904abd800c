import type { ClusterCount } from "../sources/incident-data.js";
import { clusteredProportion } from "../stats/rates/clustered-proportion.js";
import { DEFAULT_LEVEL, type Estimate } from "../stats/estimate.js";
import { homogeneityTest } from "../stats/rates/homogeneity.js";
import { proportion } from "../stats/rates/proportion.js";

/** The chance that an attempt fails given that it was reached, where a failure ends the call. */
export interface FailureHazard {
  /** Failures ÷ attempts, over all positions. */
  readonly hazard: Estimate;
  /** By position within the call, 1-based; calls that ended before it are no longer at risk. */
  readonly byAttempt: readonly {
    readonly attempt: number;
    readonly failures: number;
    readonly atRisk: number;
    readonly hazard: Estimate;
  }[];
  /** p-value of "the hazard is the same at every position". */
  readonly constantP: number;
}

/** Positions within one call that a table is made of. */
const MOST_ATTEMPTS = 100_000;

/** Failures and attempts by position; a failure is its call's last attempt. */
function positions(clusters: readonly ClusterCount[]): { failures: number; atRisk: number }[] {
  const longest = clusters.reduce((most, { attempts }) => Math.max(most, attempts), 0);
  if (longest > MOST_ATTEMPTS)
    throw new RangeError(
      `failureHazard requires calls of at most ${MOST_ATTEMPTS} attempts each, got one of ${longest}; is a whole source taken for one call?`,
    );
  const rows = Array.from({ length: longest }, () => ({ failures: 0, atRisk: 0 }));
  for (const { attempts, failures, n } of clusters) {
    if (failures > 1) {
      throw new RangeError(
        `failureHazard requires that a failure ends its call, got a call with ${failures} failures; use clusteredProportion`,
      );
    }
    if (attempts === 0) continue;
    const last = rows[attempts - 1]!;
    last.atRisk += n;
    last.failures += failures * n;
  }
  for (let k = longest - 2; k >= 0; k--) rows[k]!.atRisk += rows[k + 1]!.atRisk;
  return rows;
}

/**
 * The per-attempt hazard where a failure ends its call: failures over attempts at risk, in all and by position.
 *
 * A call that fails at its first attempt never shows its others, so "share of planned attempts" is not observable; the
 * hazard is. Intervals by position are Wilson's: attempts of one position belong to different calls.
 *
 * @param clusters - counted calls; each has at most one failure, its last attempt
 * @param options - `level`: confidence level, default .95
 * @throws RangeError without attempts, when a call has more than one failure, or more than 100,000 attempts
 * @see Kalbfleisch & Prentice (2002), "The Statistical Analysis of Failure Time Data", section 2.4
 */
export function failureHazard(
  clusters: readonly ClusterCount[],
  options: { readonly level?: number } = {},
): FailureHazard {
  const level = options.level ?? DEFAULT_LEVEL;
  const { value, interval } = clusteredProportion(clusters, { level });
  const byAttempt = positions(clusters).map(({ failures, atRisk }, index) => ({
    attempt: index + 1,
    failures,
    atRisk,
    hazard: proportion(failures, atRisk, { level }),
  }));
  const groups = byAttempt.map(({ failures, atRisk }) => ({ failures, attempts: atRisk }));
  return { hazard: { value, interval, level }, byAttempt, constantP: homogeneityTest(groups).p };
}
