import { MINUTE_MS } from "../../../time/units.js";
import type { Figure } from "../../../statement/assertions/figure-numbers.js";
import { figuresIn } from "../../../statement/assertions/figures.js";
import type { StatedClaim } from "../../../statement/assertions/stated-claim.js";
import { clock } from "../../../wording/clock.js";
import { amount } from "../../../wording/number.js";
import { PARTIAL } from "../action-kinds.js";
import type { Evidence } from "../evidence.js";
import { bestOf, decided, type Judgement, type Nearness } from "../judged.js";
import { lagVerdict } from "../judge-lag.js";
import { changeTold } from "../named-action.js";
import { HEDGED_MINUTES, iso } from "../moments.js";
import { clocksIn } from "./clocks.js";
import { type EventTime, type Mention, mentionsIn } from "./events.js";
import { restated } from "./figure.js";

const minutes = (ms: number): number => ms / MINUTE_MS;
const at = ({ value }: EventTime): string => clock(iso(value));
const pairText = (a: Mention, b: Mention, [one, two]: readonly [EventTime, EventTime]): string =>
  `${a.label} ${at(one)}, ${b.label} ${at(two)} UTC`;

/** Words that turn a relation round, or say that it was not so. */
const DENIED =
  /\b(?:not|never|no|nothing|neither|nor|without)\b(?! (?:more|less|fewer|longer than|long|one)\b)(?! (?:\w+ ){0,3}(?:till|until)\b)|n['’]t\b(?! (?:\w+ ){0,3}(?:till|until)\b)/i;

const FIRST_LENGTH =
  /\b(?:in|within|during) the (?:very )?first (?:(\d+|two|three|four|five|ten|fifteen|twenty) )?(second|minute|hour)s?\b/i;
const NUMBERS: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  ten: 10,
  fifteen: 15,
  twenty: 20,
};

/** The one length of time that words state; "in the first minute" is at most one. */
function lengthIn(claim: StatedClaim, words: string): Pick<Figure, "value" | "rounding" | "bound" | "hedged"> | null {
  const first = FIRST_LENGTH.exec(words);
  if (first) {
    const count = first[1] ? (NUMBERS[first[1].toLowerCase()] ?? Number(first[1])) : 1;
    return {
      value: count * (/hour/i.test(first[2] as string) ? 60 : 1),
      rounding: 0.5,
      bound: "at-most",
      hedged: false,
    };
  }
  if (SOON.test(words)) return { value: 5, rounding: 7, bound: "at-most", hedged: false };
  const all = figuresIn(words, []).filter(({ kind }) => kind === "length");
  const own = all.find(({ start, end }) => words.slice(start, end).replace(/\s+/g, " ").trim() === claim.stated);
  return own ?? (all.length === 1 ? (all[0] as Figure) : null);
}

/** "Shortly before", "moments after": a quarter of an hour is not that. */
const SOON =
  /\b(?:shortly|soon|moments|(?:only|just|mere|mere few|barely) minutes|directly)\s(?:before|after)\b(?!\s(?:about |around )?\d)/i;

const LAG_WORDS =
  /\b(?:after|later|before|earlier|ahead|prior|until|till|within|between|apart|from|since|late|in\b|into|to\b|took|follow\w*|preced\w*|went by|passed|elapsed)\b(?!.*\bago\b)/i;

/** How long one event came before another, whichever it was: contradicted where no reading of the two gives it. */
function lagOf(claim: StatedClaim, words: string, mentions: readonly Mention[], evidence: Evidence): Judgement | null {
  const figure = lengthIn(claim, words);
  if (!figure || !LAG_WORDS.test(words)) return null;
  const pair = pairOf(words, mentions, evidence);
  if (!pair) return null;
  const [a, b] = pair;
  const all = a.times.flatMap((one) => b.times.map((two) => [one, two] as const));
  const judged = all.map((times) => {
    const [one, two] = times;
    const value = Math.abs(minutes(one.value - two.value));
    const ends = [Math.abs(minutes(one.low - two.high)), Math.abs(minutes(one.high - two.low)), value];
    const measured = { value, interval: [Math.min(...ends), Math.max(...ends)] as const, level: evidence.level };
    return { times, measured, verdict: lagVerdict(restated(claim, figure), measured) };
  });
  const chosen =
    judged.find(({ verdict }) => verdict === "supported") ??
    judged.find(({ verdict }) => verdict === "not-testable") ??
    nearest(judged);
  if (!chosen) return null;
  return decided(
    chosen.verdict,
    `minutes between ${a.label} and ${b.label}`,
    `Measured: ${amount(Math.round(chosen.measured.value))} minutes (${pairText(a, b, chosen.times)}).`,
    chosen.measured,
  );
}

const nearest = <T extends { readonly measured: { readonly value: number } }>(all: readonly T[]): T | undefined =>
  [...all].sort((one, two) => one.measured.value - two.measured.value)[0];

/** The two events that a length runs between; an alert alone is counted from the onset. */
function pairOf(words: string, mentions: readonly Mention[], evidence: Evidence): readonly [Mention, Mention] | null {
  const [a, b] = mentions;
  if (a && b && mentions.length === 2 && a.kind !== b.kind) return [a, b];
  if (a && b && mentions.length === 2 && a.label !== b.label && a.times[0]?.value !== b.times[0]?.value) return [a, b];
  const anchor = a && mentions.length === 1 && RELATIVE.test(words) ? anchorOf(evidence) : null;
  if (a && anchor && anchor.kind !== a.kind) return [a, anchor];
  if (a && mentions.length === 1 && a.kind === "alert") {
    const [onset] = mentionsIn(
      `the ${/\bsecond\b/i.test(words) ? "second" : /\bfirst wave|wave one\b/i.test(words) ? "first" : ""} outage began`,
      "",
      evidence,
    );
    return onset ? [a, onset] : null;
  }
  return null;
}

/** "Four minutes earlier": counted from what the sentence before told. */
const RELATIVE =
  /\b(?:minutes?|mins?|hours?|seconds?) (?:earlier|later|afterwards|beforehand|before|after)(?=[,.;:]|$|\s(?:somebody|someone|we|a|an|the)\b)|\bminutes? in\b/i;

/** The event that the sentence before told last. */
function anchorOf(evidence: Evidence): Mention | null {
  const [last = ""] = (evidence.told ?? "").split(/(?<=[.!?])\s+/).slice(-1);
  return mentionsIn(last, "", { ...evidence, told: "" }).at(-1) ?? null;
}

const OTHER_DAY =
  /\b(?:the|that|on the|late the) (?:previous |following |next )?(evening|night|day|afternoon|morning|week) (before|after|earlier|later)\b(?! (?:the|that|this|which|of|was|were)\b)|\b(?:the|on the) (previous|following|next) (?:evening|night|day|afternoon|morning|week)\b|\b(?:days?|weeks?) (earlier|later)\b/i;

/** Hours between two events from which on they may be of two days. */
const DAY_HOURS = 7;

/** "It had been switched on the evening before", "it recovered on the following day": of an event that lies within hours of the onset. */
function onOtherDay(words: string, context: string, evidence: Evidence): Judgement | null {
  const found = OTHER_DAY.exec(words);
  const { main } = evidence;
  if (!found || !main || DENIED.test(words.slice(0, found.index))) return null;
  const told = words.slice(0, found.index);
  const [event] = mentionsIn(told, context, evidence).filter(({ kind }) => kind === "change" || kind === "end");
  if (!event || event.bare) return null;
  const hours = event.times.map(({ value }) => Math.abs(minutes(value - Date.parse(main.onset))) / 60);
  if (hours.length === 0 || Math.min(...hours) > DAY_HOURS) return null;
  return decided(
    "contradicted",
    `day of ${event.label}`,
    `In the data ${event.label} is at ${at(event.times[0] as EventTime)} UTC, within hours of the onset.`,
    null,
  );
}

/** Whether two events that are told with a clock each were then. */
function atClocks(claim: StatedClaim, words: string, evidence: Evidence): Judgement | null {
  if (claim.span === "span" || claim.instants.length !== 2) return null;
  const parts = words.split(/,?\sand\s/i);
  if (parts.length !== 2) return null;
  const ordinal = /\b(?:first|second)\b/i.exec(words)?.[0] ?? "";
  const judged = parts.map((part, index) => {
    const told = index === 0 ? part : `the ${ordinal} outage ${part}`;
    const own = { ...claim, instants: [claim.instants[index] as (typeof claim.instants)[number]] };
    const mentions = mentionsIn(told, claim.context, evidence);
    return atClock(own, told, mentions.length > 1 ? mentions.filter(({ bare }) => !bare) : mentions, evidence);
  });
  const [one, two] = judged;
  if (!one || !two) return null;
  return [one, two].find(({ verdict }) => verdict === "contradicted") ?? (one.verdict === "supported" ? two : one);
}

/** "Failures stopped straight away", where the sentence before told what was done. */
function atOnceWithTold(words: string, mentions: readonly Mention[], evidence: Evidence): Judgement | null {
  const [event] = mentions;
  if (!event || mentions.length !== 1 || event.bare || (event.kind !== "end" && event.kind !== "easing")) return null;
  if (!AT_ONCE_ALONE.test(words) || DENIED.test(words)) return null;
  const change = changeTold(evidence.told ?? "", evidence);
  if (!change) return null;
  const ms = Date.parse(change.at);
  const acted: Mention = {
    kind: "change",
    start: 0,
    end: 0,
    label: change.id,
    times: [{ value: ms, low: ms, high: ms }],
  };
  return atOnce(`${words} at once`, [acted, event]);
}
const AT_ONCE_ALONE =
  /\b(?:at once|immediately|instantly|right away|straight ?away|within (?:a |one |the )?(?:minute|seconds|moments|a (?:couple|few|minute)[^.;]{0,16})|from (?:that|this) (?:moment|point|minute)(?: on)?)\b/i;

const EARLIER = /\b(?:before|prior to|ahead of|earlier than|in advance of|preced(?:ed|es|ing))\b/i;
const LATER = /\b(?:after|later than|follow(?:ed|s|ing)|once|as a reaction to)\b/i;
const AT_ONCE =
  /\b(?:the (?:very )?(?:minute|moment|second|instant)(?= (?:that|the|it|we|they|our|this) )|as soon as|at once|immediately|instantly|right (?:away|then|after|when)|straight ?away|at the same (?:time|minute|moment)|simultaneous\w*|coincid\w*|in the same minute|on the dot)\b/i;

/** Minutes by which two events may be swapped and still be taken for one. */
const SWAPPED_MINUTES = 0.5;

function orderNearness(first: EventTime, second: EventTime): Nearness {
  if (minutes(first.low - second.high) > SWAPPED_MINUTES) return "far";
  return minutes(first.high - second.low) <= SWAPPED_MINUTES ? "near" : "unsure";
}

/** Which of two events came first. */
function orderOf(words: string, mentions: readonly Mention[]): Judgement | null {
  const [a, b] = mentions;
  if (!a || !b || mentions.length !== 2) return null;
  const until = NOT_UNTIL.exec(words);
  // "Did not page until it was over": after it was over.
  if (until && a.end <= until.index + until[0].length && b.start >= until.index) return ordered(b, a, words);
  if (DENIED.test(words)) return null;
  const found = EARLIER.exec(words) ?? LATER.exec(words);
  if (!found) return overWhen(words, a, b);
  const earlier = EARLIER.test(found[0]);
  // A connective that opens the clause has the event behind it as its object.
  const opens = found.index < a.start;
  const inside = found.index >= a.start && found.index <= b.end;
  if (!opens && !inside) return null;
  const [subject, object] = opens ? [b, a] : [a, b];
  return ordered(earlier ? subject : object, earlier ? object : subject, words);
}

const NOT_UNTIL = /\b(?:not|never|only|n['’]t)\b[^.;]*\b(?:until|till)\b/i;

/** "The first wave was long over when it shipped", "the build was already live when the failures began". */
function overWhen(words: string, a: Mention, b: Mention): Judgement | null {
  if ((a.kind !== "end" && a.kind !== "change") || !/\b(?:long|already|well|by then)\b/i.test(words)) return null;
  return /\bwhen\b/i.test(words.slice(a.end - 4, b.end)) ? ordered(a, b, words) : null;
}

function ordered(first: Mention, second: Mention, words: string): Judgement {
  const all = first.times.flatMap((one) => second.times.map((two) => [one, two] as const));
  const fared = all.map(([one, two]) => orderNearness(one, two));
  const every = /\b(?:both|all|each|every)\b/i.test(words) && all.length > 1;
  const place = every ? Math.max(0, fared.indexOf("far")) : Math.max(0, fared.indexOf("near"));
  const verdict = every ? (fared.includes("far") ? "contradicted" : bestOf(fared)) : bestOf(fared);
  return decided(
    verdict,
    `${first.label} before ${second.label}`,
    `In the data: ${pairText(first, second, all[place] as readonly [EventTime, EventTime])}.`,
    null,
  );
}

/** Minutes within which two events are at once, and beyond which they are not. */
const ONCE_MINUTES = 3;
const APART_MINUTES = 6;

/** "The failures began the minute the flag went on." */
function atOnce(words: string, mentions: readonly Mention[]): Judgement | null {
  const [a, b] = mentions;
  if (!a || !b || mentions.length !== 2 || a.kind === b.kind || !AT_ONCE.test(words) || DENIED.test(words)) return null;
  const all = a.times.flatMap((one) => b.times.map((two) => [one, two] as const));
  const fared = all.map(([one, two]): Nearness => {
    const apart = Math.max(0, minutes(one.low - two.high), minutes(two.low - one.high));
    return Math.abs(minutes(one.value - two.value)) <= ONCE_MINUTES ? "near" : apart > APART_MINUTES ? "far" : "unsure";
  });
  const place = Math.max(0, fared.indexOf("near"));
  return decided(
    bestOf(fared),
    `${a.label} and ${b.label} at once`,
    `In the data: ${pairText(a, b, all[place] as readonly [EventTime, EventTime])}.`,
    null,
  );
}

/** Minutes within which a clock is that of an event, and beyond which it is of none. */
const CLOCK_MINUTES = 2;
const OTHER_CLOCK_MINUTES = 5;
/** The same of an alert, whose log is written by a machine to the second. */
const OTHER_LOGGED_MINUTES = 3;
/** An event's interval that reaches further than this from a clock inside it neither bears the clock out nor denies it. */
const MOST_REACH_MINUTES = 15;
/** Characters beyond which a clause tells more than one thing of a clock. */
const MOST_WORDS = 120;
const BY_CLOCK = /\b(?:by|before|no later than)\s(?:about |around )?(?:\d|noon|midnight|\w+ (?:past|to)\b)/i;

/** Minutes apart on the clock alone: where a text names no day, the day of its clocks is a guess. */
const ofDay = (apart: number): number => Math.min(apart % DAY_MINUTES, DAY_MINUTES - (apart % DAY_MINUTES));
const DAY_MINUTES = 1440;

/** "At 14:55, five minutes before the onset": the clock is of what came so long before it. */
const LEADS_FROM =
  /\b(?:minutes?|hours?|seconds?|mins?|moments?)\s(?:\w+\s)?(?:before|after|later|earlier|ahead of|prior to|into)\b|\b(?:that is to say|i\.e\.|just|shortly|right|well|long|,)\s(?:before|after)\s(?!\d)/i;

/** One event at one clock. */
function atClock(
  claim: StatedClaim,
  words: string,
  mentions: readonly Mention[],
  evidence: Evidence,
): Judgement | null {
  const clocks = clocksIn(claim, words, evidence);
  const [event] = mentions;
  const [stated] = clocks;
  if (
    !event ||
    !stated ||
    event.bare ||
    (event.kind === "alert" && /\b(?:pages|paged|paging)\b/i.test(words) && !/\bpage/i.test(event.label)) ||
    LEADS_FROM.test(words) ||
    mentions.length !== 1 ||
    clocks.length !== 1 ||
    words.length > MOST_WORDS ||
    DENIED.test(words)
  )
    return null;
  if (claim.span === "span" || claim.span === "other-day") return null;
  const by = BY_CLOCK.test(words) && (event.kind === "end" || event.kind === "alert-end");
  const hedge =
    claim.hedged || /\b(?:about|around|roughly|shortly|nearly|just (?:before|after)|towards)\b|~/i.test(words)
      ? HEDGED_MINUTES
      : 0;
  const fared = event.times.map(({ value, low, high }): Nearness => {
    if (by) return low <= stated + CLOCK_MINUTES * MINUTE_MS ? "near" : "far";
    const apart = ofDay(Math.max(0, minutes(low - stated), minutes(stated - high)));
    if (ofDay(Math.abs(minutes(value - stated))) <= CLOCK_MINUTES + hedge) return "near";
    const reach = Math.max(ofDay(Math.abs(minutes(low - stated))), ofDay(Math.abs(minutes(high - stated))));
    if (apart <= CLOCK_MINUTES + hedge) return reach <= MOST_REACH_MINUTES + hedge ? "near" : "unsure";
    const other = event.kind === "alert" ? OTHER_LOGGED_MINUTES : OTHER_CLOCK_MINUTES;
    return apart > other + hedge ? "far" : "unsure";
  });
  const nearestTime = [...event.times].sort(
    (a, b) => Math.abs(a.value - stated) - Math.abs(b.value - stated),
  )[0] as EventTime;
  return decided(
    bestOf(fared),
    `time of ${event.label}`,
    `Stated ${clock(iso(stated))}; in the data ${event.label} is at ${at(nearestTime)} UTC.`,
    { value: iso(nearestTime.value), interval: [iso(nearestTime.low), iso(nearestTime.high)], level: evidence.level },
  );
}

/** What was told, written or decided then is in no log. */
const TOLD =
  /\b(?:status page|posted|published|announce\w*|informed|notified|e-?mailed|tweet\w*|acknowledg\w*|escalat\w*|declared|approved|decided|joined|dialled|called (?:the|our|in)|wrote|notice|expired?|expiry)\b/i;

/** How an assertion places events in time: a length between two, their order, both at once, or one at a clock; `null` where it does none of these. */
export function judgeRelation(claim: StatedClaim, words: string, evidence: Evidence): Judgement | null {
  const all = mentionsIn(words, claim.context, evidence);
  // "For wave two, the page went out before the error rate moved": the wave says which, not what.
  const mentions = all.length > 2 ? all.filter(({ bare }) => !bare) : all;
  const dated = TOLD.test(words)
    ? null
    : (onOtherDay(words, claim.context, evidence) ?? atClocks(claim, words, evidence));
  if (dated) return dated;
  if (mentions.length === 0 || mentions.length > 2 || TOLD.test(words)) return null;
  if (
    mentions.some(({ kind }) => kind === "change") &&
    PARTIAL.test(words.replace(/\b(?:already|long) complete\w*/i, ""))
  )
    return null;
  return (
    atOnceWithTold(words, mentions, evidence) ??
    lagOf(claim, words, mentions, evidence) ??
    atOnce(words, mentions) ??
    orderOf(words, mentions) ??
    atClock(claim, words, mentions, evidence)
  );
}
