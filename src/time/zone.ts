import { Temporal } from "temporal-polyfill";

/** Parts of a wall clock's reading; the day as the calendar has it. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** What a local time means in a zone. */
export interface ZonedInstant {
  /** UTC ISO-8601 to the second; `null` if the local time names no one instant. */
  readonly at: string | null;
  /** `gap`: skipped when clocks went forward; `fold`: read twice when they went back; `invalid`: no such date or time. */
  readonly verdict: "exact" | "gap" | "fold" | "invalid";
  /** For a fold both instants, earlier first; for a gap the instants that the offsets before and after it give. */
  readonly candidates: readonly string[];
}

const INVALID: ZonedInstant = { at: null, verdict: "invalid", candidates: [] };
const FIXED = /^(?:UTC|Z)$|^[+-]\d{2}:\d{2}$/;

const isoSeconds = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** Milliseconds as if the local time were UTC; `null` if it is no date. 24:00 is the next day's midnight. */
function asUtc({ year, month, day, hour, minute, second }: LocalTime): number | null {
  if (month < 1 || month > 12 || day < 1 || hour < 0 || minute < 0 || minute > 59 || second < 0 || second > 60)
    return null;
  if (hour > 24 || (hour === 24 && (minute > 0 || second > 0))) return null;
  const ms = Date.UTC(year, month - 1, day);
  return new Date(ms).getUTCMonth() === month - 1
    ? ms + (hour * 3600 + minute * 60 + Math.min(second, 59)) * 1000
    : null;
}

function fixedOffsetMs(zone: string): number {
  if (zone === "UTC" || zone === "Z") return 0;
  const sign = zone.startsWith("-") ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6))) * 60_000;
}

function inRegion(localMs: number, zone: string): ZonedInstant {
  const plain = Temporal.PlainDateTime.from(new Date(localMs).toISOString().slice(0, 19));
  const earlier = plain.toZonedDateTime(zone, { disambiguation: "earlier" });
  const later = plain.toZonedDateTime(zone, { disambiguation: "later" });
  if (earlier.epochMilliseconds === later.epochMilliseconds) {
    const at = isoSeconds(earlier.epochMilliseconds);
    return { at, verdict: "exact", candidates: [at] };
  }
  const verdict = earlier.toPlainDateTime().equals(plain) ? "fold" : "gap";
  return {
    at: null,
    verdict,
    candidates: [isoSeconds(earlier.epochMilliseconds), isoSeconds(later.epochMilliseconds)],
  };
}

/** True if a zone's name is known: `UTC`, `Z`, an offset such as `+05:30`, or an IANA name. */
export function isZone(zone: string): boolean {
  if (FIXED.test(zone)) return true;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

/**
 * The instant of a wall clock's reading in a zone.
 *
 * Daylight-saving gaps and folds get an explicit verdict and no instant: which one was meant is for the caller to settle.
 *
 * @param local - the reading; hour 24 with minute 0 is the midnight that ends the day
 * @param zone - `UTC`, an offset `±hh:mm`, or an IANA name
 * @returns the instant, or the verdict why there is none; never throws for a reading that is no date
 * @throws RangeError when the zone is unknown
 */
export function zonedInstant(local: LocalTime, zone: string): ZonedInstant {
  const ms = asUtc(local);
  if (ms === null) return INVALID;
  if (!FIXED.test(zone)) return inRegion(ms, zone);
  const at = isoSeconds(ms - fixedOffsetMs(zone));
  return { at, verdict: "exact", candidates: [at] };
}
