import type { StatedCause, Statement, StatedPercentage, StatedWindow, StatementEvent } from "../statement.js";
import { requireFields } from "../../errors/argument.js";

/** One difference between two versions of a statement. */
export interface StatementChange {
  readonly part: "event" | "window" | "percentage" | "duration" | "action" | "cause" | "status" | "inconsistency";
  readonly kind: "added" | "withdrawn" | "moved" | "changed";
  /** What it was, with its quote; `null` if it is new. */
  readonly before: string | null;
  readonly after: string | null;
  /** Minutes by which a time moved, later being positive; `null` for what carries no time. */
  readonly minutes: number | null;
  readonly quotes: readonly string[];
}

/** The changes in a later version of a statement. */
export interface StatementChanges {
  readonly from: string | null;
  readonly to: string | null;
  readonly changes: readonly StatementChange[];
}

interface Side<T> {
  readonly before: readonly T[];
  readonly after: readonly T[];
}

interface Pairing<T> {
  readonly pairs: readonly (readonly [T, T])[];
  readonly withdrawn: readonly T[];
  readonly added: readonly T[];
}

const wordsOf = (text: string): Set<string> =>
  new Set(
    text
      .toLowerCase()
      .replace(/\b\d[\d:.,%/-]*\b/g, " ")
      .split(/[^\p{L}]+/u)
      .filter((word) => word.length > 2),
  );

/** Share of words that two quotes have in common, figures aside: 1 for the same words. */
function likeness(a: string, b: string): number {
  const [one, two] = [wordsOf(a), wordsOf(b)];
  if (one.size + two.size === 0) return 0;
  return (2 * [...one].filter((word) => two.has(word)).length) / (one.size + two.size);
}

/** Pairs one to one, the best fitting first; a score of 0 is no pair. */
function paired<T>({ before, after }: Side<T>, score: (a: T, b: T) => number): Pairing<T> {
  const candidates = before
    .flatMap((a, i) => after.map((b, j) => ({ i, j, score: score(a, b) })))
    .filter((one) => one.score > 0);
  candidates.sort((a, b) => b.score - a.score || a.i - b.i || a.j - b.j);
  const [left, right] = [new Set<number>(), new Set<number>()];
  const pairs: (readonly [T, T])[] = [];
  for (const { i, j } of candidates) {
    if (left.has(i) || right.has(j)) continue;
    left.add(i);
    right.add(j);
    pairs.push([before[i] as T, after[j] as T]);
  }
  return { pairs, withdrawn: before.filter((_, i) => !left.has(i)), added: after.filter((_, j) => !right.has(j)) };
}

interface Part<T> {
  readonly part: StatementChange["part"];
  readonly show: (item: T) => string;
  readonly quote: (item: T) => string;
  readonly score: (a: T, b: T) => number;
  /** The time that moves; `null` for parts without one. */
  readonly at: (item: T) => string | null;
  /** True if two that are paired say the same; default: they are shown alike. */
  readonly same?: (a: T, b: T) => boolean;
}

function changesOf<T>(side: Side<T>, { part, show, quote, score, at, same }: Part<T>): StatementChange[] {
  const { pairs, withdrawn, added } = paired(side, score);
  const moved = pairs
    .filter(([a, b]) => !(same ? same(a, b) : show(a) === show(b)))
    .map(([a, b]): StatementChange => {
      const [from, to] = [at(a), at(b)];
      const minutes = from !== null && to !== null ? Math.round((Date.parse(to) - Date.parse(from)) / 60_000) : null;
      return {
        part,
        kind: minutes !== null && minutes !== 0 ? "moved" : "changed",
        before: show(a),
        after: show(b),
        minutes,
        quotes: [quote(a), quote(b)],
      };
    });
  return [
    ...moved,
    ...withdrawn.map(
      (item): StatementChange => ({
        part,
        kind: "withdrawn",
        before: show(item),
        after: null,
        minutes: null,
        quotes: [quote(item)],
      }),
    ),
    ...added.map(
      (item): StatementChange => ({
        part,
        kind: "added",
        before: null,
        after: show(item),
        minutes: null,
        quotes: [quote(item)],
      }),
    ),
  ];
}

/** An instant for people: to the minute, seconds where there are any. */
const shown = (at: string): string =>
  `${at.slice(0, 10)} ${at.slice(17, 19) === "00" ? at.slice(11, 16) : at.slice(11, 19)} UTC`;
const percent = (share: number): string => `${Math.round(share * 1e6) / 1e4} %`;

const EVENT: Part<StatementEvent> = {
  part: "event",
  show: ({ at, role, hedged }) =>
    `${role} ${hedged ? "about " : ""}${at === null ? "at an unresolved time" : shown(at)}`,
  quote: ({ quote }) => quote,
  at: ({ at }) => at,
  score: (a, b) => {
    const like = likeness(a.quote, b.quote);
    const likely = (a.at === b.at && a.role === b.role ? 2 : 0) + (like > (a.role === b.role ? 0.3 : 0.6) ? like : 0);
    return likely > 0 && a.section === b.section ? likely + 0.01 : likely;
  },
};

const WINDOW: Part<StatedWindow> = {
  part: "window",
  show: ({ section, start, end, statedMinutes }) =>
    `${section || "text"} ${start === null ? "open" : shown(start)} to ${end === null ? "open" : shown(end)}${statedMinutes === null ? "" : `, stated ${statedMinutes} min`}`,
  quote: ({ quote }) => quote,
  at: ({ start, end }) => end ?? start,
  // A heading that is new or gone changes no window.
  same: (a, b) => a.start === b.start && a.end === b.end && a.statedMinutes === b.statedMinutes,
  score: (a, b) =>
    (a.section === b.section ? 1 : 0) +
    (a.start === b.start ? 0.5 : 0) +
    (a.end === b.end ? 0.5 : 0) -
    (a.section !== b.section && (a.start !== b.start || a.end !== b.end) ? 1 : 0),
};

const PERCENTAGE: Part<StatedPercentage> = {
  part: "percentage",
  show: ({ low, high, hedged, denominator }) =>
    `${hedged ? "about " : ""}${low === high ? percent(low) : `${percent(low)} to ${percent(high)}`} of ${denominator ?? "(nothing named)"}`,
  quote: ({ quote }) => quote,
  at: () => null,
  score: (a, b) =>
    (a.low === b.low && a.high === b.high ? 0.5 : 0) +
    (likeness(a.quote, b.quote) > 0.3 ? likeness(a.quote, b.quote) : 0),
};

/** Letters by which words of one stem agree: "leak", "leaked". */
const STEM = 4;
const FILLERS =
  /^(?:the|this|that|these|was|were|had|has|have|been|which|with|from|into|our|its|their|for|and|not|one|some)$/;

const contentOf = (text: string): Set<string> =>
  new Set([...wordsOf(text)].filter((word) => !FILLERS.test(word)).map((word) => word.slice(0, STEM)));

/** Share of the words of the shorter of two causes that the longer has too: a cause told in more detail is the same. */
function sameCause(a: StatedCause, b: StatedCause): number {
  const [one, two] = [contentOf(a.cause), contentOf(b.cause)];
  const least = Math.min(one.size, two.size);
  return least === 0 ? 0 : [...one].filter((word) => two.has(word)).length / least;
}
/** Half of the words in common make one cause of two. */
const ONE_CAUSE = 0.5;

/** Causes that another version does not name at all. */
function notIn(causes: readonly StatedCause[], others: readonly StatedCause[]): readonly StatedCause[] {
  return causes.filter((cause) => !others.some((other) => sameCause(cause, other) >= ONE_CAUSE));
}

/** A cause in the place of another is one change; a cause besides others is new, or gone. */
function causeChanges(before: readonly StatedCause[], after: readonly StatedCause[]): StatementChange[] {
  const [gone, added] = [notIn(before, after), notIn(after, before)];
  const length = Math.max(gone.length, added.length);
  return Array.from({ length }, (_, index): StatementChange => {
    const [one, other] = [gone[index], added[index]];
    return {
      part: "cause",
      kind: one && other ? "changed" : one ? "withdrawn" : "added",
      before: one?.cause ?? null,
      after: other?.cause ?? null,
      minutes: null,
      quotes: [one, other].flatMap((cause) => cause?.quote ?? []),
    };
  });
}

interface Quoted {
  readonly quote: string;
}

const quotedPart = <T extends Quoted>(part: StatementChange["part"], show: (item: T) => string): Part<T> => ({
  part,
  show,
  quote: ({ quote }) => quote,
  at: () => null,
  score: (a, b) => (likeness(a.quote, b.quote) > 0.6 || a.quote === b.quote ? likeness(a.quote, b.quote) + 0.01 : 0),
});

function statusChange(a: Statement, b: Statement): StatementChange[] {
  return a.status === b.status
    ? []
    : [{ part: "status", kind: "changed", before: a.status, after: b.status, minutes: null, quotes: [] }];
}

/**
 * The changes in a later version of a statement: events, windows, shares, durations, actions and causes paired by what they say, so that a time that
 * moved is one change; plus inconsistencies that are gone or new.
 *
 * @param before - the earlier version, a preliminary report
 * @param after - the later one
 */
export function compareStatements(before: Statement, after: Statement): StatementChanges {
  for (const one of [before, after])
    requireFields("compareStatements", "two statements as parseStatement gives them", one, [
      "events",
      "windows",
      "percentages",
    ]);
  const gaps = (statement: Statement): { quote: string; code: string }[] =>
    statement.inconsistencies.map(({ code, text }) => ({ code, quote: `${code}: ${text}` }));
  return {
    from: before.status,
    to: after.status,
    changes: [
      ...statusChange(before, after),
      ...changesOf({ before: before.windows, after: after.windows }, WINDOW),
      ...changesOf({ before: before.percentages, after: after.percentages }, PERCENTAGE),
      ...changesOf({ before: before.events, after: after.events }, EVENT),
      ...changesOf(
        { before: before.durations, after: after.durations },
        quotedPart("duration", ({ minutesLow, minutesHigh }) => `${minutesLow} to ${minutesHigh} min`),
      ),
      ...changesOf(
        { before: before.actions, after: after.actions },
        quotedPart("action", ({ status, at, quote }) => `${status}${at ? ` for ${shown(at)}` : ""}: ${quote}`),
      ),
      ...causeChanges(before.causes ?? [], after.causes ?? []),
      ...changesOf(
        { before: gaps(before), after: gaps(after) },
        quotedPart<{ quote: string; code: string }>("inconsistency", ({ quote }) => quote),
      ).filter(({ kind }) => kind !== "changed"),
    ],
  };
}
