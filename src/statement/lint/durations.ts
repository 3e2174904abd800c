import { durations } from "../quantities/durations.js";
import type { LintInput, LintRule } from "./input.js";
import { clockText, finding, minutesBetween } from "./input.js";
import { quoted } from "../text/quote.js";
import { sentences } from "../text/sentences.js";
import type { Inconsistency, StatedWindow } from "../statement.js";
import { fittingHours, statedHours } from "../times/support-clock.js";

/** How far a stated length may be from the computed one: rounding of both ends, more where it is hedged or a round number of hours. */
function tolerance(stated: number, hedged: boolean): number {
  const round = stated % 60 === 0 && stated >= 60 ? 0.12 * stated : stated % 15 === 0 ? 2 + 0.03 * stated : 1;
  return hedged ? Math.max(0.2 * stated, 5) : round;
}

/** The local readings of a window's ends as if they were UTC. */
function localEnds({ events }: LintInput, { start, end }: StatedWindow): readonly [number, number] | null {
  const local = (at: string | null): number | null => {
    const time = events.find((event) => event.time.at === at)?.time;
    return time?.day ? Date.UTC(time.day.year, time.day.month - 1, time.day.day) + (time.minutes ?? 0) * 60_000 : null;
  };
  const [from, to] = [local(start), local(end)];
  return from === null || to === null ? null : [from, to];
}

const text = (minutes: number): string =>
  minutes < 60
    ? `${minutes} min`
    : `${Math.floor(minutes / 60)} h ${String(Math.round(minutes % 60)).padStart(2, "0")} min`;
const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

function ofWindow(input: LintInput, window: StatedWindow): Inconsistency[] {
  const { start, end, statedMinutes } = window;
  if (start === null || end === null || statedMinutes === null) return [];
  const own = minutesBetween(start, end);
  const hedged = durations(window.quote).some((found) => found.minutesLow === statedMinutes && found.hedged);
  if (Math.abs(own - statedMinutes) <= tolerance(statedMinutes, hedged)) return [];
  const stated = statedHours(input.text);
  const ends = localEnds(input, window);
  const hours = ends && fittingHours(ends[0], ends[1], statedMinutes, stated);
  if (hours && stated) return [];
  const fits = hours
    ? ` It fits working days of ${clock(hours.from)}–${clock(hours.to)}, which the statement does not mention.`
    : "";
  const quotes = input.events
    .filter(({ time }) => time.at === start || time.at === end)
    .map(({ quoteSpan }) => quoted(input.text, ...quoteSpan));
  return [
    finding(
      "duration-differs",
      hours ? "info" : "warning",
      `Stated as ${text(statedMinutes)}; ${clockText(start)} to ${clockText(end, start)} is ${text(own)}.${fits}`,
      [window.quote, ...quotes, ...statedQuotes(input, statedMinutes)],
      "From which moment to which was this duration counted, and on what clock?",
    ),
  ];
}

/** Where the length itself stands, when it is not in the window's own words. */
function statedQuotes({ items, text: source }: LintInput, minutes: number): string[] {
  return items.flatMap((item) =>
    durations(item.words).some(({ minutesLow, minutesHigh }) => minutesLow === minutes && minutesHigh === minutes) &&
    item.words.length < 120
      ? [quoted(source, item.start, item.end)]
      : [],
  );
}

const WHOLE =
  /\b(?:lasted|lasting|duration|(?:outage|disruption|incident|downtime|degradation|interruption) of|unavailable for|down for|total of|outage was)\b/i;

/** A length of the whole incident in prose that no window has. */
function inProse(input: LintInput): Inconsistency[] {
  const closed = input.windows.filter(({ start, end }) => start !== null && end !== null);
  if (closed.length === 0) return [];
  return input.items
    .filter(({ kind }) => kind !== "code" && kind !== "heading")
    .flatMap((item) =>
      sentences(item.words).flatMap(([from, to]) => {
        const words = item.words.slice(from, to);
        if (!WHOLE.test(words) || /\btime to \w+/i.test(words)) return [];
        const parts = apart(closed);
        if (TOGETHER.test(words) && parts.length > 1) return againstSum(input, item.start + from, words, parts);
        return durations(words)
          .filter(
            ({ minutesLow, minutesHigh, hedged }) =>
              minutesLow >= 2 &&
              Number.isFinite(minutesHigh) &&
              closed.every(({ start, end }) => {
                const own = minutesBetween(start as string, end as string);
                return (
                  own < minutesLow - tolerance(minutesLow, hedged) || own > minutesHigh + tolerance(minutesHigh, hedged)
                );
              }) &&
              closed.every(({ statedMinutes }) => statedMinutes !== minutesLow),
          )
          .slice(0, 1)
          .map((found) =>
            finding(
              "duration-differs",
              "warning",
              `${text(found.minutesLow)} is stated; the windows of the statement are ${closed.map(({ start, end }) => text(minutesBetween(start as string, end as string))).join(", ")}.`,
              [quoted(input.text, item.start + from, item.start + to), ...closed.map(({ quote }) => quote)],
              "From which moment to which was this duration counted, and on what clock?",
            ),
          );
      }),
    );
}

const TOGETHER =
  /\b(?:in total|total(?:l?ed|l?ing)?|altogether|combined|together|overall|in all|sum(?:med)?|cumulative)\b/i;

/** The windows that share no moment with an earlier one. */
function apart(closed: readonly StatedWindow[]): readonly StatedWindow[] {
  return closed.filter((one, index) =>
    closed
      .slice(0, index)
      .every(
        (other) => (one.start as string) >= (other.end as string) || (one.end as string) <= (other.start as string),
      ),
  );
}

/** A total of several windows that is not the sum of them. */
function againstSum(input: LintInput, at: number, words: string, parts: readonly StatedWindow[]): Inconsistency[] {
  const lengths = parts.map(({ start, end }) => minutesBetween(start as string, end as string));
  const sum = lengths.reduce((all, one) => all + one, 0);
  return durations(words)
    .filter(
      ({ minutesLow, minutesHigh, hedged }) =>
        Number.isFinite(minutesHigh) &&
        (sum < minutesLow - tolerance(minutesLow, hedged) || sum > minutesHigh + tolerance(minutesHigh, hedged)),
    )
    .slice(0, 1)
    .map((found) =>
      finding(
        "duration-differs",
        "warning",
        `${text(found.minutesLow)} in all is stated; the windows of the statement add up to ${sum} min (${lengths.map((one) => `${one}`).join(" + ")}).`,
        [quoted(input.text, at, at + words.length), ...parts.map(({ quote }) => quote)],
        "Which windows does the total cover?",
      ),
    );
}

/** Lengths told one after the other from a beginning ("for 20 minutes and then slow for 39 more") against the recovery that is dated next. */
function inPieces(input: LintInput): Inconsistency[] {
  return input.events.flatMap((event, index): Inconsistency[] => {
    if (event.kind !== "prose" || event.role !== "onset" || event.sure === false || event.time.at === null) return [];
    if (event.until || event.mention.clock === null) return [];
    const words = input.text.slice(...event.quoteSpan);
    const pieces = durations(words).filter(
      ({ minutesLow, minutesHigh }) => minutesLow === minutesHigh && minutesLow >= 1,
    );
    const end = input.events
      .slice(index + 1)
      .find(
        ({ role, sure, time, mention }) =>
          (role === "recovered" || role === "resolved") && sure !== false && time.at !== null && mention.clock !== null,
      );
    if (pieces.length < 2 || !/\b(?:and|then|followed by|after which)\b/i.test(words) || !end?.time.at) return [];
    const sum = pieces.reduce((all, { minutesLow }) => all + minutesLow, 0);
    const own = minutesBetween(event.time.at, end.time.at);
    if (
      own <= 0 ||
      Math.abs(own - sum) <=
        tolerance(
          sum,
          pieces.some(({ hedged }) => hedged),
        )
    )
      return [];
    return [
      finding(
        "duration-differs",
        "warning",
        `${pieces.map(({ minutesLow }) => minutesLow).join(" + ")} = ${sum} min are stated; ${clockText(event.time.at)} to ${clockText(end.time.at, event.time.at)} is ${own} min.`,
        [quoted(input.text, ...event.quoteSpan), quoted(input.text, ...end.quoteSpan)],
        "From which moment to which was each of these lengths counted?",
      ),
    ];
  });
}

const durationDiffers: LintRule = (input) => {
  const found = [...input.windows.flatMap((window) => ofWindow(input, window)), ...inProse(input), ...inPieces(input)];
  return found.filter(({ text: words }, index) => found.findIndex((other) => other.text === words) === index);
};

export const durationRules: readonly LintRule[] = [durationDiffers];
