import type { Random } from "../../src/index.js";
import { choose, type Style } from "./style.js";
import type { Span, World } from "./world.js";

export type Truth = "true" | "false" | "undecidable";

/** What an assertion is about, and what the rows say of it. `values` are in the unit; several where two ends are asserted. */
export interface Quantity {
  readonly source: string;
  readonly measure: string;
  readonly span: readonly [string, string] | null;
  readonly where?: Readonly<Record<string, string>>;
  readonly unit: "share" | "count" | "minutes" | "clock" | "milliseconds" | "ratio" | "points" | "yes-no";
  readonly values: readonly number[];
}

export interface Fact {
  readonly kind: string;
  readonly truth: Truth;
  readonly quantity: Quantity | null;
  readonly slots: Readonly<Record<string, string>>;
  /** Its wording leaves the span to the report ("during the outage"), so a false window in the same report would move it. */
  readonly implicit: boolean;
}

/** What a kind makes its fact of. */
export interface Making {
  readonly world: World;
  readonly random: Random;
  readonly style: Style;
  readonly truth: Truth;
  /** The first wave. */
  readonly wave: Span;
}

/** Returns a fact of the truth asked for, or null where this incident has none. */
type Maker = (making: Making) => Omit<Fact, "kind" | "truth" | "implicit"> | null;

export interface Kind {
  readonly make: Maker;
  readonly needs: "wave" | "none";
  readonly truths: readonly Truth[];
  /** Asserts the window itself: false ones are planted only in reports that say nothing else of "the outage". */
  readonly window?: boolean;
  readonly implicit?: boolean;
  /** Where a report has it. */
  readonly section: "what" | "impact" | "recovery" | "slices" | "after";
  readonly say: readonly string[];
}

/** A false figure is off by at least this factor, and as far from every other fair reading. */
const FACTORS = [0.3, 0.4, 0.5, 2, 2.6, 3.4];
/** Where few failures were counted, a false share has to be further off to be outside their interval. */
const STRONG_FACTORS = [0.2, 3.4, 5];
const FAR = 0.3;

/** Returns a figure that no fair reading gives: far from the right one and from those that a reader might mean instead. */
export function wrongFigure(
  random: Random,
  right: number,
  others: readonly number[],
  most = Infinity,
  few = false,
): number {
  const far = (figure: number): boolean =>
    figure <= most && [right, ...others].every((one) => Math.abs(figure - one) > FAR * Math.max(figure, one));
  const fit = (few ? STRONG_FACTORS : FACTORS).map((factor) => right * factor).filter(far);
  return fit.length > 0 ? choose(random, fit) : right > most / 2 ? right * 0.2 : Math.min(most, right * 5);
}

/** Minutes by which a false time is off. */
const OFF = [-95, -70, -48, 47, 66, 90];

export function wrongMinute(random: Random, right: number, others: readonly number[]): number {
  const far = (minute: number): boolean =>
    minute > 30 && minute < 1410 && [right, ...others].every((one) => Math.abs(minute - one) > 35);
  const fit = OFF.map((off) => right + off).filter(far);
  return fit.length > 0 ? choose(random, fit) : right - 150;
}

export const shareOf = ({ failures, attempts }: { failures: number; attempts: number }): number =>
  attempts === 0 ? 0 : failures / attempts;

export const isoSpan = (world: World, { from, to }: Span): readonly [string, string] => [
  new Date(world.instant(from)).toISOString(),
  new Date(world.instant(to)).toISOString(),
];

export const quantile = (sorted: readonly number[], at: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(at * sorted.length))] ?? 0;
