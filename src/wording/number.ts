import type { Estimate } from "../stats/estimate.js";

const GAP = "\u00a0";

/** A share 0…1 as per cent, three significant digits at most: `25.1 %`, `0.042 %`. Missing is a dash. */
export function percent(share: number | null, digits?: number): string {
  if (share === null || !Number.isFinite(share)) return "–";
  const value = share * 100;
  const size = Math.abs(value);
  const places = digits ?? placesOf(size);
  return `${fixed(value, places)}${GAP}%`;
}

/** Decimals of a value in per cent: none where it is whole, else as many as leave about three digits. */
function placesOf(size: number): number {
  if (size >= 99.995 || Math.abs(size - Math.round(size)) < 1e-9) return 0;
  if (size >= 99) return 2;
  if (size >= 1) return 1;
  return size >= 0.1 ? 2 : 3;
}

/** A number with thousands set apart: `12,345`; one decimal under 100 unless it is whole. */
export function amount(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return "–";
  const places = Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 1 ? 1 : 3;
  const [whole = "0", part] = fixed(value, places).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return part === undefined ? grouped : `${grouped}.${part}`;
}

/**
 * An estimate in words, interval in brackets: `25.1 % [24.6, 25.6]`. `unit` is `share` or the unit's name. Every number is written as it would
 * be alone, so that the same number reads the same in a tile, a table and a sentence.
 */
export function estimateText({ value, interval: [low, high] }: Estimate, unit: string): string {
  if (!Number.isFinite(value)) return "–";
  if (unit === "share") return `${percent(value)} [${bare(low)}, ${bare(high)}]`;
  return `${amount(value)}${unit ? ` ${unit}` : ""} [${amount(low)}, ${amount(high)}]`;
}

/** The interval of an estimate as {@link estimateText} writes it: `[24.6, 25.6]`. */
export function intervalText({ interval: [low, high] }: Estimate, unit: "share" | ""): string {
  return unit === "share" ? `[${bare(low)}, ${bare(high)}]` : `[${amount(low)}, ${amount(high)}]`;
}

/** A difference of shares in percentage points: `−11.0 percentage points [−16.0, −6.0]`. */
export function pointsText({ value, interval: [low, high] }: Estimate): string {
  if (!Number.isFinite(value)) return "–";
  return `${bare(value)} percentage points [${bare(low)}, ${bare(high)}]`;
}

/** A length in whole minutes: `109 minutes`, `1 minute`. */
export function minutesText(value: number): string {
  const whole = amount(Math.round(value));
  return `${whole} ${whole === "1" ? "minute" : "minutes"}`;
}

/** A length for a sentence or a tile: minutes up to ten hours, then hours and minutes, then days and hours. */
export function lengthText(minutes: number): string {
  const whole = Math.round(minutes);
  if (whole <= LONGEST_IN_MINUTES) return minutesText(whole);
  const [days, hours, rest] = [Math.floor(whole / 1440), Math.floor((whole % 1440) / 60), whole % 60];
  if (days > 0) return hours === 0 ? `${days} ${days === 1 ? "day" : "days"}` : `${days} d ${hours} h`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** A length with its interval, spelled as {@link lengthText} spells each of them: `109 minutes [105, 113]`. */
export function lengthEstimate(length: Estimate): string {
  return `${lengthText(length.value)} ${lengthInterval(length)}`;
}

/** The interval of a length: `[105, 113]` in minutes, `[9 h 50 min, 10 h 5 min]` above. */
export function lengthInterval({ interval }: Estimate): string {
  const ends = interval.map(lengthText);
  const short = ends.every((end) => / minutes?$/.test(end));
  const mixed = ends.some((end) => / d \d/.test(end));
  return `[${ends.map((end) => (short ? end.split(" ")[0] : mixed ? end.replace(/ days?$/, " d") : end)).join(", ")}]`;
}

/** Minutes up to which a length reads well in minutes alone. */
const LONGEST_IN_MINUTES = 600;

/** A share as per cent without the sign, for the ends of an interval whose value carries it. */
function bare(share: number): string {
  return percent(share).replace(`${GAP}%`, "");
}

/** A text with a capital first letter, for headlines made from names. */
export function capital(text: string): string {
  return text.replace(/^./u, (first) => first.toUpperCase());
}

function fixed(value: number, places: number): string {
  const text = value.toFixed(places);
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text.replace("-", "−");
}
