import type { EventRole, Statement, StatementEvent } from "../statement/statement.js";
import type { Claim } from "./claim-type.js";

function sentences(text: string): string[] {
  return text.split(/(?<=[.!?])\s+|\n+/).map((sentence) => sentence.trim()).filter((sentence) => sentence.length > 0);
}

/** Values that exclude each other and together make the whole. */
const WHOLES: readonly (readonly string[])[] = [["inbound", "outbound"]];
const NEGATED = (name: string, value = escaped(name)): RegExp => new RegExp(`\\b${value}\\b[^.;,]{0,40}\\b(?:not|never|un)\\s*-?(?:affected|impacted|touched)|\\b${value}\\b[^.;,]{0,40}\\b(?:unaffected|untouched|continued|worked|normal)|\\bnot\\b[^.;,]{0,20}\\b${value}\\b|\\bno\\b[^.;,]{0,20}\\b${value}\\b`, "i");
const EXCLUSIVE = /\b(?:only|solely|just|exclusively|limited to|confined to|restricted to|specific to)\b/i;

/** Names of the data's own columns stand in many sentences; one that speaks of no trouble is no claim of scope. */
const TROUBLED = /\b(?:affect|impact|fail|error|unavailab|unreachab|disrupt|degrad|limited|confined|restricted|drop|outage|down\b|slow|hit\b)/i;

/** What a sentence says of a whole's parts: which were affected, and whether the rest was not. */
function scopeOf(sentence: string, whole: readonly string[]): { readonly values: readonly string[]; readonly only: boolean } | null {
  const named = whole.filter((value) => new RegExp(`(?<![\\w-])${escaped(value)}(?![\\w-])`, "i").test(sentence));
  const spared = named.filter((value) => NEGATED(value).test(sentence));
  const values = named.filter((value) => !spared.includes(value));
  if (values.length === whole.length) return { values, only: false };
  if (values.length === 0 || values.length === whole.length) return null;
  return spared.length > 0 || EXCLUSIVE.test(sentence) ? { values, only: true } : null;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
/** More values than this are identifiers, not parts of a whole. */
const MOST_VALUES = 24;

/** The values that a column of the data tells apart, as far as words of a statement can name them. */
function nameable(values: readonly string[]): readonly string[] {
  return values.length > 1 && values.length <= MOST_VALUES ? values.filter((value) => /^[\p{L}][\p{L}\p{N} _-]{1,40}$/u.test(value)) : [];
}

const partsOf = (whole: readonly string[]): string => [...whole].map((value) => value.toLowerCase()).sort().join("|");

/**
 * "Inbound and outbound calls were affected", "only inbound calls were": which parts of the traffic an incident reached.
 *
 * @param wholes - further sets of values that exclude each other: those of the columns that the data are broken down by
 */
export function scopeClaims(text: string, wholes: readonly (readonly string[])[] = []): Claim[] {
  const found: Claim[] = [];
  const known = [...WHOLES, ...wholes.map(nameable).filter((whole) => whole.length > 1)];
  const distinct = known.filter((whole, index) => known.findIndex((other) => partsOf(other) === partsOf(whole)) === index);
  for (const quote of sentences(text)) {
    for (const whole of distinct) {
      const scope = WHOLES.includes(whole) || TROUBLED.test(quote) ? scopeOf(quote, whole) : null;
      if (scope) found.push({ id: `scope-${found.length + 1}`, kind: "scope", quote, ...scope });
    }
  }
  return found;
}

const AFTER_IDENTIFICATION = /\b(?:on|upon|after|once|following|having|when|as soon as)\b[^.]{0,80}\b(?:identif|diagnos|found|cause|pinpoint|isolat)/i;
const ACTION = /\b(?:capacity|scal|restart|roll|deploy|patch|disabl|increas|add)/i;

/** "On identification …, capacity was increased": an order of two entries, asserted in prose. */
export function orderClaims(text: string, { events }: Statement): Claim[] {
  const entry = (role: EventRole): StatementEvent | null => events.find((event) => event.role === role && event.at !== null) ?? null;
  return sentences(text)
    .filter((sentence) => AFTER_IDENTIFICATION.test(sentence) && ACTION.test(sentence) && !/\d{4}-\d{2}-\d{2}/.test(sentence))
    .map((quote, index) => ({ id: `order-${index + 1}`, kind: "order", quote, first: entry("identified"), next: entry("mitigation-start") }));
}

const CAUSE = /\b(?:root cause|caused by|was due to|due to (?:a|an|the)|resulted from|led to|the fault lay in|as a result of|triggered by)\b/i;

/** The sentence that says why it happened: the first of a section on the cause, else the first that names a cause. */
export function causeClaims(text: string): Claim[] {
  const lines = text.split(/\n+/).map((line) => line.trim());
  const heading = lines.findIndex((line) => /^#*\s*(?:\*\*)?(?:root )?cause(?: analysis)?(?:\*\*)?:?$/i.test(line));
  const quote = heading >= 0 ? sentences(lines.slice(heading + 1).find((line) => line.length > 0) ?? "")[0] : sentences(text).find((sentence) => CAUSE.test(sentence));
  return quote ? [{ id: "cause-1", kind: "cause", quote }] : [];
}
