import { byBlock } from "../text/by-block.js";
import type { TimedPassage } from "../times/document-facts.js";
import type { FoundDuration } from "../quantities/durations.js";
import { durations } from "../quantities/durations.js";
import { quoted } from "../text/quote.js";
import { isKnownSection } from "../text/section-name.js";
import type { DraftEvent } from "../draft-event.js";
import type { EventRole, StatedWindow } from "../statement.js";
import { toldWindows } from "./told-windows.js";

type Dated = DraftEvent & { readonly time: { readonly at: string } };

const minutesBetween = (start: string, end: string): number => (Date.parse(end) - Date.parse(start)) / 60_000;

/** The length that the words of a window give for it: the one nearest to its own, or the only one. */
function statedMinutes(words: string, start: string | null, end: string | null): number | null {
  const found = durations(words).filter(
    ({ minutesLow, minutesHigh, start: at }) =>
      minutesLow === minutesHigh &&
      !/\b(?:delay\w*|average|averag\w+|maximum|minimum|latency|up to|timeouts?|wait\w*)\b[^.;]{0,24}$/i.test(
        words.slice(Math.max(0, at - 40), at),
      ),
  );
  if (found.length === 0) return null;
  if (start === null || end === null) return found.length === 1 ? (found[0] as FoundDuration).minutesLow : null;
  const own = minutesBetween(start, end);
  const gap = ({ minutesLow }: FoundDuration): number => Math.abs(minutesLow - own);
  return ([...found].sort((a, b) => gap(a) - gap(b))[0] as FoundDuration).minutesLow;
}

const FAULT_ROLES: readonly EventRole[] = ["onset", "detected", "recurrence"];

/** Spans written as such. */
function spans(text: string, events: readonly DraftEvent[]): StatedWindow[] {
  return events.flatMap((event) => {
    if (!event.until && !event.open) return [];
    if (event.open && !FAULT_ROLES.includes(event.role)) return [];
    const quote = quoted(text, ...event.quoteSpan);
    const [start, end] = [event.time.at, event.until?.time.at ?? null];
    if (start === null && end === null) return [];
    return [
      {
        start,
        end,
        section: event.section,
        statedMinutes: statedMinutes(text.slice(...event.quoteSpan), start, end),
        quote,
      },
    ];
  });
}

/** A beginning in prose with a length but no end: "at 18:52 a 7 minute failure". */
function startedSpans(text: string, events: readonly DraftEvent[]): StatedWindow[] {
  return events.flatMap((event) => {
    if (event.role !== "onset" || event.until || event.open || event.time.at === null || event.mention.clock === null)
      return [];
    if (event.kind !== "prose" && !/\b(?:lasting|duration|lasted)\b/i.test(text.slice(...event.quoteSpan))) return [];
    const others = events.filter(({ quoteSpan }) => quoteSpan[0] === event.quoteSpan[0]);
    const words = text.slice(...event.quoteSpan);
    const found = durations(words).filter(
      ({ minutesLow, minutesHigh, end }) =>
        minutesLow === minutesHigh &&
        minutesLow > 0 &&
        !/^\s(?:on|later|late|after|before|ago|behind|earlier)\b/i.test(words.slice(end)),
    );
    if (others.length !== 1 || found.length !== 1) return [];
    return [
      {
        start: event.time.at,
        end: null,
        section: event.section,
        statedMinutes: (found[0] as FoundDuration).minutesLow,
        quote: quoted(text, ...event.quoteSpan),
      },
    ];
  });
}

/** A beginning and its ends in one sentence of prose: "began at 15:09 and was resolved at 16:45". */
function sentenceSpans(text: string, events: readonly DraftEvent[]): StatedWindow[] {
  const inProse = events.filter(({ kind }) => kind === "prose");
  return inProse.flatMap((event, index) => {
    if (event.until || event.role !== "onset" || event.sure === false) return [];
    const rest = inProse.slice(index + 1, index + 6);
    const sentence = rest.filter(({ quoteSpan }) => quoteSpan[0] === event.quoteSpan[0]);
    return sentence.flatMap((next) => endedSpan(text, event, next));
  });
}

function endedSpan(text: string, event: DraftEvent, next: DraftEvent): StatedWindow[] {
  if ((next.role !== "recovered" && next.role !== "resolved") || next.sure === false) return [];
  const [start, end] = [event.time.at, next.time.at];
  if (start === null || end === null || end <= start || event.mention.clock === null || next.mention.clock === null)
    return [];
  return [
    {
      start,
      end,
      section: event.section,
      statedMinutes: statedMinutes(text.slice(...event.quoteSpan), start, end),
      quote: quoted(text, ...event.quoteSpan),
    },
  ];
}

/** Entries between the two lines of a form at most. */
const FORM_LINES = 3;
/** Characters behind an end within which a form gives the length. */
const FORM_LENGTH = 120;

/** The two lines of a form. */
type FormPair = readonly [start: Dated, end: Dated];

/** The lines of a form: "Start date/time: …" and "End date/time: …", each on its own. */
function formPairs(events: readonly DraftEvent[]): readonly FormPair[] {
  const isLabel = ({ settled, kind, mention }: DraftEvent): boolean =>
    settled && kind !== "stamp" && mention.clock !== null;
  return events.flatMap((event, index): FormPair[] => {
    if (!isLabel(event) || event.role !== "onset" || event.until || event.time.at === null) return [];
    const end = events
      .slice(index + 1, index + 1 + FORM_LINES)
      .find((other) => isLabel(other) && (other.role === "recovered" || other.role === "resolved"));
    if (!end?.time.at || end.quoteSpan[0] === event.quoteSpan[0] || end.time.at <= event.time.at) return [];
    return [[event as Dated, end as Dated]];
  });
}

function labelledSpans(text: string, pairs: readonly FormPair[]): StatedWindow[] {
  return pairs.map(([event, end]) => {
    const [start, last] = [event.time.at, end.time.at];
    const words = text.slice(event.quoteSpan[0], end.quoteSpan[1] + FORM_LENGTH);
    const quote = quoted(text, event.quoteSpan[0], end.quoteSpan[1]);
    return { start, end: last, section: event.section, statedMinutes: statedMinutes(words, start, last), quote };
  });
}

/** True if a list has a beginning and an end of its own, so that the lines of a form above it are no part of it. */
function standsAlone(list: readonly Dated[]): boolean {
  const has = (...roles: readonly EventRole[]): boolean => list.some(({ role }) => roles.includes(role));
  return has("onset", "detected", "declared") && has("recovered", "resolved");
}

interface TimeTo {
  readonly what: "repair" | "resolve";
  readonly minutes: number;
}

/** "Time to repair: 4h 9m" stands in the block of the times it is about, or right behind. */
function timesTo(items: readonly TimedPassage[], from: number, to: number): TimeTo[] {
  return items.flatMap(({ start, words }) => {
    if (start < from || start > to) return [];
    const label = /\btime to (repair|recover|restore|fix|mitigate|resolve|resolution|recovery)\b/i
      .exec(words)?.[1]
      ?.toLowerCase();
    const [found] = label ? durations(words) : [];
    return label && found
      ? [{ what: /resol/.test(label) ? "resolve" : "repair", minutes: found.minutesLow } as const]
      : [];
  });
}

interface Block {
  readonly events: readonly Dated[];
  readonly section: string;
}

/** Blocks with several rows that are spans. */
function spannedBlocks(events: readonly DraftEvent[]): ReadonlySet<number> {
  const counts = new Map<number, number>();
  for (const { kind, until, block } of events)
    if (kind === "entry" && until) counts.set(block, (counts.get(block) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count > 1).map(([block]) => block));
}

function blocksOf(events: readonly DraftEvent[], forms: ReadonlySet<DraftEvent>): Block[] {
  const spanned = spannedBlocks(events);
  // Rows that are spans of their own are no one timeline.
  const told = events.filter(
    (event): event is Dated =>
      event.kind === "entry" && event.time.at !== null && event.mention.clock !== null && !spanned.has(event.block),
  );
  return [...byBlock(told).values()]
    .map((list) => {
      const rest = list.filter((event) => !forms.has(event));
      return standsAlone(rest) ? rest : list;
    })
    .filter((list) => list.length > 1)
    .map((list) => ({ events: list, section: (list[0] as Dated).section }));
}

/** The start that makes a stated length come out, where one does. */
function startFor(starts: readonly Dated[], end: Dated, stated: number | null): Dated | undefined {
  return starts.find((start) => stated !== null && Math.abs(minutesBetween(start.time.at, end.time.at) - stated) <= 2);
}

const HOUR = 60;

/** The returns of a failure that had been over for an hour: windows of their own. */
function returns(recovered: readonly Dated[], recurrences: readonly Dated[]): readonly Dated[] {
  return recurrences.filter(({ time }) => {
    const before = recovered.filter((end) => end.time.at < time.at).at(-1);
    return before !== undefined && minutesBetween(before.time.at, time.at) >= HOUR;
  });
}

function blockWindows(
  text: string,
  { events, section }: Block,
  items: readonly TimedPassage[],
  told: readonly StatedWindow[],
): StatedWindow[] {
  const byTime = [...events].sort((a, b) => a.time.at.localeCompare(b.time.at));
  const of = (role: EventRole): Dated[] => byTime.filter((event) => event.role === role && event.sure !== false);
  const onsets = of("onset");
  const starts = [
    ...(onsets.length > 0 ? onsets.slice(0, 1) : []),
    ...of("detected").slice(0, 1),
    ...of("declared").slice(0, 1),
  ];
  const first = onsets[0] ?? of("detected")[0];
  if (!first || starts.length === 0) return [];
  const lastQuote = Math.max(...events.map(({ quoteSpan }) => quoteSpan[1]));
  const stated = timesTo(items, lastQuote, lastQuote + 400);
  const resolved = of("resolved").at(-1);
  const again = returns(of("recovered"), of("recurrence"));
  const repaired =
    of("recovered")
      .filter(({ time }) => again[0] === undefined || time.at < again[0].time.at)
      .at(-1) ?? (resolved ? undefined : of("mitigation-end").at(-1));
  const make = (end: Dated, what: TimeTo["what"] | null): StatedWindow | null => {
    const minutes = stated.find((entry) => entry.what === what)?.minutes ?? null;
    // Where no repair is dated, the clock of "time to repair" mostly starts at the declaration.
    const usual = what === "repair" && end.role === "resolved" ? (of("declared")[0] ?? first) : first;
    const start = startFor(starts, end, minutes) ?? usual;
    return start.time.at < end.time.at
      ? {
          start: start.time.at,
          end: end.time.at,
          section: isKnownSection(section) ? section : "timeline",
          statedMinutes: minutes,
          quote: quoted(text, ...start.quoteSpan),
        }
      : null;
  };
  const repair = repaired ?? (stated.some(({ what }) => what === "repair") ? resolved : undefined);
  // Where the words of the text end the window already when recovery begins.
  const recovery = of("recovery-start").find(
    ({ time }) =>
      onsets.length > 0 &&
      repaired !== undefined &&
      time.at < repaired.time.at &&
      told.some(({ end: last }) => last === time.at),
  );
  const list = [
    repair && make(repair, "repair"),
    resolved && make(resolved, "resolve"),
    recovery && make(recovery, null),
  ];
  const later = again.flatMap((start, index) => {
    const end = of("recovered")
      .filter(({ time }) => time.at > start.time.at && time.at < (again[index + 1]?.time.at ?? "9"))
      .at(-1);
    return end
      ? [
          {
            start: start.time.at,
            end: end.time.at,
            section: isKnownSection(section) ? section : "timeline",
            statedMinutes: null,
            quote: quoted(text, ...start.quoteSpan),
          },
        ]
      : [];
  });
  return [...list.flatMap((window) => window ?? []), ...later];
}

const key = ({ start, end }: StatedWindow): string => `${start} ${end}`;

/** The windows of lists: of equal ones in one list the first, of equal ones in two those with a stated length, or both where neither has one. */
function distinct(lists: readonly (readonly StatedWindow[])[]): StatedWindow[] {
  const all = lists.flat();
  return lists.flatMap((list) =>
    list.filter(
      (window, index) =>
        window.statedMinutes !== null ||
        (!list.some((other, place) => key(other) === key(window) && place < index) &&
          !all.some((other) => key(other) === key(window) && other.statedMinutes !== null)),
    ),
  );
}

/** True if two windows have a moment in common. */
const meet = (a: StatedWindow, b: StatedWindow): boolean =>
  (a.start ?? "") < (b.end ?? "9") && (b.start ?? "") < (a.end ?? "9");

/**
 * The windows a statement commits to: spans in its words first, in the text's order, then for each block of dated entries the stretch from
 * onset or detection to recovery, to resolution, and to the start of recovery.
 */
export function statedWindows(
  text: string,
  events: readonly DraftEvent[],
  items: readonly TimedPassage[],
): readonly StatedWindow[] {
  const prose = [...spans(text, events), ...sentenceSpans(text, events), ...startedSpans(text, events)];
  const pairs = formPairs(events);
  const blocks = blocksOf(events, new Set(pairs.flat()));
  const lists = distinct(blocks.map((block) => blockWindows(text, block, items, prose)));
  const written = [...prose, ...lists];
  const inList = new Set<DraftEvent>(blocks.flatMap((block) => block.events));
  const told = new Set(written.map(key));
  const forms = labelledSpans(text, pairs).filter(
    (window, index) => !inList.has((pairs[index] as FormPair)[0]) || !told.has(key(window)),
  );
  return [...forms, ...prose, ...lists];
}

/**
 * The windows of a statement with those that only a story over several sentences tells, where no window is written for the same time. The lint compares
 * what is written, and leaves these out.
 */
export function withStories(
  text: string,
  events: readonly DraftEvent[],
  written: readonly StatedWindow[],
): readonly StatedWindow[] {
  return [...written, ...toldWindows(text, events).filter((story) => !written.some((one) => meet(one, story)))];
}
