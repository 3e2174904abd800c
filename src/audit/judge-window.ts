import type { Span } from "../time/span.js";
import type { StatedWindow } from "../statement/statement.js";
import type { WindowFinding } from "../window/window-finding.js";
import type { Verdict } from "./audit-finding.js";

/** How a stated window fares against the reconstructed one; deviations are measured − stated, minutes. */
export interface WindowVerdict {
  readonly verdict: Verdict;
  readonly why: string;
}

/** A minute of rounding in the statement and a minute of binning in the data. */
const TOLERANCE_MINUTES = 2;

/** How far the beginning of recovery may be uncertain for the text to call a stated end by it. */
const RAMP_MINUTES = 6;

type EndVerdict = "near" | "far" | "unsure";

const clock = (iso: string): string => iso.slice(11, 16);
const minutesBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 60_000;

/**
 * How far, in minutes, the whole interval of a measured end may lie from the stated one for it to agree: the tolerance, and a tenth of
 * the stated duration or three minutes, whichever is more.
 */
export function endMargin({ from, to }: Span, toleranceMinutes = TOLERANCE_MINUTES): number {
  return toleranceMinutes + Math.max(3, 0.1 * minutesBetween(from, to));
}

/** One end: is the whole interval further away than the tolerance, or close enough to bear it out? */
function judgeEnd(stated: string, interval: readonly [string, string], tolerance: number, margin: number): EndVerdict {
  const low = minutesBetween(stated, interval[0]);
  const high = minutesBetween(stated, interval[1]);
  if (low > tolerance || high < -tolerance) return "far";
  return Math.max(Math.abs(low), Math.abs(high)) <= margin ? "near" : "unsure";
}

function describe(
  name: string,
  stated: string,
  measured: string,
  interval: readonly [string, string],
  verdict: EndVerdict,
): string {
  const range = `${clock(measured)} [${clock(interval[0])}, ${clock(interval[1])}]`;
  if (verdict === "far") return `${name} stated ${clock(stated)}, measured ${range}`;
  if (verdict === "near") return `${name} ${clock(stated)} agrees with the measured ${range}`;
  return `${name} stated ${clock(stated)}, measured ${range}: too imprecise to decide`;
}

/**
 * That a stated end is where recovery began is said only where the data show a ramp: the whole interval of its beginning lies before that of its end.
 * A beginning known no better than the end itself is no finding.
 */
function rampNote(
  end: string,
  { recoveryStart, recoveryStartInterval, recoveryInterval, recovery }: WindowFinding,
  tolerance: number,
): string {
  if (recoveryStart === null || recovery === null || Math.abs(minutesBetween(end, recoveryStart)) > tolerance + 1)
    return "";
  if (!recoveryStartInterval || !recoveryInterval)
    return " The stated end is where recovery began; the time until service was normal is left out.";
  const [from, to] = recoveryStartInterval;
  if (minutesBetween(to, recoveryInterval[0]) <= 0) return "";
  const sure = minutesBetween(from, end) <= RAMP_MINUTES && minutesBetween(end, to) <= RAMP_MINUTES;
  return sure
    ? " The stated end is where recovery began; the time until service was normal is left out."
    : ` The stated end may be where recovery began [${clock(from)}, ${clock(to)}], which would leave out the time until service was normal.`;
}

/** What of a difference this traffic shows: how far a stated end must lie from the measured one to be told from it. */
function marginText({ onset, onsetInterval, recovery, recoveryInterval }: WindowFinding, tolerance: number): string {
  const ends = (measured: string, [low, high]: readonly [string, string]): string =>
    `${(minutesBetween(low, measured) + tolerance).toFixed(0)} minutes early or ${(minutesBetween(measured, high) + tolerance).toFixed(0)} late`;
  const end = recovery && recoveryInterval ? `, and an end more than ${ends(recovery, recoveryInterval)}` : "";
  return `These data would expose a start stated more than ${ends(onset, onsetInterval)}${end}.`;
}

/**
 * Judges a stated window against the reconstructed outage.
 *
 * Contradicted when one of its ends lies more than two minutes outside the measured interval of that end; supported when both intervals lie
 * within the tolerance plus a tenth of the stated duration; else not testable. An end that matches the start of recovery is named as such.
 *
 * @param stated - a window with both ends
 * @param window - the reconstructed outage
 * @param toleranceMinutes - allowed beyond the interval
 */
export function judgeWindow(
  stated: StatedWindow,
  window: WindowFinding,
  toleranceMinutes = TOLERANCE_MINUTES,
): WindowVerdict {
  const start = stated.start as string;
  const end = stated.end as string;
  const margin = endMargin({ from: start, to: end }, toleranceMinutes);
  const first = judgeEnd(start, window.onsetInterval, toleranceMinutes, margin);
  const opening = describe("Onset", start, window.onset, window.onsetInterval, first);
  if (window.recovery === null || window.recoveryInterval === null) {
    return {
      verdict: first === "far" ? "contradicted" : "not-testable",
      why: `${opening}; the data end before the recovery.`,
    };
  }
  const last = judgeEnd(end, window.recoveryInterval, toleranceMinutes, margin);
  const closing = describe("end", end, window.recovery, window.recoveryInterval, last);
  const note = last === "far" ? rampNote(end, window, toleranceMinutes) : "";
  const verdict: Verdict =
    first === "far" || last === "far"
      ? "contradicted"
      : first === "near" && last === "near"
        ? "supported"
        : "not-testable";
  return { verdict, why: `${opening}; ${closing}.${note} ${marginText(window, toleranceMinutes)}` };
}
