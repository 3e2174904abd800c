import type { Stability, Verdict } from "./audit-finding.js";

/** One reading of a claim with the verdict under it. */
export interface VerdictReading {
  readonly label: string;
  readonly verdict: Verdict;
}

function clause(flipped: readonly string[], otherwise: readonly string[], verdict: Verdict): string {
  const parts: string[] = [];
  if (flipped.length === 1) parts.push(`only the reading ${flipped[0]} flips it`);
  if (flipped.length > 1) parts.push(`flipped by the readings ${flipped.join("; ")}`);
  if (otherwise.length > 0)
    parts.push(
      `${otherwise.length} ${verdict === "not-testable" ? "would decide it" : "cannot tell"} (${otherwise.join("; ")})`,
    );
  return parts.length > 0 ? `; ${parts.join("; ")}` : "";
}

/**
 * How a verdict fares under all readings.
 *
 * A reading flips a verdict when it gives the opposite one; a reading under which the traffic cannot tell is counted apart.
 *
 * @param readings - all of them, the claim's own included
 * @returns `null` when there is nothing to compare
 */
export function verdictStability(verdict: Verdict, readings: readonly VerdictReading[]): Stability | null {
  if (readings.length < 2) return null;
  const differing = readings.filter((reading) => reading.verdict !== verdict);
  const opposite = (other: Verdict): boolean => verdict !== "not-testable" && other !== "not-testable";
  const flippedBy = differing.filter((reading) => opposite(reading.verdict)).map(({ label }) => label);
  const otherwise = differing.filter((reading) => !opposite(reading.verdict)).map(({ label }) => label);
  const agreeing = readings.length - differing.length;
  const words = { supported: "supported", contradicted: "contradicted", "not-testable": "not testable" } as const;
  return {
    agreeing,
    readings: readings.length,
    flippedBy,
    otherwise,
    text: `${words[verdict]} under ${agreeing} of ${readings.length} readings${clause(flippedBy, otherwise, verdict)}`,
  };
}
