import type { RemediationConfig } from "../../incident/incident.js";
import type { Span } from "../../time/span.js";
import { outageWindows } from "../events/outage-windows.js";
import type { StatedPercentage, Statement } from "../statement.js";
import type { Claim, ClaimKind } from "./claim-type.js";
import { sourceText } from "../text/source-text.js";
import { absencesIn, curesIn, lengthsIn } from "./without-figures.js";
import { causeClaims, orderClaims, scopeClaims } from "./in-prose.js";
import { type StatedMeasure, statedMeasures } from "./stated-measure.js";
import { requireFields, requireList, requireString } from "../../errors/argument.js";

export type { Claim } from "./claim-type.js";

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "") || "text";

/** Gives the second and later claim of one name a number. */
function numbered(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}-${count}`;
  });
}

function windowClaims(statement: Statement): Claim[] {
  const seen = new Set<string>();
  const told = new Set<string>();
  const closed = outageWindows(statement).filter(({ start, end, section, quote, statedMinutes }) => {
    const key = `${section}|${start}|${end}`;
    if (start === null || end === null || end <= start || seen.has(key)) return false;
    seen.add(key);
    // One beginning with two ends is one claim: that to the recovery, which stands first.
    const beginning = `${section}|${start}|${quote}`;
    const again = told.has(beginning) && statedMinutes === null;
    told.add(beginning);
    return !again;
  });
  const ids = numbered(closed.map(({ section }) => `window-${slug(section)}`));
  return closed.map((window, index) => ({ id: ids[index] as string, kind: "window", quote: window.quote, window }));
}

/** The window that a percentage speaks of: the one of its own sentence or section, else the statement's first. */
function windowOf(percentage: StatedPercentage, statement: Statement): Span | null {
  const closed = outageWindows(statement).filter(({ start, end }) => start !== null && end !== null);
  const near = closed.find(({ quote }) => quote.includes(percentage.quote) || percentage.quote.includes(quote));
  const section = (percentage as { section?: string }).section;
  const own = near ?? closed.find((window) => section !== undefined && window.section === section) ?? closed[0];
  return own ? { from: own.start as string, to: own.end as string } : null;
}

function rateClaims(statement: Statement, text: string): Claim[] {
  const measures = statedMeasures(statement.percentages, text);
  return statement.percentages.map((percentage, index) => ({
    id: `rate-${index + 1}`,
    kind: "rate",
    quote: percentage.quote,
    percentage,
    over: windowOf(percentage, statement),
    measure: measures[index] as StatedMeasure,
  }));
}

/** An entry of the text is of a remediation where it dates its beginning to the minute or two. */
const SAME_MS = 120_000;
/** Prevention is another claim than an end of the failures. */
const PREVENTS = /\b(?:prevent\w*|recurr\w*|again in (?:the )?future|permanent|long[- ]term)\b/i;

function effectClaims(statement: Statement, text: string, remediations: readonly RemediationConfig[]): Claim[] {
  const declared = remediations.flatMap((remediation): Claim[] => {
    const at = Date.parse(remediation.from);
    const event = statement.events.find((entry) => entry.at !== null && Math.abs(Date.parse(entry.at) - at) <= SAME_MS);
    // What no entry of the text names nobody has claimed.
    if (!event || event.role.startsWith("prevention") || PREVENTS.test(event.quote)) return [];
    return [{ id: `effect-${remediation.id}`, kind: "effect", quote: event.quote, remediation }];
  });
  // With remediations named, what a sentence says of an action is among them.
  const told = remediations.length > 0 ? [] : curesIn(text);
  return [
    ...declared,
    ...told.map(
      (quote, index): Claim => ({ id: `effect-stated-${index + 1}`, kind: "effect", quote, remediation: null }),
    ),
  ];
}

function absences(statement: Statement, text: string): Claim[] {
  const first = statement.percentages.length + 1;
  return absencesIn(text).map((absence, index) => {
    const percentage: StatedPercentage = {
      low: 0,
      high: 0,
      hedged: false,
      numerator: absence.predicate,
      denominator: absence.unit,
      quote: absence.quote,
    };
    return {
      id: `rate-${first + index}`,
      kind: "rate",
      quote: absence.quote,
      percentage,
      over: windowOf(percentage, statement),
      measure: { outcome: "failed", when: "window", unit: absence.unit, scope: absence.unit, other: null },
    };
  });
}

/** Lengths of the incident that no window of the statement has: those of a window are judged with it. */
function durationClaims(statement: Statement, text: string): Claim[] {
  const closed = statement.windows.filter(({ start, end }) => start !== null && end !== null);
  const own = closed.map(({ start, end }) => (Date.parse(end as string) - Date.parse(start as string)) / 60_000);
  const at =
    closed[0]?.start ??
    statement.events.find((event) => event.role === "onset" && event.at !== null)?.at ??
    statement.events.find((event) => event.at !== null)?.at ??
    null;
  const other = lengthsIn(text).filter(
    ({ minutesLow, minutesHigh }) => !own.some((minutes) => minutes >= minutesLow - 1 && minutes <= minutesHigh + 1),
  );
  return other.map(({ sentence, hedged, ...duration }, index) => ({
    id: `duration-${index + 1}`,
    kind: "duration",
    quote: sentence,
    duration,
    hedged,
    at,
  }));
}

function recurrenceClaims(statement: Statement): Claim[] {
  const promise =
    statement.actions.find(({ quote }) => /prevent|recur/i.test(quote))?.quote ??
    statement.events.find(({ quote }) => /recurrence/i.test(quote))?.quote;
  if (!promise) return [];
  const ends = statement.events.filter(
    ({ role, at }) => at !== null && (role === "prevention-end" || role === "recovered" || role === "resolved"),
  );
  const last =
    ends
      .map(({ at }) => at as string)
      .sort()
      .at(-1) ?? null;
  return [{ id: "no-recurrence", kind: "no-recurrence", quote: promise, after: last }];
}

function communicationClaims({ events }: Statement): Claim[] {
  return events
    .filter((event) => event.role === "communicated" && event.at !== null)
    .map((event, index) => ({ id: `communication-${index + 1}`, kind: "communication", quote: event.quote, event }));
}

/**
 * The sentences of a statement that assert something, as it was read, under the names of their sections: what claims are made of.
 *
 * A corrected reading has those that a person left in it; the text itself is read once only.
 */
export function assertedText({ claims = [] }: Statement): string {
  let section = "";
  let last = "";
  return claims
    .flatMap(({ context, section: own }) => {
      if (context === last) return [];
      last = context;
      const heading = own !== section && own !== "" ? [`## ${own}`] : [];
      section = own;
      return [...heading, context];
    })
    .join("\n\n");
}

/** The kinds of claim in the order in which an audit lists them. */
export const CLAIM_KINDS: readonly ClaimKind[] = [
  "window",
  "duration",
  "rate",
  "scope",
  "order",
  "effect",
  "no-recurrence",
  "communication",
  "cause",
];

/**
 * The claims of a statement, typed by the test of each.
 *
 * @param statement - the parsed statement
 * @param text - the statement's own text, for the assertions that carry no date
 * @param remediations - the changes whose effect the statement claims
 * @param wholes - values of the columns by which the data can be broken down, so that "only Frankfurt was affected" is a claim
 * @returns claims in a fixed order with ids that depend only on their place: `window-<section>`, `duration-<k>`, `rate-<k>` (shares first, then what is said not to have happened), `scope-<k>`,
 *   `order-<k>`, `effect-<remediation>`, `effect-stated-<k>`, `no-recurrence`, `communication-<k>`, `cause-<k>`
 */
export function claimsOf(
  statement: Statement,
  text: string,
  remediations: readonly RemediationConfig[],
  wholes: readonly (readonly string[])[] = [],
): readonly Claim[] {
  requireFields("claimsOf", "a statement as parseStatement gives it", statement, ["events", "windows"]);
  requireString("claimsOf", "the text of the statement", text);
  requireList("claimsOf", "a list of remediations", remediations);
  const words = sourceText(text).text;
  return [
    ...windowClaims(statement),
    ...durationClaims(statement, words),
    ...rateClaims(statement, words),
    ...absences(statement, words),
    ...scopeClaims(words, wholes),
    ...orderClaims(words, statement),
    ...effectClaims(statement, words, remediations),
    ...recurrenceClaims(statement),
    ...communicationClaims(statement),
    ...causeClaims(words),
  ];
}
