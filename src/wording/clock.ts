/** Zone in which a reader sees times where an incident names none. */
const UTC = "UTC";

interface Parts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly time: string;
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  formats.set(zone, made);
  return made;
}

/** The wall clock of a zone at an instant; seconds only where there are some. */
function parts(ms: number, zone: string): Parts {
  const found = Object.fromEntries(
    formatOf(zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, value]),
  );
  const seconds = found["second"] === "00" ? "" : `:${found["second"]}`;
  return {
    year: found["year"] ?? "",
    month: MONTHS[Number(found["month"]) - 1] ?? "",
    day: String(Number(found["day"])),
    time: `${found["hour"]}:${found["minute"]}${seconds}`,
  };
}

/** A time as `16:44`, with seconds when it has some; the text itself when it is no time. UTC unless a zone is given. */
export function clock(iso: string, zone: string = UTC): string {
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? iso : parts(ms, zone).time;
}

/** A time beside another: `16:44` where both are of one day, else `31 Mar 16:44`. */
export function clockBeside(iso: string, other: string, zone: string = UTC): string {
  const date = day(iso, zone);
  return date === day(other, zone) ? clock(iso, zone) : `${date.slice(0, -5)} ${clock(iso, zone)}`;
}

/** A time as `31 Mar 2025 16:44 UTC`. */
export function dayClock(iso: string, zone: string = UTC): string {
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? iso : `${day(iso, zone)} ${clock(iso, zone)} ${zoneName(iso, zone)}`;
}

/** A stretch of time with its day said once where one is enough: `4 Jun 2024, 09:21 to 10:51 UTC`. */
export function spanText(from: string, to: string, zone: string = UTC): string {
  return day(from, zone) === day(to, zone)
    ? `${day(from, zone)}, ${clock(from, zone)} to ${clock(to, zone)} ${zoneName(to, zone)}`
    : `${dayClock(from, zone)} to ${dayClock(to, zone)}`;
}

/** The day of a time as `31 Mar 2025`. */
export function day(iso: string, zone: string = UTC): string {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return iso;
  const { day: date, month, year } = parts(ms, zone);
  return `${date} ${month} ${year}`;
}

/** Languages in which zones have short names: each knows those of its own part of the world, and calls the rest GMT and an offset. */
const LANGUAGES = ["en-GB", "en-US", "en-CA", "en-AU", "en-IN", "en-ZA"];

/** Short names in common use that no form of English gives; clocks that keep one season. */
const COMMON: ReadonlyMap<string, string> = new Map([
  ["Asia/Tokyo", "JST"],
  ["Asia/Seoul", "KST"],
  ["Asia/Hong_Kong", "HKT"],
  ["Asia/Singapore", "SGT"],
  ["Asia/Karachi", "PKT"],
  ["Asia/Jakarta", "WIB"],
  ["Europe/Moscow", "MSK"],
  ["America/Sao_Paulo", "BRT"],
]);

const names = new Map<string, readonly Intl.DateTimeFormat[]>();

function namersOf(zone: string): readonly Intl.DateTimeFormat[] {
  const known = names.get(zone);
  if (known) return known;
  const made = LANGUAGES.map(
    (language) => new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName: "short" }),
  );
  names.set(zone, made);
  return made;
}

/** The short name of a zone at an instant, the same everywhere: `UTC`, `CEST`, `EDT`, or the offset (`UTC−5`) where the zone has no short name. */
export function zoneName(iso: string, zone: string = UTC): string {
  const ms = Date.parse(iso);
  if (zone === UTC || Number.isNaN(ms)) return UTC;
  const common = COMMON.get(zone);
  if (common !== undefined) return common;
  let offset = zone;
  for (const format of namersOf(zone)) {
    const name = format.formatToParts(ms).find(({ type }) => type === "timeZoneName")?.value ?? zone;
    if (!/^(?:GMT|UTC)[+\-\u2212]/.test(name)) return name;
    offset = name;
  }
  return offset.replace(/^GMT/, "UTC").replace("-", "\u2212");
}
