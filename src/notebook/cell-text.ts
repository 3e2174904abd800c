import { inspect } from "node:util";
import { amount, percent } from "../wording/number.js";
import { isEstimateLike } from "./tabular.js";

/** Signs of one line of a table's cell; the whole value stays in the data. */
const LONGEST = 200;
const MISSING = "–";
// Control characters, and marks that turn the reading direction or hide text; a line break becomes a space.
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z$/;
const PROPORTION = /(^|[a-z])(rate|share|excess|coverage|fatality|power|availability|credit)$/i;

/** How the numbers of a column read when nobody says: proportions by their names, minutes by theirs. */
export function impliedUnit(name: string): string {
  if (PROPORTION.test(name)) return "%";
  return /minutes$/i.test(name) ? "min" : "";
}

function plainNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? MISSING : value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  const digits = Number.isInteger(value)
    ? 0
    : size >= 1000
      ? 0
      : size >= 100
        ? 1
        : size >= 10
          ? 2
          : size >= 0.01
            ? 3
            : undefined;
  const text =
    digits === undefined ? value.toPrecision(3) : value.toLocaleString("en-US", { maximumFractionDigits: digits });
  return text.replace(/^-/, "−");
}

/** A number in its column's unit; a proportion 0…1 reads as per cent. */
function numberText(value: number, unit: string): string {
  if (unit === "min" && Math.abs(value) >= 1) return plainNumber(Math.round(value * 10) / 10);
  if (unit !== "%") return plainNumber(value);
  const share = value * 100;
  const digits = share !== 0 && Math.abs(share) < 1 ? 2 : Math.abs(share) > 99 && Math.abs(share) < 100 ? 2 : 1;
  return share.toLocaleString("en-US", { maximumFractionDigits: digits, minimumFractionDigits: 1 }).replace(/^-/, "−");
}

/** A number of an estimate, as reports write it. */
function levelText(value: number, unit: string): string {
  if (!Number.isFinite(value)) return plainNumber(value);
  if (unit === "%") return percent(value).replace(/\s?%$/, "");
  return amount(unit === "min" && Math.abs(value) >= 1 ? Math.round(value) : value);
}

/** 2025-03-31T15:09:00.000Z → 2025-03-31 15:09 */
function instantText(instant: string): string {
  return instant.replace("T", " ").replace(/Z$/, "").replace(/\.0+$/, "").replace(/:00$/, "");
}

function capped(text: string): string {
  const line = text.replace(HIDDEN, " ").trim();
  const signs = [...line];
  return signs.length > LONGEST ? `${signs.slice(0, LONGEST - 1).join("")}…` : line;
}

function objectText(value: object): string {
  const { from, to } = value as { from?: unknown; to?: unknown };
  if (typeof from === "string" && (typeof to === "string" || to === null))
    return `${cellText(from)} – ${to === null ? "open" : cellText(to)}`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? MISSING : instantText(value.toISOString());
  return capped(inspect(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 5 }));
}

/**
 * One cell of a table as text: an estimate with its interval, times in UTC to the precision they carry, a missing value as
 * a dash, text on one line of at most 200 characters.
 *
 * @param unit - `%` shows proportions 0…1 as per cent; any other unit leaves the number as it is
 */
export function cellText(value: unknown, unit = ""): string {
  if (value === null || value === undefined) return MISSING;
  if (typeof value === "number") return numberText(value, unit);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return INSTANT.test(value) ? instantText(value) : capped(value);
  if (isEstimateLike(value)) {
    const [middle, low, high] = [value.value, ...value.interval].map((one) => levelText(one, unit));
    return `${middle} (${low} to ${high})`;
  }
  if (Array.isArray(value) && value.length === 2 && value.every((each) => each === null || typeof each !== "object")) {
    return `${cellText(value[0], unit)} to ${cellText(value[1], unit)}`;
  }
  if (typeof value === "object") return objectText(value);
  return capped(String(value));
}

/** What a column is sorted by: numbers and estimates by their number, times and text as text. */
export function sortKey(value: unknown): string | number | null {
  if (typeof value === "number") return Number.isNaN(value) ? null : value;
  if (isEstimateLike(value)) return value.value;
  if (value instanceof Date) return value.getTime();
  return value === null || value === undefined ? null : cellText(value);
}
