import { median, robustDeviation } from "../../stats/robust.js";
import { instant } from "../../time/instant.js";
import { dayClock } from "../../wording/clock.js";
import { plainNumber } from "./signal-finding.js";

/** One or two samples are named from so many robust deviations on … */
const FAR = 10;
/** … and where they lie so many times as far out as any other sample. */
const BEYOND = 2;
/** More neighbouring samples than this are a departure or none. */
const MOST = 2;

/** Samples on one spacing: what they are, and with the usual course taken off. */
interface SpacedSamples {
  readonly startMs: number;
  readonly stepSeconds: number;
  readonly values: readonly (number | null)[];
  readonly rest: readonly (number | null)[];
}

/** The stretch `[from, to)` of one or two samples that lie far out; `undefined` where there is none. */
function farStretch(rest: readonly (number | null)[]): readonly [number, number] | undefined {
  const known = rest.filter((value): value is number => value !== null);
  if (known.length === 0) return undefined;
  const middle = median(known);
  const sizes = rest.map((value) => (value === null ? 0 : Math.abs(value - middle)));
  const peak = sizes.reduce((most, size) => Math.max(most, size), 0);
  if (!(peak > FAR * robustDeviation(known))) return undefined;
  const isFar = (at: number): boolean => (sizes[at] ?? 0) * BEYOND >= peak;
  const from = sizes.findIndex((_, at) => isFar(at));
  let to = from + 1;
  while (to < sizes.length && isFar(to)) to += 1;
  return to - from > MOST || sizes.some((_, at) => at >= to && isFar(at)) ? undefined : [from, to];
}

/** Words on one or two samples that lie far out, too few to be called an outage, with what would settle it; `null` where there are none. */
export function farSamples({ startMs, stepSeconds, values, rest }: SpacedSamples): string | null {
  const stretch = farStretch(rest);
  if (stretch === undefined) return null;
  const [from, to] = stretch;
  const shown = values.slice(from, to).flatMap((value) => (value === null ? [] : [plainNumber(value)]));
  const many = shown.length === 1 ? "one sample stands far out" : "two samples stand far out";
  const at = dayClock(instant(startMs + from * stepSeconds * 1000));
  return `${many} (${shown.join(" and ")} at ${at}), too few to call an outage at this spacing; finer data would settle it`;
}
