import type { ZoneLabel } from "../../time/zone-label.js";
import type { ClockToken, DateToken, RelativeToken, TimeToken } from "./time-token.js";
import type { FourDigits } from "./clock-tokens.js";
import { timeTokens } from "./time-tokens.js";

/** One time as written: a date, a clock reading, or both, with the zone that stands beside it. */
export interface TimeMention {
  readonly start: number;
  readonly end: number;
  readonly date: DateToken | RelativeToken | null;
  readonly clock: ClockToken | null;
  readonly zone: ZoneLabel | null;
  readonly zoneLabel: string | null;
  readonly hedged: boolean;
  /** Joined to the next mention as a span: "15:09 to 16:45". */
  readonly rangeWithNext: boolean;
  /** True for a date that only says which day a text's T0 is of. */
  readonly ofBase?: boolean;
}

type Draft = { -readonly [Key in keyof TimeMention]: TimeMention[Key] };

const JOIN =
  /^[\s,@()[\]|*]{0,6}(?:[-–—]\s{0,2}|(?:at|on|of|from|between|starting(?: at)?|beginning at|around|about|approximately|approx\.?|roughly|circa|just (?:after|before)|the|T|hrs|hours)[\s,~]{0,3}){0,3}[\s(]{0,2}$/i;
const CLOCK_TO_DATE = /^[\s,()[\]|]{0,4}(?:hrs|hours)?[\s,.()]{0,3}(?:on|of|the|-|–)?\s{0,2}(?:the\s)?$/i;
const RANGE =
  /^[\s,)\]]{0,3}(?:[-–—]|to|until|till|til|through|thru|and|up to|and end(?:ing|ed) (?:at|on)|and lasted until|lasting until|ending at)(?:\s{1,2}(?:at|around|approximately|approx\.?|about|roughly))?[\s([~]{0,3}$/i;
const OPENED = /\b(?:between|from)\b[^.;]{0,48}$/i;
const HEDGE =
  /(?:\b(?:approximately|approx\.?|around|about|roughly|circa|nearly|almost|just (?:after|before|past)|shortly (?:after|before)|as early as|by around|estimated(?: at)?|or so|c\.)|~)\s{0,2}(?:at\s)?[("[]?$/i;
const WEAK_BEFORE =
  /\b(?:at|kl\.?|klo|towards|until|till|from|by|around|since|between|to|before|after|approx\.?|approximately|about)\s{1,2}$/i;

const DOTTED_CLOCK = /\d\.\d\d$/;
const LETTERED_CLOCK = /\dh\d/i;

function takesClock(draft: Draft, clock: ClockToken, gap: string): boolean {
  return draft.date !== null && draft.clock === null && JOIN.test(gap) && clock !== null;
}

function takesDate(
  draft: Draft,
  gap: string,
  next: TimeToken | undefined,
  words: string,
  date: DateToken | RelativeToken,
): boolean {
  if (draft.date !== null || draft.clock === null || !CLOCK_TO_DATE.test(gap)) return false;
  // In "15:09 2025-03-31 16:38" the date belongs to the time behind it.
  return !(
    gap.trim() === "" &&
    next?.kind === "clock" &&
    JOIN.test(words.slice(date.end, next.start)) &&
    !/^\s*[-–—]|to|until/.test(words.slice(date.end, next.start))
  );
}

const draftOf = (start: number): Draft => ({
  start,
  end: start,
  date: null,
  clock: null,
  zone: null,
  zoneLabel: null,
  hedged: false,
  rangeWithNext: false,
});

function collect(words: string, tokens: readonly TimeToken[]): Draft[] {
  const drafts: Draft[] = [];
  tokens.forEach((token, index) => {
    let draft = drafts.at(-1);
    const gap = draft ? words.slice(draft.end, token.start) : "";
    // "Last Tuesday (November 14)", "the evening before, at 21:00 on November 5": the date says it.
    if (
      draft?.date?.kind === "relative" &&
      token.kind === "date" &&
      (draft.clock === null ? /^[\s,(]{1,3}$/.test(gap) : CLOCK_TO_DATE.test(gap) && gap.length <= 8)
    ) {
      Object.assign(draft, { date: token, end: token.end });
      return;
    }
    if (token.kind === "zone") {
      if (draft && draft.end === token.start)
        Object.assign(draft, { zone: token.zone, zoneLabel: token.label, end: token.end });
      return;
    }
    const joins =
      draft &&
      gap.length <= 28 &&
      (token.kind === "clock" ? takesClock(draft, token, gap) : takesDate(draft, gap, tokens[index + 1], words, token));
    if (!joins || !draft) drafts.push((draft = draftOf(token.start)));
    if (token.kind === "clock") draft.clock = token;
    else draft.date = token;
    draft.end = token.end;
  });
  return drafts;
}

/** A reading such as 10.30 or 1530 counts only with a date, a zone or a word before it that asks for a time. */
function counts(draft: Draft, words: string): boolean {
  if (!draft.clock?.weak) return draft.clock !== null || draft.date !== null;
  if (draft.date !== null || draft.zone !== null || /^\s?LT\b/.test(words.slice(draft.end, draft.end + 4))) return true;
  const written = words.slice(draft.clock.start, draft.clock.end);
  const ahead = words.slice(Math.max(0, draft.start - 28), draft.start);
  // "14h05 Link lost", "Start: 14h05"; not "Duration: 1h05".
  if (
    LETTERED_CLOCK.test(written) &&
    (/^[^\p{L}\p{N}]{0,4}$/u.test(words.slice(0, draft.start)) ||
      (/[:|]\s*$/.test(ahead) && !/\b(?:duration|length|total|down ?time|lost|elapsed|time to \w+)\W*$/i.test(ahead)))
  )
    return true;
  const word =
    /[a-z]/i.test(words.slice(draft.clock.start, draft.clock.end)) ||
    /^\s?(?:hrs|hours|h|LT|L)\b/.test(words.slice(draft.end, draft.end + 7));
  const before = words.slice(Math.max(0, draft.start - 20), draft.start);
  return (
    word &&
    (WEAK_BEFORE.test(before) ||
      (/\d{3}$/.test(words.slice(draft.clock.start, draft.clock.end)) &&
        draft.start < 8 &&
        /^\W*(?:\([a-z]{1,2}\)\s)?$/.test(before)))
  );
}

/** "Shortly after midnight, at 00:10" is one time. */
function withoutNearby(words: string, tokens: readonly TimeToken[]): readonly TimeToken[] {
  return tokens.filter((token, index) => {
    if (token.kind !== "clock" || !/[a-z]/i.test(words.slice(token.start, token.end))) return true;
    const next = tokens[index + 1];
    // "Ten past three this afternoon (15:10)": said twice.
    if (
      !/\d/.test(words.slice(token.start, token.end)) &&
      next?.kind === "clock" &&
      /^\s?\($/.test(words.slice(token.end, next.start))
    )
      return false;
    if (token.meridiem !== null) return true;
    return !(
      next?.kind === "clock" &&
      next.start - token.end < 8 &&
      /\b(?:after|before|past)\s$/i.test(words.slice(Math.max(0, token.start - 8), token.start))
    );
  });
}

/** How a text writes its clock readings where more than one way is at hand. */
export interface ClockStyle {
  /** 0915 at the head of lines, or behind prepositions. */
  readonly fourDigits: FourDigits;
  /** 10.15. */
  readonly dotted: boolean;
  /** 10h15. */
  readonly lettered: boolean;
}

/** True if lines begin with 14.05, in an order that no numbering has. */
function stampsWithDots(lines: readonly string[]): boolean {
  const stamps = lines.flatMap(
    (line) => /^[^\p{L}\p{N}]{0,4}((?:[01]\d|2[0-3])\.[0-5]\d)(?=\s?[\p{L}:–—-])/u.exec(line)?.[1] ?? [],
  );
  return stamps.length >= 3 && new Set(stamps.map((stamp) => stamp.slice(3))).size >= 3;
}

/** How a text writes its clock readings, given its lines. */
export function clockStyle(lines: readonly string[], stamps: boolean): ClockStyle {
  const plain = stamps ? "stamps" : "none";
  const written = lines.flatMap((words) =>
    timeMentions(words, { fourDigits: plain, dotted: false, lettered: false }).flatMap(({ clock }) =>
      clock?.weak ? words.slice(clock.start, clock.end) : [],
    ),
  );
  return {
    fourDigits: !stamps && written.some((text) => /^\d{4}$/.test(text)) ? "prepositions" : plain,
    dotted: written.some((text) => DOTTED_CLOCK.test(text)) || stampsWithDots(lines),
    lettered: written.some((text) => LETTERED_CLOCK.test(text)),
  };
}

/** A text that writes 10.15 beside a date or zone writes "at 11.40" elsewhere, and one that writes "at 5h30" writes "(5h34)". */
function countsAmong(draft: Draft, words: string, { dotted, lettered }: ClockStyle): boolean {
  if (counts(draft, words)) return true;
  if (draft.clock === null) return false;
  const [text, before] = [
    words.slice(draft.clock.start, draft.clock.end),
    words.slice(Math.max(0, draft.start - 24), draft.start),
  ];
  if (
    dotted &&
    DOTTED_CLOCK.test(text) &&
    text.length === 5 &&
    /^[^\p{L}\p{N}]{0,4}$/u.test(words.slice(0, draft.start)) &&
    /^\s?[\p{L}:–—-]/u.test(words.slice(draft.end))
  )
    return true;
  if (lettered && LETTERED_CLOCK.test(text))
    return !/\b(?:of|for|lasting|lasted|after|during|duration|total|took|within|in|than|every)\W*(?:\w+\s)?$/i.test(
      before,
    );
  return (
    dotted && DOTTED_CLOCK.test(text) && /\b(?:at|kl\.?|klo|until|till|since|from|by|to|around)\s{1,2}$/i.test(before)
  );
}

function withoutClock(draft: Draft): Draft[] {
  return draft.clock?.weak && draft.date === null ? [] : [draft];
}

function isRange(words: string, a: Draft, b: Draft): boolean {
  const gap = words.slice(a.end, b.start);
  if (gap.length > 28 || !RANGE.test(gap) || a.rangeWithNext) return false;
  if ((a.clock === null) !== (b.clock === null) && !(a.clock === null && /\bto\b|until/.test(gap))) return false;
  if (!/\band\b/i.test(gap) || /lasted|end(?:ing|ed)/.test(gap)) return true;
  return /\bbetween\b[^.;]{0,48}$/i.test(words.slice(Math.max(0, a.start - 60), a.clock?.start ?? a.start));
}

/** "14:05 local time (12:05 UTC)": where only the second reading has a zone, it is the one that tells the instant. */
function withoutLocal(words: string, drafts: readonly Draft[]): readonly Draft[] {
  return drafts.filter((draft, index) => {
    const next = drafts[index + 1];
    if (
      !next?.clock ||
      !next.zone ||
      !draft.clock ||
      draft.zone ||
      !/^\s?local(?:\stime)?,?\s?[(/]\s?$/i.test(words.slice(draft.end, next.start))
    )
      return true;
    Object.assign(next, { date: next.date ?? draft.date, start: draft.start });
    return false;
  });
}

/** In "2:05 to 4:10 p.m." the half of the day is said once, in "11:30 to 1:15 PM" it changes on the way. */
function withHalf(clock: ClockToken | null, end: ClockToken | null): ClockToken | null {
  if (!clock || !end || clock.meridiem !== null || end.meridiem === null || clock.hour > 12 || clock.hour === 0)
    return clock;
  const hour = (clock.hour % 12) + (end.meridiem === "pm" ? 12 : 0);
  const within = hour * 60 + clock.minute < end.hour * 60 + end.minute;
  const meridiem = within === (end.meridiem === "pm") ? "pm" : "am";
  return { ...clock, hour: (clock.hour % 12) + (meridiem === "pm" ? 12 : 0), meridiem, halfless: false };
}

/** The times in a stretch of words, in order; spans marked on their first half. */
export function timeMentions(words: string, style: ClockStyle): readonly TimeMention[] {
  const all = collect(words, withoutNearby(words, timeTokens(words, style.fourDigits)));
  const drafts = withoutLocal(words, all).flatMap((draft) =>
    countsAmong(draft, words, style) ? [draft] : withoutClock(draft),
  );
  drafts.forEach((draft, index) => {
    draft.hedged =
      HEDGE.test(words.slice(Math.max(0, draft.start - 28), draft.start)) ||
      (draft.clock !== null &&
        HEDGE.test(words.slice(Math.max(draft.start, draft.clock.start - 28), draft.clock.start)));
    const next = drafts[index + 1];
    const before = drafts[index - 1];
    if (next && !before?.rangeWithNext) draft.rangeWithNext = isRange(words, draft, next);
    if (next && draft.rangeWithNext) draft.clock = withHalf(draft.clock, next.clock);
  });
  return drafts;
}

/** True if the words before a mention open a span without naming its end: "between April 22 to the present", "we are seeing errors since 16:10". */
export function opensSpan(words: string, mention: TimeMention): boolean {
  const since =
    /\b(?:are|is|have been|has been|we['’]re|been)\b[^.;]{0,90}\bsince\s(?:about |around |approximately )?$/i.test(
      words.slice(Math.max(0, mention.start - 120), mention.start),
    );
  return (
    (since && mention.clock !== null) ||
    (OPENED.test(words.slice(Math.max(0, mention.start - 60), mention.start)) &&
      /^[\s,]{0,2}(?:to|until|through|and|till)\s(?:the\s)?(?:present|now|today|ongoing|date)\b/i.test(
        words.slice(mention.end, mention.end + 30),
      ))
  );
}
