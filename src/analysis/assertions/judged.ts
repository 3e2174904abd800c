import type { Estimate } from "../../stats/estimate.js";

/** The verdict on an assertion; `unchecked`: nothing in the incident measures it, or its subject is unclear. */
export type AssertionVerdict = "supported" | "contradicted" | "not-testable" | "unchecked";

/** A moment with its bounds, UTC ISO-8601. */
export interface MeasuredInstant {
  readonly value: string;
  readonly interval: readonly [string, string];
  readonly level: number;
}

/** The measurement for an assertion: an estimate, or an instant with its interval. */
export type Measured = Estimate | MeasuredInstant;

/** What a test says of an assertion. */
export interface Judgement {
  readonly verdict: AssertionVerdict;
  readonly why: string;
  readonly measured: Measured | null;
  /** What it was read as: the quantity, whose, over which time. */
  readonly readAs: string;
  /** What would check it, where nothing does. */
  readonly needs: string | null;
}

export const unchecked = (readAs: string, why: string, needs: string): Judgement => ({
  verdict: "unchecked",
  why,
  measured: null,
  readAs,
  needs,
});
export const notTestable = (
  readAs: string,
  why: string,
  needs: string,
  measured: Measured | null = null,
): Judgement => ({
  verdict: "not-testable",
  why,
  measured,
  readAs,
  needs,
});
export const decided = (
  verdict: AssertionVerdict,
  readAs: string,
  why: string,
  measured: Measured | null,
): Judgement => ({
  verdict,
  why,
  measured,
  readAs,
  needs: null,
});

/** A number that is known as counted. */
export const exactly = (value: number, level = 0.95): Estimate => ({ value, interval: [value, value], level });

/** Allowed beside rounding where a figure is hedged with "about". */
export const HEDGE = 0.15;

/** How one measured number fares against a fair range. */
export type Nearness = "near" | "unsure" | "far";

/** The best that any fair reading gives: contradicted only where none comes near. */
export function bestOf(all: readonly Nearness[]): AssertionVerdict {
  if (all.includes("near")) return "supported";
  return all.includes("unsure") || all.length === 0 ? "not-testable" : "contradicted";
}

/** The place of the reading that decides: the first that comes nearest. */
export function decidingOf(all: readonly Nearness[]): number {
  for (const wanted of ["near", "unsure"] as const) {
    const at = all.indexOf(wanted);
    if (at >= 0) return at;
  }
  return 0;
}
