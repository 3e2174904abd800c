import type { DraftEvent } from "../draft-event.js";
import { quoted } from "../text/quote.js";
import { type Stretch, sentences } from "../text/sentences.js";
import type { DocumentFacts, TimedPassage } from "../times/document-facts.js";
import { resolvedTime } from "../times/resolved-time.js";
import type { TimeMention } from "../times/time-mention.js";
import { dayNumber, type Day } from "../../time/calendar.js";
import { claimsByFigure } from "./by-figure.js";
import { claimsByWords } from "./by-words.js";
import { figuresIn } from "./figures.js";
import { unsettledBy } from "./mood.js";
import { type Clause, clausesOf, type PlacedInstant, type Sentence } from "./sentence.js";
import type { DraftClaim, StatedClaim } from "./stated-claim.js";

/** What the assertions of a statement are read from: all of it was read once already. */
export interface ReadStatement {
  readonly text: string;
  readonly items: readonly TimedPassage[];
  readonly facts: DocumentFacts;
  readonly events: readonly DraftEvent[];
  /** The zone of times that carry none and for which the text declares none. */
  readonly zone: string | null;
  /** Offset in the text as given of an offset in `text`. */
  readonly toSource: (offset: number) => number;
}

/** Promises, apologies and questions assert nothing of the incident. */
const NO_ASSERTION =
  /\b(?:will|shall|going to|plan to|intend to|would like|we (?:are|['’]re) (?:sorry|committed|working|reviewing|adding|improving|taking)|apologi[sz]e\w*|thank you|thanks(?! to\b)|please|contact (?:us|support)|if you|should you|regret|sincerely|promise|aim to|to prevent|in order to|can be reached)\b|\?\s*$/i;
/** What makes a sentence one that asserts: figures, times, comparisons, orders, places, causes, absences, sameness. */
const ASSERTS =
  /\d|\b(?:half|third|quarter|twice|thrice|double\w*|triple\w*|majority|most|all|every|none|no|not|never|only|first|last|second|before|after|during|until|since|because|caused?|due to|led to|root cause|triggered|same|peak\w*|worst|highest|lowest|more|fewer|less|steadily|returned|recurred|affected|unaffected|dropped|failed|outage|recovered|restored|resolved|lost|remained|stayed|continued|worked|normal\w*|slow\w*|good|fine|longer|shorter|was|were|had been|has been|took|went|came|grew|rose|fell|kept|held|saw|ran|sailed|began|begin\w*|start\w*|ended|ends|halved|improv\w*|initiated|stopped|got|let|gone|is|are|\p{L}{3,}ed)\b/iu;

const letters = (text: string): number => text.replace(/[^\p{L}]/gu, "").length;

/** The day of times whose own words name none. */
function dayFor(read: ReadStatement): Day | null {
  const { facts, events } = read;
  return (
    facts.incidentDay ??
    facts.declaredDay ??
    facts.titleDate ??
    facts.fullDates[0]?.day ??
    events.find(({ time }) => time.day !== null)?.time.day ??
    null
  );
}

function instantOf(
  read: ReadStatement,
  item: TimedPassage,
  mention: TimeMention,
  main: Day | null,
): Omit<PlacedInstant, "start" | "end"> {
  const place = item.start + mention.start;
  const event = read.events.find(
    ({ mention: own, quoteSpan }) =>
      own.start === mention.start &&
      own.end === mention.end &&
      quoteSpan[0] <= place &&
      place < quoteSpan[1] &&
      quoteSpan[0] >= item.start - 1,
  );
  const minutes = mention.clock ? mention.clock.hour * 60 + mention.clock.minute : null;
  const zone =
    mention.zone?.zone ??
    read.facts.headingZones.get(item.block) ??
    read.facts.declaredZone ??
    read.zone ??
    read.facts.commonZone;
  const dated =
    mention.date?.kind === "date"
      ? { year: mention.date.year ?? main?.year ?? 0, month: mention.date.month, day: mention.date.day }
      : null;
  const day = event?.time.day ?? (dated && dated.year > 0 ? dated : main);
  const at = event?.time.at ?? (minutes === null ? null : resolvedTime(mention, day, minutes, zone).at);
  const otherDay =
    dated !== null && main !== null && dated.year > 0 && Math.abs(dayNumber(dated) - dayNumber(main)) > 1;
  return {
    at,
    minutes: event?.time.minutes ?? minutes,
    zone,
    opensSpan: mention.rangeWithNext,
    role: event?.role ?? null,
    sure: event?.sure !== false,
    otherDay,
  };
}

/** A row of a table without the cell that only numbers it. */
const withoutMark = (words: string, kind: TimedPassage["kind"]): string =>
  kind === "row" || /^\s*\|/.test(words)
    ? words.replace(/^\s*\|\s*[\w#.]{1,3}\s*\|/, (mark) => " ".repeat(mark.length))
    : words;

/** A sentence that speaks of what the one before it told. */
const REFERS_BACK =
  /^\W*(?:(?:after|from|following|since|upon|with) )?(?:this|that|these|then|it|doing so|the (?:change|fix|action|measure|step|restart|rollback))\b|\b(?:after|of|from|following) (?:that|this)(?: (?:action|change|measure|step|fix))?\b/i;

function sentenceAt(item: TimedPassage, [from, to]: Stretch, read: ReadStatement, main: Day | null): Sentence {
  return {
    words: withoutMark(item.words.slice(from, to), item.kind),
    start: item.start + from,
    kind: item.kind,
    section: item.section,
    times: item.mentions
      .filter(({ start }) => start >= from && start < to)
      .map((mention) => ({
        ...instantOf(read, item, mention, main),
        start: mention.start - from,
        end: mention.end - from,
      })),
  };
}

/** The sentences of a statement with their times: one splitter for all that is asserted. */
function sentencesOf(read: ReadStatement): readonly Sentence[] {
  const main = dayFor(read);
  return read.items
    .filter(({ kind }) => kind !== "code")
    .flatMap((item) => {
      const own = sentences(item.words).map((stretch) => sentenceAt(item, stretch, read, main));
      return own.map((one, at): Sentence => {
        const before = own[at - 1];
        return before && REFERS_BACK.test(one.words) ? { ...one, before } : one;
      });
    });
}

/** A label before what it heads, and the state of a report: "Root cause.", "Status: resolved", "All times are UTC." */
const LABEL =
  /^\W*(?:what (?:happened|went (?:well|wrong)|we (?:learned|learnt|did|are doing))|(?:executive )?summary|overview|background|(?:customer |business |user )?impact|scope|detection|response|mitigation|resolution|recovery|timeline|(?:root )?causes?|trigger|lessons(?: learned| learnt)?|follow-?ups?|(?:corrective )?actions?(?: items)?|next steps|status|severity|duration|contributing factors|prevention|remediation|(?:(?:incident )?status|severity)\W+(?:(?:fully )?resolved|closed|monitoring|open|mitigated|completed?|final|draft|(?:sev|p)-?\d)|(?:all )?times?(?: (?:are|is|shown|given))?(?: in)? (?:UTC|GMT|[A-Z]{2,4}T|local time))\W*$/i;

/** The head of one update of a status page: "Update 14:10 CEST - Resolved." */
const UPDATE_HEAD =
  /^\W*(?:(?:final )?update|posted|status)\b[^.;]{0,32}\b(?:resolved|monitoring|identified|investigating)\W*$/i;

/** The head of a text: its title, its date line, a table's head. */
function isHead({ words, kind, times }: Sentence, index: number): boolean {
  if (LABEL.test(words) || UPDATE_HEAD.test(words)) return true;
  if (kind === "heading")
    return !/\b(?:failed|were dropped|lost|affected|lasted|lasting|down for)\b/i.test(words) || !/\d/.test(words);
  const dated = times.length > 0 && times.every(({ minutes }) => minutes === null);
  const rest = times.reduce(
    (text, { start, end }) => text.slice(0, start) + " ".repeat(end - start) + text.slice(end),
    words,
  );
  if (/^[\s|:-]+$/.test(words) || /^\s*\|(?:\s*[\p{L}#]{0,16}\s*\|){1,6}\s*$/u.test(words)) return true;
  if (
    /\b(?:times?|all times) (?:are )?in\b|^\W*(?:dear|hello|hi|good (?:morning|day))\b|\btimes? (?:given|shown)\b/i.test(
      rest,
    ) &&
    dated
  )
    return true;
  return (
    dated &&
    index < 4 &&
    !/\b(?:was|were|failed|lasted|had|did|took|came|saw|happened|occurred|began|went)\b|\bno\b/i.test(rest) &&
    letters(rest) < 60
  );
}

const spanText = (claims: readonly DraftClaim[], from: number, to: number): boolean =>
  claims.some(({ place }) => place[0] < to && from < place[1]);

/** Kinds that speak of what would have come, and measure it. */
const OF_WHAT_CAME_NOT = ["traffic-lost"];

/** Claims with what their clause leaves unsettled: a possibility, a plan, a longer time. */
function withMood(claims: readonly DraftClaim[], { words, section }: Sentence): readonly DraftClaim[] {
  return claims.map((claim) => {
    if (claim.unsettled || OF_WHAT_CAME_NOT.includes(claim.kind)) return claim;
    const unsettled = unsettledBy(words.slice(...claim.place), words, section);
    return unsettled ? { ...claim, unsettled } : claim;
  });
}

/** The assertions of one sentence, each with its place; whether it asserts anything that none of them holds. */
const claimsOfSentence = (sentence: Sentence, index: number): readonly DraftClaim[] =>
  withMood(allClaims(sentence, index), sentence);

function allClaims(sentence: Sentence, index: number): readonly DraftClaim[] {
  if (isHead(sentence, index)) return [];
  const clauses = clausesOf(sentence.words);
  const taken = sentence.times.map(({ start, end }) => [start, end] as const);
  const figures = figuresIn(sentence.words, taken).filter(({ start, end }) => !isMark(sentence.words, start, end));
  const byFigure = claimsByFigure({ sentence, clauses, figures });
  const telling = clauses.filter(
    ({ words, from, to }) =>
      !NO_ASSERTION.test(words) ||
      figures.some(({ start }) => start >= from && start < to) ||
      sentence.times.some(({ start }) => start >= from && start < to),
  );
  const promised = telling.length === 0 || (/\?\s*$/.test(sentence.words) && figures.length === 0);
  const byWords = promised ? [] : claimsByWords(sentence, telling, byFigure);
  const all = [...byFigure, ...byWords].sort((a, b) => a.place[0] - b.place[0]);
  if (all.length > 0 && !promised) {
    const bare = telling.filter(({ from, to, words }) => !spanText(all, from, to) && letters(words) >= LEAST_LETTERS);
    if (bare.length > 0)
      return [...all, ...bare.map(({ from, to }) => ({ ...plainClaim(sentence), place: [from, to] as const }))].sort(
        (a, b) => a.place[0] - b.place[0],
      );
  }
  const uncovered = all.length === 0 && !promised && ASSERTS.test(sentence.words) && letters(sentence.words) > 8;
  return uncovered || (all.length > 0 && sentence.times.length > 0 && !spanText(all, 0, sentence.words.length))
    ? [...all, ...plainClaims(sentence, telling)]
    : all;
}

/** A clause of fewer letters says nothing by itself. */
const LEAST_LETTERS = 10;

/** The number of an entry or of a version is no figure. */
const isMark = (words: string, start: number, end: number): boolean =>
  /^\W*$/.test(words.slice(0, start)) &&
  (/^[.)\]]/.test(words.slice(end, end + 1)) ||
    (/^\d{1,2}(?:\.\d{1,2})+$/.test(words.slice(start, end)) && /^\s\p{Lu}/u.test(words.slice(end, end + 2))));

/** What a sentence asserts of no known kind, clause by clause: two things may be told in it. */
function plainClaims(sentence: Sentence, clauses: readonly Clause[]): readonly DraftClaim[] {
  const own = clauses.filter(({ words }) => letters(words) >= LEAST_LETTERS);
  return own.length < 2
    ? [plainClaim(sentence)]
    : own.map(({ from, to, words }) => ({ ...plainClaim({ ...sentence, words }), place: [from, to] as const }));
}

function plainClaim({ words }: Sentence): DraftClaim {
  return {
    kind: "statement",
    stated: words.replace(/\s+/g, " ").trim(),
    values: [],
    rounding: 0,
    bound: "exact",
    hedged: false,
    span: "open",
    instants: [],
    noun: null,
    outcome: "other",
    detail: null,
    place: [0, words.length],
  };
}

/** Trims blanks, table marks and joining words off a place. */
function trimmed(words: string, [from, to]: readonly [number, number]): readonly [number, number] {
  const part = words.slice(from, to);
  const lead = /^[\s|*•,;:–—-]*(?:\b(?:and|but|while|whereas|which|with|so|then)\s)?/i.exec(part)?.[0].length ?? 0;
  const tail = /[\s|,;]*$/.exec(part)?.[0].length ?? 0;
  return lead + tail < part.length ? [from + lead, to - tail] : [from, to];
}

/** Longer sentences than this are cut: a log in one line. */
const MOST_CONTEXT = 1200;
const whole = (text: string): string => text.replace(/\s+/g, " ").trim().slice(0, MOST_CONTEXT);

const SAME_KINDS = ["window", "onset", "recovery", "duration"];

/** One sentence makes each claim once. */
function isRepeated(claim: DraftClaim, before: readonly DraftClaim[]): boolean {
  return before.some(
    (other) =>
      other.kind === claim.kind &&
      other.place[0] === claim.place[0] &&
      other.stated === claim.stated &&
      (!SAME_KINDS.includes(claim.kind) || JSON.stringify(other.instants) === JSON.stringify(claim.instants)),
  );
}

/**
 * Everything that a statement asserts, sentence by sentence: figures, times, spans, orders, causes, absences, parts.
 *
 * Errs on the side of listing: a sentence that asserts something of no known kind is listed as a `statement`.
 *
 * @returns claims in the text's order, each with words of the text and its place in the text as given
 */
export function claimsIn(read: ReadStatement): readonly StatedClaim[] {
  const found: StatedClaim[] = [];
  sentencesOf(read).forEach((sentence, index) => {
    const claims = claimsOfSentence(sentence, index);
    claims.forEach((claim, at) => {
      if (isRepeated(claim, claims.slice(0, at))) return;
      const { place, ...rest } = claim;
      const [from, to] = trimmed(sentence.words, place);
      const [start, end] = [sentence.start + from, sentence.start + to];
      found.push({
        id: `a${found.length + 1}`,
        ...rest,
        quote: quoted(read.text, start, end),
        at: [read.toSource(start), read.toSource(Math.max(start, end - 1)) + 1],
        context: whole(
          `${sentence.before?.words ?? ""} ${read.text.slice(sentence.start, sentence.start + sentence.words.length)}`,
        ),
        section: sentence.section,
      });
    });
  });
  return found;
}

/** The figures of a text in a language that is not read: listed, none of them understood. */
export function figuresAsClaims(read: ReadStatement): readonly StatedClaim[] {
  const found: StatedClaim[] = [];
  for (const sentence of sentencesOf(read)) {
    if (!/\d/.test(sentence.words)) continue;
    const [from, to] = trimmed(sentence.words, [0, sentence.words.length]);
    const [start, end] = [sentence.start + from, sentence.start + to];
    const { place: _, ...claim } = { ...plainClaim(sentence), kind: "figure" as const };
    found.push({
      ...claim,
      id: `a${found.length + 1}`,
      quote: quoted(read.text, start, end),
      at: [read.toSource(start), read.toSource(Math.max(start, end - 1)) + 1],
      context: whole(read.text.slice(start, end)),
      section: sentence.section,
    });
  }
  return found;
}

/** How many sentences assert something and are held by none of the claims. */
export function unreadIn(read: ReadStatement, claims: readonly StatedClaim[]): number {
  return sentencesOf(read).filter((sentence, index) => {
    const [from, to] = [read.toSource(sentence.start), read.toSource(sentence.start + sentence.words.length - 1) + 1];
    const held = claims.some(({ at }) => at[0] < to && from < at[1]);
    const asserts = STATES.test(sentence.words) && letters(sentence.words) > 8 && !isHead(sentence, index);
    return asserts && !held && !NO_ASSERTION.test(sentence.words);
  }).length;
}

/** Figures, times, and words of comparison, order, cause, absence or sameness. */
const STATES =
  /\d|\b(?:half|third|quarter|twice|thrice|majority|none|no|never|only|before|after|because|caused|due to|led to|root cause|triggered|same|peak\w*|worst|highest|lowest|more than|fewer|affected|unaffected|dropped|failed)\b/i;
