import { type FourDigits, clocks } from "./clock-tokens.js";
import { dates } from "./date-tokens.js";
import type { ClockToken, DateToken, Found, RelativeToken, TimeToken } from "./time-token.js";
import { zoneAfter } from "./zone-tokens.js";

/** Of tokens that overlap the earlier one stays, of those with one start the longer. */
function disjoint(found: Found): (DateToken | RelativeToken | ClockToken)[] {
  const sorted = found.filter((token) => token !== null && token.kind !== "zone") as (
    | DateToken
    | RelativeToken
    | ClockToken
  )[];
  sorted.sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: (DateToken | RelativeToken | ClockToken)[] = [];
  for (const token of sorted) if (token.start >= (kept.at(-1)?.end ?? 0)) kept.push(token);
  return kept;
}

/**
 * The dates, clock readings and zones in a stretch of words, in order and without overlaps. A zone counts only behind a clock reading or behind a
 * date that a clock reading stands before.
 */
export function timeTokens(words: string, fourDigits: FourDigits): readonly TimeToken[] {
  const tokens: TimeToken[] = [];
  for (const token of disjoint([...dates(words), ...clocks(words, fourDigits)])) {
    if (token.start < (tokens.at(-1)?.end ?? 0)) continue;
    tokens.push(token);
    const zone = token.kind === "relative" ? null : zoneAfter(words, token.end);
    // "2025-03-31 -5 %" is no offset: behind a date only a named zone counts.
    if (zone && (token.kind === "clock" || /[A-Za-z]/.test(zone.label))) tokens.push(zone);
  }
  return tokens;
}
