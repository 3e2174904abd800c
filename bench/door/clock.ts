/** The parts of a time as a clock on the wall of a zone shows them. */
interface Wall {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly milli: number;
  readonly weekday: string;
  /** Minutes east of UTC. */
  readonly offset: number;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const formats = new Map<string, Intl.DateTimeFormat>();

function offsetOf(at: number, zone: string): number {
  if (zone === "UTC") return 0;
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      dateStyle: "short",
      timeStyle: "medium",
    });
    formats.set(zone, format);
  }
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const shown = Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second);
  return Math.round((shown - Math.floor(at / 1000) * 1000) / 60_000);
}

function wall(at: number, zone = "UTC"): Wall {
  const offset = offsetOf(at, zone);
  const shown = new Date(at + offset * 60_000);
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
    milli: shown.getUTCMilliseconds(),
    weekday: WEEKDAYS[shown.getUTCDay()] as string,
    offset,
  };
}

export const pad = (value: number, width = 2): string => String(value).padStart(width, "0");

/** A time by a pattern: `YYYY MM DD hh mm ss SSS`, `M D h` without zeros, `MON` short name, `DOW` weekday, `AMPM`, `zzzz` as +hhmm, `zz:zz` as +hh:mm. */
export function stamp(at: number, pattern: string, zone = "UTC"): string {
  const on = wall(at, zone);
  const sign = on.offset < 0 ? "-" : "+";
  const hours = pad(Math.floor(Math.abs(on.offset) / 60));
  const minutes = pad(Math.abs(on.offset) % 60);
  const words: Readonly<Record<string, string>> = {
    YYYY: String(on.year),
    YY: pad(on.year % 100),
    MON: MONTHS[on.month - 1] as string,
    MM: pad(on.month),
    M: String(on.month),
    DOW: on.weekday,
    DD: pad(on.day),
    D: String(on.day),
    hh: pad(on.hour),
    h12: String(on.hour % 12 || 12),
    mm: pad(on.minute),
    ss: pad(on.second),
    SSS: pad(on.milli, 3),
    AMPM: on.hour < 12 ? "AM" : "PM",
    "zz:zz": `${sign}${hours}:${minutes}`,
    zzzz: `${sign}${hours}${minutes}`,
  };
  return pattern.replace(
    /YYYY|YY|MON|MM|DOW|DD|h12|hh|mm|ss|SSS|AMPM|zz:zz|zzzz|\bM\b|\bD\b/g,
    (word) => words[word] ?? word,
  );
}

export const iso = (at: number): string => new Date(at).toISOString();
export const isoSeconds = (at: number): string => `${iso(at).slice(0, 19)}Z`;
/** `2026-03-12 08:00:00` on the wall of a zone. */
export const sql = (at: number, zone = "UTC"): string => stamp(at, "YYYY-MM-DD hh:mm:ss", zone);
/** `12/Mar/2026:08:00:00 +0000`, the time of web servers' logs. */
export const clf = (at: number, zone = "UTC"): string => stamp(at, "DD/MON/YYYY:hh:mm:ss zzzz", zone);
