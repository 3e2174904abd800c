import type { EventRole, Statement, StatementEvent } from "../statement.js";
import type { Claim } from "./claim-type.js";
import { isNamed, nameable, valuePattern } from "./named-values.js";

function sentences(text: string): string[] {
  return text
    .split(/(?<=[.!?])\s+|\n+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.length > 0);
}

/** Values that exclude each other and together make the whole. */
const WHOLES: readonly (readonly string[])[] = [["inbound", "outbound"]];
/** What says of a part that it was spared. */
function isSpared(value: string, sentence: string): boolean {
  const name = valuePattern(value);
  const after = `${name}[^.;,]{0,40}?\\b(?:(?:not|never|un)\\s*-?(?:affected|impacted|touched)|unaffected|untouched|continued|worked|normal|(?:was|were|did|is|are) not(?=\\s*(?:[.;,]|$)))`;
  return new RegExp(`${after}|\\b(?:not|no)\\b[^.;,]{0,20}${name}`, "iu").test(sentence);
}

const EXCLUSIVE = /\b(?:only|solely|just|exclusively|limited to|confined to|restricted to|specific to)\b/i;

/** Names of the data's own columns stand in many sentences; one that speaks of no trouble is no claim of scope. */
const TROUBLED =
  /\b(?:affect|impact|fail|error|unavailab|unreachab|disrupt|degrad|limited|confined|restricted|drop|outage|down\b|slow|hit\b)/i;

/** Said of a part by itself it is a claim only in these words. */
const HIT = /\b(?:affected|impacted|failed|failing|disrupted|unavailable|unreachable|degraded|down|hit)\b/i;
const SUPPOSED = /\b(?:may|might|could|would|if|upgraded|deployed|rolled)\b/i;

interface StatedScope {
  readonly values: readonly string[];
  readonly only: boolean;
  readonly spared?: readonly string[];
}

/** What a sentence says of a whole's parts: which were affected, and whether the rest was not. */
function scopeOf(sentence: string, whole: readonly string[], ours: boolean): StatedScope | null {
  const named = whole.filter((value) => isNamed(ours ? value : value.toLowerCase(), sentence));
  const spared = named.filter((value) => isSpared(value, sentence));
  const values = named.filter((value) => !spared.includes(value));
  if (values.length === whole.length) return { values, only: false };
  if (EXCLUSIVE.test(sentence) && values.length > 0) return { values, only: true };
  if (spared.length > 0 && (ours || values.length > 0))
    return { values, only: values.length > 0, ...(ours && { spared }) };
  return ours && values.length > 0 && HIT.test(sentence) && !SUPPOSED.test(sentence) ? { values, only: false } : null;
}

const partsOf = (whole: readonly string[]): string =>
  [...whole]
    .map((value) => value.toLowerCase())
    .sort()
    .join("|");

/**
 * "Inbound and outbound calls were affected", "only inbound calls were": which parts of the traffic an incident reached.
 *
 * @param wholes - further sets of values that exclude each other: those of the columns that the data are broken down by
 */
export function scopeClaims(text: string, wholes: readonly (readonly string[])[] = []): Claim[] {
  const found: Claim[] = [];
  const known = [...WHOLES, ...wholes.map(nameable).filter((whole) => whole.length > 1)];
  const distinct = known.filter(
    (whole, index) => known.findIndex((other) => partsOf(other) === partsOf(whole)) === index,
  );
  for (const quote of sentences(text)) {
    const own = distinct.filter((whole) => !WHOLES.includes(whole) && whole.some((value) => isNamed(value, quote)));
    for (const whole of distinct) {
      // Inbound and outbound under the names of the data's own column are one claim, not two.
      const alike =
        whole !== own[0] &&
        own[0]?.some((value) => whole.some((other) => value.toLowerCase().startsWith(other.toLowerCase())));
      const twin = WHOLES.includes(whole)
        ? null
        : WHOLES.find((other) => other.every((value) => whole.some((one) => one.toLowerCase().startsWith(value))));
      if (twin && scopeOf(quote, twin, false)) continue;
      if (alike && !WHOLES.includes(whole)) continue;
      const scope = WHOLES.includes(whole)
        ? scopeOf(quote, whole, false)
        : TROUBLED.test(quote)
          ? scopeOf(quote, whole, true)
          : null;
      if (scope) found.push({ id: `scope-${found.length + 1}`, kind: "scope", quote, ...scope });
    }
  }
  return found;
}

const AFTER_IDENTIFICATION =
  /\b(?:on|upon|after|once|following|having|when|as soon as)\b[^.]{0,80}\b(?:identif|diagnos|found|cause|pinpoint|isolat)/i;
const ACTION = /\b(?:capacity|scal|restart|roll|deploy|patch|disabl|increas|add)/i;

/** "On identification …, capacity was increased": an order of two entries, asserted in prose. */
export function orderClaims(text: string, { events }: Statement): Claim[] {
  const entry = (role: EventRole): StatementEvent | null =>
    events.find((event) => event.role === role && event.at !== null) ?? null;
  return sentences(text)
    .filter(
      (sentence) => AFTER_IDENTIFICATION.test(sentence) && ACTION.test(sentence) && !/\d{4}-\d{2}-\d{2}/.test(sentence),
    )
    .map((quote, index) => ({
      id: `order-${index + 1}`,
      kind: "order",
      quote,
      first: entry("identified"),
      next: entry("mitigation-start"),
    }));
}

const CAUSE =
  /\b(?:root cause|caused by|was due to|due to (?:a|an|the)|resulted from|led to|the fault lay in|as a result of|triggered by)\b/i;

/** The sentence that says why it happened: the first of a section on the cause, else the first that names a cause. */
export function causeClaims(text: string): Claim[] {
  const lines = text.split(/\n+/).map((line) => line.trim());
  const heading = lines.findIndex((line) => /^#*\s*(?:\*\*)?(?:root )?cause(?: analysis)?(?:\*\*)?:?$/i.test(line));
  const quote =
    heading >= 0
      ? sentences(lines.slice(heading + 1).find((line) => line.length > 0) ?? "")[0]
      : sentences(text).find((sentence) => CAUSE.test(sentence));
  return quote ? [{ id: "cause-1", kind: "cause", quote }] : [];
}
