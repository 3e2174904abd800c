/** What a figure is of, by how it is written. */
type FigureKind = "share" | "points" | "ratio" | "length" | "latency" | "money" | "count";

/** A figure with its place in the words of a sentence. */
export interface Figure {
  readonly kind: FigureKind;
  readonly start: number;
  readonly end: number;
  /** Shares 0…1, points 0…1, minutes, milliseconds, ratios, counts. */
  readonly value: number;
  /** Half a unit of its last digit. */
  readonly rounding: number;
  readonly bound: "exact" | "at-most" | "at-least";
  readonly hedged: boolean;
}

/** A figure as it is found: whether it is a bound or hedged is read from the words beside it. */
export type Placed = Pick<Figure, "kind" | "start" | "end" | "value" | "rounding"> &
  Partial<Pick<Figure, "bound" | "hedged">>;

export const NUMBER = "\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?";
export const BEFORE_NUMBER = "(?<![\\w.,/:#-]|\\d\\s)";
export const plain = (text: string): number => Number(text.replaceAll(",", ""));

/** Half a unit of the last digit: of 31 it is half, of 31.4 a twentieth; of 1,200 half a hundred where only zeros follow. */
export function roundingOf(text: string): number {
  const digits = text.replaceAll(",", "");
  const decimals = /\.(\d+)/.exec(digits)?.[1]?.length ?? 0;
  if (decimals > 0) return 0.5 / 10 ** decimals;
  const zeros = /0*$/.exec(digits)?.[0].length ?? 0;
  return 0.5 * 10 ** Math.min(zeros, Math.max(0, digits.length - 2));
}
