import { DAY_MS } from "../../time/units.js";
import { dayNumber } from "../../time/calendar.js";
import type { DatedEvent, LintInput, LintRule } from "./input.js";
import { clockText, entries, finding, firstOf, mainTimeline, minutesBetween, quoteOf } from "./input.js";
import { quoted } from "../text/quote.js";
import type { EventRole, StatedWindow } from "../statement.js";

type Closed = StatedWindow & { readonly start: string; readonly end: string };

const isClosed = (window: StatedWindow): window is Closed =>
  window.start !== null && window.end !== null && window.start < window.end;
const isTimeline = (input: LintInput, window: StatedWindow): boolean =>
  entries(input).some((event) => event.time.at === window.start && quoteOf(input, event) === window.quote);

/** Windows of one incident: they share more than half of the shorter one. */
function overlap(a: Closed, b: Closed): boolean {
  const shared = Math.min(Date.parse(a.end), Date.parse(b.end)) - Math.max(Date.parse(a.start), Date.parse(b.start));
  return shared > 0.5 * Math.min(Date.parse(a.end) - Date.parse(a.start), Date.parse(b.end) - Date.parse(b.start));
}

function hedgedAt(input: LintInput, at: string): boolean {
  return input.events.some((event) => event.time.at === at && event.hedged);
}

/** A minute's rounding is no difference where one side gives seconds; a quarter of an hour is none where one side is hedged. */
function agree(input: LintInput, a: string, b: string): boolean {
  const gap = Math.abs(Date.parse(a) - Date.parse(b)) / 60_000;
  return gap === 0 || (gap <= 15 && (hedgedAt(input, a) || hedgedAt(input, b)));
}

/** Where a list names no beginning its stretches start at the first notice, which is no other onset. */
function fromNotice(input: LintInput, window: Closed): boolean {
  const start = entries(input).find(
    (event) => event.time.at === window.start && quoteOf(input, event) === window.quote,
  );
  return start !== undefined && (start.role === "detected" || start.role === "declared");
}

/** A list's stretch to the resolution runs on after the recovery that the other window ends with. */
function toResolution(input: LintInput, window: Closed, other: Closed): boolean {
  const end = entries(input).find((event) => event.time.at === window.end && event.role === "resolved");
  return (
    end !== undefined &&
    isTimeline(input, window) &&
    other.end < window.end &&
    !entries(input).some(({ role }) => role === "recovered")
  );
}

/** True if two windows have their ends in common; of one that starts at the first notice only the end counts, if it lies inside the other. */
function same(input: LintInput, a: Closed, b: Closed): boolean {
  const [early, late] = a.start <= b.start ? [a, b] : [b, a];
  if (agree(input, a.start, b.start) && (toResolution(input, a, b) || toResolution(input, b, a))) return true;
  return (
    (agree(input, a.start, b.start) || (fromNotice(input, late) && late.start < early.end)) &&
    agree(input, a.end, b.end)
  );
}
/** What the windows of the whole are told of. */
const WHOLE =
  /^\W*(?:(?:the|an?|our|this|all|whole|entire|total|main|service|customer|overall)\s)*(?:calls?|requests?|outage|incident|disruption|interruption|impact|service|services|errors?|failures?|downtime|event|fault|degradation|it|we|customers|users|traffic|platform|api|system)\b/i;

/** True if a window is that of one product or part among several in a list: "Voicemail failed from 10:10 to 11:20". */
function isOfOnePart({ items, text }: LintInput, window: Closed): boolean {
  const item = items.find(
    ({ kind, start, end }) => (kind === "bullet" || kind === "row") && quoted(text, start, end).includes(window.quote),
  );
  if (!item || item.mentions.length < 2) return false;
  const subject = quoted(text, item.start, item.end);
  const list = items.filter(
    ({ block, kind, mentions }) => block === item.block && kind === item.kind && mentions.length > 1,
  );
  return list.length > 1 && /^\W*\p{L}/u.test(subject) && !WHOLE.test(subject);
}

const named = (window: Closed): string =>
  `${window.section || "text"} ${clockText(window.start)}–${clockText(window.end, window.start)} (${minutesBetween(window.start, window.end)} min)`;

/**
 * Spans in prose that differ from each other, or that agree with no reading of the timeline. That onset to recovery and onset to
 * resolution differ is no contradiction.
 */
const windowsDiffer: LintRule = (input) => {
  const closed = input.windows.filter(isClosed);
  const prose = closed.filter((window) => !isTimeline(input, window) && !isOfOnePart(input, window));
  const timeline = closed.filter((window) => isTimeline(input, window));
  const first = prose.find(
    (window) =>
      prose.some(
        (other) =>
          other !== window && other.section !== window.section && overlap(window, other) && !same(input, window, other),
      ) ||
      (timeline.some((other) => overlap(window, other)) && !timeline.some((other) => same(input, window, other))),
  );
  if (!first) return [];
  const all = [...prose, ...timeline].filter((window) => window === first || overlap(window, first));
  const spread = Math.max(
    ...all.map((a) =>
      Math.max(
        ...all.map((b) => Math.max(Math.abs(minutesBetween(a.start, b.start)), Math.abs(minutesBetween(a.end, b.end)))),
      ),
    ),
  );
  const ends = input.events
    .filter(
      (event) =>
        event.kind === "prose" &&
        event.time.at !== null &&
        ["mitigation-end", "recovered"].includes(event.role) &&
        all.some((window) => window.end === event.time.at),
    )
    .map((event) => quoteOf(input, event));
  return [
    finding(
      "windows-differ",
      spread > 5 ? "serious" : "warning",
      `The statement gives ${all.length} windows: ${all.map(named).join("; ")}.`,
      [...all.map(({ quote }) => quote), ...ends],
      "Which window do the durations and percentages refer to, and which moments define its start and its end?",
    ),
  ];
};

const TWICE: readonly EventRole[] = ["declared", "recovered", "resolved", "detected"];

/** One milestone dated twice: in the key events and in the full list. */
const milestonesDiffer: LintRule = (input) =>
  TWICE.flatMap((role) => {
    const list = entries(input).filter(
      (event) => event.role === role && new RegExp(ROLE_WORDS[role] ?? "^$", "i").test(quoteOf(input, event)),
    );
    const [one, ...rest] = list;
    const other = one && rest.find((event) => event.block !== one.block);
    if (!one || !other || list.length !== 2 || agree(input, one.time.at, other.time.at)) return [];
    const text = `"${role}" is dated ${clockText(one.time.at)} in one list and ${clockText(other.time.at, one.time.at)} in another.`;
    return [
      finding(
        "windows-differ",
        "warning",
        text,
        [quoteOf(input, one), quoteOf(input, other)],
        `Which of the two times is the incident ${role}?`,
      ),
    ];
  });

/** Roles that happen once. */
const ONCE: readonly EventRole[] = ["onset", "detected", "declared", "identified", "recovered", "resolved"];

/** One thing on two dates: the same milestone at the same minute of two days, in a sentence and in a list or in two lists. */
const datedTwice: LintRule = (input) => {
  const dated = input.events.filter(
    (event): event is DatedEvent =>
      event.time.at !== null && event.mention.clock !== null && event.sure !== false && ONCE.includes(event.role),
  );
  return dated
    .flatMap((one, index) =>
      dated.slice(index + 1).flatMap((other) => {
        const days = Math.abs(Date.parse(one.time.at) - Date.parse(other.time.at)) / DAY_MS;
        const apart = one.block !== other.block || one.kind !== other.kind;
        if (one.role !== other.role || !apart || !Number.isInteger(days) || days === 0 || days > 31) return [];
        return [
          finding(
            "windows-differ",
            "serious",
            `"${one.role}" is dated ${one.time.at.slice(0, 10)} ${clockText(one.time.at)} in one place and ${other.time.at.slice(0, 10)} ${clockText(other.time.at)} in another.`,
            [quoteOf(input, one), quoteOf(input, other)],
            "On which of the two days did it happen?",
          ),
        ];
      }),
    )
    .slice(0, 2);
};

/** A list that lies a day or more from the day that the head of the text gives. */
const listOnAnotherDay: LintRule = (input) => {
  const { incidentDay } = input.facts;
  const list = mainTimeline(input);
  if (incidentDay === null || list.length < 2) return [];
  const day = dayNumber(incidentDay);
  const own = list.map(({ time }) => (time.day ? dayNumber(time.day) : day));
  const nearest = Math.min(...own.map((one) => Math.abs(one - day)));
  const [first] = list as readonly [DatedEvent, ...DatedEvent[]];
  if (nearest < 1 || list.some(({ role, time }) => role === "onset" && time.day && dayNumber(time.day) === day))
    return [];
  return [
    finding(
      "windows-differ",
      "serious",
      `The text speaks of an incident on ${new Date(day * DAY_MS).toISOString().slice(0, 10)}, its list of ${first.time.at.slice(0, 10)}.`,
      [quoteOf(input, first)],
      "On which day did it happen?",
    ),
  ];
};

const ROLE_WORDS: Partial<Record<EventRole, string>> = {
  declared: "declared",
  recovered: "repaired|recovered",
  resolved: "resolved",
  detected: "first detected",
};

/** A span that ends where recovery starts leaves the way back to normal out of the impact. */
const endsAtRecoveryStart: LintRule = (input) => {
  const timeline = mainTimeline(input);
  const [start, normal] = [firstOf(timeline, "recovery-start"), firstOf(timeline, "recovered")];
  if (!start || !normal || normal.time.at <= start.time.at) return [];
  const prose = input.windows.filter(isClosed).filter((window) => !isTimeline(input, window));
  return prose
    .filter(({ end }) => end >= start.time.at && end < normal.time.at && minutesBetween(start.time.at, end) <= 2)
    .map((window) => endFinding(input, window, start, normal));
};

function endFinding(
  input: LintInput,
  window: Closed,
  start: DatedEvent,
  normal: DatedEvent,
): ReturnType<typeof finding> {
  const nothing = entries(input).some(({ time }) => time.at.slice(0, 16) === window.end.slice(0, 16))
    ? ""
    : ` The timeline has nothing at ${clockText(window.end)}.`;
  const text = `The ${window.section || "stated"} window ends at ${clockText(window.end)}, where recovery starts (${clockText(start.time.at)}); service is normal only at ${clockText(normal.time.at, start.time.at)}, ${minutesBetween(start.time.at, normal.time.at)} minutes later.${nothing}`;
  return finding(
    "ends-at-recovery-start",
    "warning",
    text,
    [window.quote, quoteOf(input, start), quoteOf(input, normal)],
    "How many requests failed between the start of recovery and the return to normal, and are they counted?",
  );
}

const CURED =
  /\b(?:which|this|that)\s(?:(?:change|action|has|had|immediately|quickly|fully|then|also|finally)\s)*(?:resolved|fixed|ended|solved|cleared)\s(?:the|this|all)\b/i;
/** Between an action that resolves and the return to normal: what it may take without a word. */
const SETTLING_MINUTES = 5;

/** An action is said to have resolved the issue, and service to have been normal only later. */
const curedBeforeNormal: LintRule = (input) => {
  const dated = input.events.filter(
    (event): event is DatedEvent => event.time.at !== null && event.mention.clock !== null,
  );
  return dated
    .filter((event) => CURED.test(quoteOf(input, event)))
    .flatMap((event) => {
      const inSentence = dated.some(
        (other) => other !== event && other.quoteSpan[0] === event.quoteSpan[0] && other.time.at > event.time.at,
      );
      const normal = dated.find(
        (other) =>
          other.quoteSpan[0] !== event.quoteSpan[0] &&
          (other.role === "recovered" || other.role === "resolved") &&
          !other.hedged &&
          !event.hedged &&
          minutesBetween(event.time.at, other.time.at) > SETTLING_MINUTES &&
          minutesBetween(event.time.at, other.time.at) < DAY_MINUTES &&
          /\b(?:normal|restored|recovered|operational|healthy)\b/i.test(quoteOf(input, other)),
      );
      if (inSentence || !normal) return [];
      return [
        finding(
          "windows-differ",
          "warning",
          `The action of ${clockText(event.time.at)} is said to have resolved the issue; service is normal only at ${clockText(normal.time.at, event.time.at)}, ${minutesBetween(event.time.at, normal.time.at)} minutes later.`,
          [quoteOf(input, event), quoteOf(input, normal)],
          "Did the action resolve the issue when it was made, and what still failed until the return to normal?",
        ),
      ];
    })
    .slice(0, 1);
};

const DAY_MINUTES = 1440;

export const windowRules: readonly LintRule[] = [
  listOnAnotherDay,
  datedTwice,
  windowsDiffer,
  milestonesDiffer,
  endsAtRecoveryStart,
  curedBeforeNormal,
];
