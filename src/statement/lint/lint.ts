import { durationRules } from "./durations.js";
import type { LintInput } from "./input.js";
import { orderRules } from "./order.js";
import { rateRules } from "./rates.js";
import { timeRules } from "./times.js";
import { windowRules } from "./windows.js";
import { wordRules } from "./words.js";
import type { Inconsistency } from "../statement.js";

const GRAVITY: Readonly<Record<Inconsistency["severity"], number>> = { serious: 0, warning: 1, info: 2 };

/**
 * Where a statement contradicts itself or leaves out what it needs, gravest first.
 *
 * Each rule compares the statement with itself only; none of them knows the incident. A hedged time may be a quarter of an hour off, a
 * duration of round hours an eighth, and stated support hours count as such.
 */
export function lint(input: LintInput): readonly Inconsistency[] {
  const rules = [...windowRules, ...durationRules, ...orderRules, ...timeRules, ...rateRules, ...wordRules];
  return rules.flatMap((rule) => rule(input)).sort((a, b) => GRAVITY[a.severity] - GRAVITY[b.severity]);
}
