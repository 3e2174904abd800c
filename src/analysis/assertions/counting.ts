import { judgeRate } from "../../audit/judge-rate.js";
import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import { proportion } from "../../stats/rates/proportion.js";
import type { Estimate } from "../../stats/estimate.js";
import type { Span } from "../../time/span.js";
import { amount, estimateText } from "../../wording/number.js";
import { type CountedSource, type Counts, type Part, countsIn } from "./evidence.js";
import { HEDGE, type Nearness } from "./judged.js";

/** The counts of a span, of one part of the traffic where there is one; `null` where they cannot be asked. */
export async function countsOf(source: CountedSource, span: Span, part: Part | null): Promise<Counts | null> {
  if (!part) return countsIn(source.series, span);
  if (part.also) return countsOfPair(source, span, part as Part & { also: Part });
  const rows = await source.byValue(part.column, span);
  if (!rows) return null;
  const own = rows.filter(({ value }) => part.values.includes(value));
  const sum = (key: "failures" | "attempts"): number => Math.round(own.reduce((all, row) => all + row[key], 0));
  return { failures: sum("failures"), attempts: sum("attempts") };
}

async function countsOfPair(source: CountedSource, span: Span, part: Part & { also: Part }): Promise<Counts | null> {
  const pairs = await source.byPair([part.column, part.also.column], span);
  if (!pairs) return null;
  const own = pairs.filter(({ values: [a, b] }) => part.values.includes(a) && part.also.values.includes(b));
  const sum = (key: "failures" | "attempts"): number => Math.round(own.reduce((all, row) => all + row[key], 0));
  return { failures: sum("failures"), attempts: sum("attempts") };
}

/** The share of attempts that failed, with its interval. */
export const rateOf = ({ failures, attempts }: Counts, level: number): Estimate =>
  attempts > 0 ? proportion(Math.min(failures, attempts), attempts, { level }) : { value: 0, interval: [0, 1], level };

/** How a stated share fares against a measured one, by the margins of the audit. */
export function shareNearness(
  claim: Pick<StatedClaim, "bound" | "hedged" | "rounding">,
  stated: number,
  measured: Estimate,
): Nearness {
  const slack = Math.max(0, claim.rounding) + (claim.hedged ? HEDGE * stated : 0);
  const [low, high] =
    claim.bound === "at-most"
      ? [0, stated + slack]
      : claim.bound === "at-least"
        ? [Math.max(0, stated - slack), 1]
        : [Math.max(0, stated - slack), Math.min(1, stated + slack)];
  if (claim.bound !== "exact") {
    if (measured.interval[0] > high || measured.interval[1] < low) return "far";
    return measured.value >= low && measured.value <= high ? "near" : "unsure";
  }
  const { verdict } = judgeRate({ low, high, hedged: false, numerator: null, denominator: null, quote: "" }, measured);
  // The same share to the digits in which it is written bears the figure out, however little traffic there is.
  if (verdict === "not-testable" && measured.value >= low && measured.value <= high) return "near";
  return verdict === "supported" ? "near" : verdict === "contradicted" ? "far" : "unsure";
}

/** A count as counted may differ by what a minute at each end moves: a part of it, and a few rows. */
const COUNT_SHARE = 0.06;
const COUNT_ROWS = 3;
/** Beyond this it is another count; every fair reading of the span is asked, so that its ends need no room of their own. */
const FAR_SHARE = 0.09;

export function countNearness(
  claim: Pick<StatedClaim, "bound" | "hedged" | "rounding">,
  stated: number,
  measured: number,
): Nearness {
  // The room of "about" holds that of the ends already.
  const room = Math.max(claim.rounding, claim.hedged ? HEDGE * stated : 0);
  const near = Math.max(room, claim.rounding + Math.max(COUNT_ROWS, COUNT_SHARE * measured));
  const far = Math.max(1.15 * room, claim.rounding + Math.max(COUNT_ROWS + 2, FAR_SHARE * measured));
  const over = stated - measured;
  const apart =
    claim.bound === "at-most" ? Math.max(0, -over) : claim.bound === "at-least" ? Math.max(0, over) : Math.abs(over);
  if (apart <= near) return "near";
  return apart <= far ? "unsure" : "far";
}

export const minutesOf = ({ from, to }: Span): number => (Date.parse(to) - Date.parse(from)) / 60_000;

export const shareText = (share: Estimate): string => estimateText(share, "share");
export const countsText = ({ failures, attempts }: Counts): string => `${amount(failures)} of ${amount(attempts)}`;
const valuesText = ({ column, values }: Omit<Part, "also">): string => `${column} ${values.join(" and ")}`;
/** A part in brackets behind what it is of. */
export const partText = (part: Part | null): string =>
  part ? ` (${valuesText(part)}${part.also ? `, ${valuesText(part.also)}` : ""})` : "";

/** One bin of a series with its place. */
export interface Bin extends Counts {
  readonly at: number;
}

/** The minutes (bins) of a series within a span. */
export function binsIn({ series }: CountedSource, { from, to }: Span): readonly Bin[] {
  const step = series.stepSeconds * 1000;
  const first = Math.max(0, Math.ceil((Date.parse(from) - series.startMs) / step - 1e-9));
  const last = Math.min(series.attempts.length, Math.ceil((Date.parse(to) - series.startMs) / step - 1e-9));
  const bins: Bin[] = [];
  for (let bin = first; bin < last; bin += 1)
    bins.push({
      at: series.startMs + bin * step,
      failures: series.failures[bin] ?? 0,
      attempts: series.attempts[bin] ?? 0,
    });
  return bins;
}
