import type { Span } from "../time/span.js";
import { instant } from "../time/instant.js";
import { clock, day, zoneName } from "../wording/clock.js";
import { amount, percent } from "../wording/number.js";
import { MINUTE_MS } from "../time/units.js";

/** Distances between ticks that people count in, in minutes. */
const TIME_STEPS = [1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720, 1440, 2880, 4320, 10_080];
/** As many labels of a clock as stand beside one another on a phone. */
const MOST_TIME_TICKS = 6;
const SHARE_STEPS = [1, 2, 2.5, 5, 10];
const MOST_SHARE_TICKS = 5;

/** Milliseconds by which a zone's wall clock is ahead of UTC at an instant. */
function offsetMs(iso: string, zone: string): number {
  if (zone === "UTC") return 0;
  const [date = "", month = "", year = ""] = day(iso, zone).split(" ");
  return Date.parse(`${date} ${month} ${year} ${clock(iso, zone)} UTC`) - Date.parse(iso);
}

/** Instants at which a time axis is labelled: whole steps of the reader's clock, few enough for a narrow page. */
function timeTicks({ from, to }: Span, zone: string, most: number): readonly string[] {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const longest = TIME_STEPS[TIME_STEPS.length - 1] ?? 1440;
  const step =
    MINUTE_MS *
    (TIME_STEPS.find((minutes) => (end - start) / (minutes * MINUTE_MS) <= most) ??
      longest * Math.ceil((end - start) / (longest * MINUTE_MS * most)));
  const offset = offsetMs(from, zone);
  const first = Math.ceil((start + offset) / step) * step - offset;
  const count = Math.max(0, Math.floor((end - first) / step) + 1);
  return Array.from({ length: count }, (_, i) => instant(first + i * step));
}

/** A time axis in the reader's zone: ticks at whole steps, the day under the clock where a new day begins. */
export function timeAxis(span: Span, zone: string, most = MOST_TIME_TICKS): Readonly<Record<string, unknown>> {
  const ticks = timeTicks(span, zone, most);
  const days = ticks.map((tick) => day(tick, zone).slice(0, -5));
  const several = day(span.from, zone) !== day(span.to, zone);
  return {
    type: "date",
    range: [span.from, span.to],
    tickvals: ticks,
    ticktext: ticks.map(
      (tick, i) => `${clock(tick, zone)}${several && days[i] !== days[i - 1] ? `<br>${days[i]}` : ""}`,
    ),
    // The first label begins under the axis of levels, whose lowest label ends there.
    ticklabelstandoff: 5,
    hoverformat: "%H:%M UTC",
  };
}

/** The names of the days a span touches, and its zone: `31 Mar 2025, UTC`. */
export function daysText({ from, to }: Span, zone: string): string {
  const [first, last] = [day(from, zone), day(to, zone)];
  return `${first === last ? first : `${first} to ${last}`}, ${zoneName(from, zone)}`;
}

/** The distance of ticks that divides an axis up to `top` into at most five steps. */
function niceStep(top: number, most: number): number {
  const size = 10 ** Math.floor(Math.log10(top / most));
  return (SHARE_STEPS.find((step) => top / (step * size) <= most) ?? 10) * size;
}

/** An axis of shares from 0 to a little above `top`, its labels spelled as everywhere else; `below` leaves room under zero, as a part of the height. */
export function shareAxis(top: number, below = 0, most = MOST_SHARE_TICKS): Readonly<Record<string, unknown>> {
  const high = Math.min(1.02, 1.06 * Math.max(top, 1e-6));
  const step = niceStep(high, most);
  const ticks = Array.from({ length: Math.floor(high / step + 1e-9) + 1 }, (_, i) => Number((i * step).toPrecision(8)));
  return {
    range: [below > 0 ? -below * high : 0, high],
    tickvals: ticks,
    ticktext: ticks.map((share) => percent(share)),
  };
}

/** An axis of shares that lies across: from a little under zero, so that a mark at zero is whole, to a little above `top`. */
export function zeroAxis(top: number): Readonly<Record<string, unknown>> {
  const axis = shareAxis(top);
  const [, high = 1] = (axis["range"] ?? []) as readonly number[];
  return { ...axis, range: [-0.02 * high, 1.02 * high], ticklabelstandoff: 5 };
}

/** Part of the top above which the lowest value lies far from zero: the axis then begins near it. */
const FAR_FROM_ZERO = 0.5;

/** An axis of levels of any unit, from zero unless all values lie far from it; `layout` takes the room under zero as a part of the height. */
export function levelAxis(values: readonly (number | null)[]): {
  readonly fromZero: boolean;
  /** Characters of the longest label. */
  readonly longest: number;
  readonly layout: (below: number) => Readonly<Record<string, unknown>>;
} {
  const known = values.filter((value): value is number => value !== null && Number.isFinite(value));
  const [low, top] = [Math.min(...known, Infinity), Math.max(...known, -Infinity)];
  const fromZero = known.length === 0 || (low >= 0 && low < FAR_FROM_ZERO * top) || (low === 0 && top === 0);
  const size = fromZero ? Math.max(top, 1e-6) : Math.max(top - low, 1e-6 * Math.max(1, Math.abs(top)));
  const start = fromZero ? 0 : low - 0.06 * size;
  const high = (fromZero ? size : top) + 0.06 * size;
  const step = niceStep(high - start, MOST_SHARE_TICKS);
  const first = Math.ceil(start / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const ticks = Array.from({ length: Math.max(1, last - first + 1) }, (_, i) =>
    Number(((first + i) * step).toPrecision(8)),
  );
  return {
    fromZero,
    longest: Math.max(...ticks.map((value) => amount(value).length)),
    layout: (below) => ({
      range: [fromZero && below > 0 ? -below * high : start, high],
      tickvals: ticks,
      ticktext: ticks.map((value) => amount(value)),
    }),
  };
}
