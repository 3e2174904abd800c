import type { Precision } from "../../statement/statement.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How finely times are written. */
export type WrittenPrecision = Precision | "millisecond";

/** Lengths of the units in which times are written, in ms, the longest first. */
const UNITS: readonly (readonly [WrittenPrecision, number])[] = [
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
  ["second", SECOND],
];

/** How far "about" reaches beyond the unit, in ms: people say it of round times. */
const ABOUT: Readonly<Record<Precision, number>> = { second: 30 * SECOND, minute: 2 * MINUTE, hour: HOUR, day: DAY };
const ABOUT_ROUND = [
  [30 * MINUTE, 15 * MINUTE],
  [5 * MINUTE, 5 * MINUTE],
] as const;

/**
 * The unit in which a log writes its times: the longest of which all of them are whole multiples.
 *
 * A log all of whose few rows happen to lie on full minutes counts as written to the minute, which is the careful reading.
 */
export function precisionOf(times: readonly number[]): WrittenPrecision {
  return UNITS.find(([, length]) => times.every((ms) => ms % length === 0))?.[0] ?? "millisecond";
}

/**
 * The moments that a written time leaves open, `[from, to)` in ms.
 *
 * A log cuts off what is finer than its unit. People cut off or round, so that half a unit before counts too; "about" reaches further, the more the
 * rounder the time is.
 *
 * @param by - who wrote it
 */
export function writtenSpan(
  ms: number,
  precision: WrittenPrecision,
  by: "log" | "person",
  hedged = false,
): readonly [from: number, to: number] {
  const unit = UNITS.find(([name]) => name === precision)?.[1] ?? 1;
  const before = by === "person" && precision !== "day" ? unit / 2 : 0;
  if (!hedged || precision === "millisecond") return [ms - before, ms + unit];
  const round = precision === "minute" ? ABOUT_ROUND.find(([length]) => ms % length === 0)?.[1] : undefined;
  const about = round ?? ABOUT[precision];
  return [ms - before - about, ms + unit + about];
}
