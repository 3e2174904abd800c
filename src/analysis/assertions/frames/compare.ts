import type { Estimate } from "../../../stats/estimate.js";
import type { Nearness } from "../judged.js";

/** How one quantity stands to another, as words say it without a figure, or with one. */
export type Comparator =
  | { readonly kind: "flat" | "alike" | "up" | "down" }
  | {
      readonly kind: "times";
      readonly factor: number;
      readonly rounding: number;
      readonly bound: "exact" | "at-most" | "at-least";
      readonly hedged: boolean;
    };

/** Two quantities within so much of each other are one to a reader; beyond so much they are not, where their intervals are apart as well. */
const ALIKE_SHARE = 0.25;
const OTHER_SHARE = 0.5;
const FLAT_SHARE = 0.1;
const MOVED_SHARE = 0.2;
/** A multiple is written in few digits. */
const TIMES_SLACK = 0.12;
const TIMES_FAR = 0.3;
const HEDGED_TIMES = 0.1;

const ratio = (a: number, b: number): number => (b > 0 ? a / b : a > 0 ? Number.POSITIVE_INFINITY : 1);
const apart = (a: Estimate, b: Estimate): boolean => a.interval[0] > b.interval[1] || b.interval[0] > a.interval[1];

function likeness(a: Estimate, b: Estimate, near: number, far: number): Nearness {
  const high = Math.max(ratio(a.value, b.value), ratio(b.value, a.value));
  if (high <= 1 + near) return "near";
  if (!apart(a, b)) return high > 1 + 2 * far ? "unsure" : "near";
  return high > 1 + far ? "far" : "unsure";
}

/** How a quantity beside its reference fares against what is said of the two; `small` is how much counts as no change. */
export function compared(comparator: Comparator, now: Estimate, reference: Estimate): Nearness {
  const change = ratio(now.value, reference.value);
  switch (comparator.kind) {
    case "flat":
      return likeness(now, reference, FLAT_SHARE, MOVED_SHARE);
    case "alike":
      return likeness(now, reference, ALIKE_SHARE, OTHER_SHARE);
    case "up":
      if (change > 1 + FLAT_SHARE && (apart(now, reference) || change > 1 + MOVED_SHARE)) return "near";
      return change <= 1 + FLAT_SHARE / 2 ? "far" : "unsure";
    case "down":
      if (change < 1 - FLAT_SHARE && (apart(now, reference) || change < 1 - MOVED_SHARE)) return "near";
      return change >= 1 - FLAT_SHARE / 2 ? "far" : "unsure";
    case "times": {
      const { factor, rounding, bound, hedged } = comparator;
      const room = Math.max(rounding, TIMES_SLACK * change) + (hedged ? HEDGED_TIMES * factor : 0);
      const over = factor - change;
      const off = bound === "at-most" ? Math.max(0, -over) : bound === "at-least" ? Math.max(0, over) : Math.abs(over);
      if (off <= room) return "near";
      const low = ratio(now.interval[0], reference.interval[1]);
      const high = ratio(now.interval[1], reference.interval[0]);
      const outside =
        bound === "at-most"
          ? low > factor + room
          : bound === "at-least"
            ? high < factor - room
            : low > factor + room || high < factor - room;
      return outside && off > TIMES_FAR * Math.max(factor, change) * 0.5 ? "far" : "unsure";
    }
  }
}
